/**
 * EAGLE: one decoder layer of the model's own width, fed with the model's hidden states, proposes token after token; it uses
 * the model's output head. `tree` verifies more nodes than the depth, for a longer accepted path.
 */
import { z } from "zod";
import { count } from "../../../../base/quantity.ts";
import { oneLayerOf } from "./one-layer.ts";
import { acceptanceOptions, acceptanceProblem, defineSpeculation, inARow } from "./speculation-method.ts";

export const eagle = defineSpeculation({
  name: "eagle",
  help: "one extra decoder layer proposes a few tokens (EAGLE)",
  options: {
    tokens: count().default(3).meta({ description: "Proposed in a row." }),
    tree: count()
      .optional()
      .meta({ description: "Nodes verified at once; the tokens in a row when absent." }),
    ...acceptanceOptions,
    fused: z
      .boolean()
      .default(true)
      .meta({ description: "Whether proposing and verifying are one graph, without the host between them." }),
  },
  check: acceptanceProblem,
  create: (options, { model }) => ({
    ...inARow(options),
    verifiedTokens: (options.tree ?? options.tokens) + 1,
    proposer: oneLayerOf(model),
    sharesEnds: true,
    fused: options.fused,
  }),
});
