/**
 * EAGLE: one decoder layer of the model's own width, fed with the model's hidden states, proposes token after token; it uses
 * the model's output head. `tree` verifies more nodes than the depth, for a longer accepted path.
 */
import { z } from "zod";
import { count } from "../../../../base/quantity.ts";
import { oneLayerOf } from "./one-layer.ts";
import {
  acceptanceLengthOption,
  acceptanceOption,
  defineSpeculation,
  evenAcceptance,
} from "./speculation-method.ts";

export const eagle = defineSpeculation({
  name: "eagle",
  help: "one extra decoder layer proposes a few tokens (EAGLE)",
  options: {
    tokens: count().default(3),
    tree: count()
      .optional()
      .meta({ description: "Nodes verified at once; the tokens in a row when absent." }),
    acceptance: acceptanceOption.optional(),
    acceptanceLength: acceptanceLengthOption,
    fused: z.boolean().default(true),
  },
  check: ({ acceptance, acceptanceLength, tokens }) =>
    (acceptance === undefined) === (acceptanceLength === undefined) || (acceptanceLength ?? 1) > tokens + 1
      ? { option: "acceptance", expected: "either acceptance, or acceptanceLength of at most tokens + 1" }
      : undefined,
  create: ({ tokens, tree, acceptance, acceptanceLength, fused }, { model }) => ({
    depth: tokens,
    verifiedTokens: (tree ?? tokens) + 1,
    acceptance: acceptance ?? evenAcceptance(tokens, acceptanceLength as number),
    proposer: oneLayerOf(model),
    sharesEnds: true,
    proposals: tokens,
    fused,
  }),
});
