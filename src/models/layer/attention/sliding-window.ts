/**
 * Grouped attention of which each token sees only the last `window` tokens, itself included (Beltagy et al. 2020): weights
 * and projections are the same, work and cache stop growing. Layers that attend within chunks of the sequence (Llama 4)
 * are taken as windows of a chunk: an upper bound of their work.
 */
import { z } from "zod";
import { count } from "../../../base/quantity.ts";
import { defineAttention } from "../attention-kind.ts";
import {
  groupedFields,
  groupedKeptElements,
  groupedOperators,
  groupedSavedElements,
  groupedWeights,
} from "./grouped.ts";

export const slidingWindow = defineAttention({
  kind: "sliding-window",
  help: "grouped attention to the last tokens only",
  label: "attention",
  ownSequence: true,
  schema: z.strictObject({
    kind: z.literal("sliding-window"),
    window: count().describe("tokens that a token sees at most, itself included"),
    ...groupedFields,
  }),
  adjective: () => "windowed",
  weights: groupedWeights,
  operators: groupedOperators,
  kept: (shape, shard) => ({
    perToken: groupedKeptElements(shape, shard),
    window: shape.window,
    perSourceToken: 0,
    stateBytes: 0,
  }),
  hasScores: true,
  divided: ({ heads, kvHeads }) => ({ heads, kvHeads }),
  savedElements: groupedSavedElements,
});
