/** The dense feed-forward part: two matrices of hidden x width, or three where one of two inner ones gates the other. */
import { z } from "zod";
import { count } from "../../../base/quantity.ts";
import { feedForwardOperators, feedForwardWeights } from "../../operators/feed-forward-operators.ts";
import { newTokens } from "../../operators/layer-work.ts";
import { ffnPerRank } from "../../shard.ts";
import { defineFeedForward } from "../feed-forward-kind.ts";

export const dense = defineFeedForward({
  kind: "dense",
  help: "every token passes through the same two or three matrices",
  schema: z.strictObject({
    kind: z.literal("dense"),
    width: count().describe("inner width"),
    gated: z.boolean().default(true).describe("three matrices (SwiGLU) instead of two"),
    biases: z.boolean().default(false).describe("matrices have biases"),
  }),
  adjective: () => undefined,
  weights: (shape, hidden, shard) =>
    feedForwardWeights("feed-forward", "", shape, {
      hidden,
      columns: ffnPerRank(shape.width, shard.tensor, shard),
      count: 1,
    }),
  operators: (shape, hidden, work, shard) =>
    feedForwardOperators("feed-forward", "", shape, {
      hidden,
      tokens: newTokens(work),
      columns: ffnPerRank(shape.width, shard.tensor, shard),
      count: 1,
    }),
  routedCopies: () => 0,
  hasShared: () => false,
  experts: () => 0,
  expertWidth: () => 0,
  workingElements: ({ width }, shard) => ffnPerRank(width, shard.tensor, shard),
  // Input, what the inner matrices give, and their product where gated.
  savedElements: ({ width, gated }, hidden, shard) =>
    hidden + (gated ? 3 : 2) * ffnPerRank(width, shard.tensor, shard),
});
