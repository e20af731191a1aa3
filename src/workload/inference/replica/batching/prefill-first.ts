/**
 * Prefill first (SGLang, and vLLM before chunks): while any prompt waits and fits, prompts are prefilled, step after step;
 * answers go on only when the line is empty or the batch is full. First tokens come soon, and tokens stall in a burst.
 */
import { count } from "../../../../base/quantity.ts";
import { defineBatching, openBatch } from "./batching-policy.ts";
import { continuous, reserveOption } from "./continuous.ts";

/** Continuous batching with the step sizes of servers that empty their line first. */
export const prefillFirst = defineBatching({
  name: "prefill-first",
  help: "no answer goes on while a prompt waits and fits: continuous batching with large prefill steps (SGLang)",
  options: {
    maxBatch: openBatch,
    maxPrefillTokens: count().default(16_384).meta({ description: "Prompt tokens in one prefill step." }),
    reserve: reserveOption,
  },
  create: (options) => continuous.create(options),
});
