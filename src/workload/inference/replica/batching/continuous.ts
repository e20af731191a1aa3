/**
 * Continuous batching (Orca, vLLM): at every step boundary finished requests leave and waiting ones join, prompts first:
 * a prefill of the newcomers goes before the next decode step. KV cache is taken for the prompt and grows with the answer,
 * or for the whole answer at once (`reserve: answer`), so that nobody loses it again.
 */
import { z } from "zod";
import { count } from "../../../../base/quantity.ts";
import { admitInOrder, batchDefault, defineBatching, openBatch } from "./batching-policy.ts";

/** For how much of a request room is taken when it starts. */
export const reserveOption = z
  .enum(["prompt", "answer"])
  .default("prompt")
  .meta({ description: "KV room taken at the start: for the prompt, or for the whole answer too." });

export const continuous = defineBatching({
  name: "continuous",
  help: "requests join and leave at every step; prompts go first (Orca, vLLM)",
  options: {
    maxBatch: openBatch,
    maxPrefillTokens: count().default(8192).meta({ description: "Prompt tokens in one prefill step." }),
    reserve: reserveOption,
  },
  create: ({ maxBatch = batchDefault, maxPrefillTokens, reserve }) => ({
    maxBatch,
    fixedBatch: false,
    reservesAnswer: reserve === "answer",
    admit: (view) =>
      admitInOrder(view, {
        slots: maxBatch - view.running,
        tokensMax: maxPrefillTokens * view.attentionGroups,
      }),
  }),
});
