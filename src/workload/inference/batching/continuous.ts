/**
 * Continuous batching (Orca, vLLM): at every step boundary finished requests leave and waiting ones join, prompts first:
 * a prefill of the newcomers goes before the next decode step. KV cache is taken for the prompt and grows with the answer.
 */
import { count } from "../../../base/quantity.ts";
import { admitInOrder, defineBatching } from "./batching-policy.ts";

export const continuous = defineBatching({
  name: "continuous",
  help: "requests join and leave at every step; prompts go first (Orca, vLLM)",
  options: {
    maxBatch: count().default(32),
    maxPrefillTokens: count().default(8192).meta({ description: "Prompt tokens in one prefill step." }),
  },
  create: ({ maxBatch, maxPrefillTokens }) => ({
    maxBatch,
    fixedBatch: false,
    admit: (view) =>
      admitInOrder(view, {
        slots: maxBatch - view.running,
        tokensMax: maxPrefillTokens,
        tokensOf: (request) => request.contextTokens + 1,
      }),
  }),
});
