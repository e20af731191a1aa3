/** Medusa: extra output heads propose the next positions all at once, as a tree whose nodes are verified together. */
import { count } from "../../../../base/quantity.ts";
import { oneLayerOf } from "./one-layer.ts";
import { acceptanceOption, defineSpeculation } from "./speculation-method.ts";

export const medusa = defineSpeculation({
  name: "medusa",
  help: "extra heads propose several positions at once (Medusa)",
  options: {
    heads: count().default(4).meta({ description: "Heads, each of which proposes one position." }),
    tree: count().default(16).meta({ description: "Nodes verified at once." }),
    acceptance: acceptanceOption.default([0.6]),
  },
  create: ({ heads, tree, acceptance }, { model }) => ({
    depth: heads,
    verifiedTokens: tree,
    acceptance,
    // A head is about a layer's feed-forward part and the output head, all heads in one pass.
    proposer: oneLayerOf(model),
    sharesEnds: true,
    proposals: 1,
    fused: true,
  }),
});
