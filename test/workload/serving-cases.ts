/** Random loads, and every batching policy by its largest batch. */
import fc from "fast-check";
import type { PluginChoice } from "../../src/base/plugin.ts";
import type { RequestSpec } from "../../src/workload/inference/load/request.ts";

const request = fc.record({
  gapNs: fc.integer({ min: 0, max: 40_000_000 }),
  inputTokens: fc.integer({ min: 1, max: 300 }),
  outputTokens: fc.integer({ min: 1, max: 120 }),
  priority: fc.integer({ min: 0, max: 2 }),
  prefix: fc.integer({ min: 0, max: 3 }),
});

/** Makes the same requests again and again; prompts with the same prefix share their first four blocks of 32 tokens. */
export const randomLoad = fc
  .array(request, { minLength: 1, maxLength: 40 })
  .map((specs) => (): RequestSpec[] => {
    let now = 0;
    return specs.map(({ gapNs, prefix, ...rest }, index) => {
      // An irrational part keeps arrivals off the ends of steps, where the order of two events at one time decides.
      now += gapNs > 0 ? gapNs + Math.SQRT1_2 : 0;
      const blocks = Math.ceil(rest.inputTokens / 32);
      const prefixBlocks = Array.from({ length: blocks }, (_, block) =>
        block < 4 ? 100 * prefix + block : 1000 * (index + 1) + block,
      );
      return { arrivalNs: now, ...rest, prefixBlocks };
    });
  });

/** Every batching policy, by the largest batch. */
export const batchings: ((maxBatch: number) => PluginChoice)[] = [
  () => ({ kind: "none" }),
  (maxBatch) => ({ kind: "static", maxBatch }),
  (maxBatch) => ({
    kind: "dynamic",
    maxBatch,
    maxWait: 30e6 + Math.SQRT2,
    preferredSizes: [Math.ceil(maxBatch / 2)],
  }),
  (maxBatch) => ({ kind: "continuous", maxBatch, maxPrefillTokens: 400, reserve: "prompt" }),
  (maxBatch) => ({ kind: "chunked-prefill", maxBatch, stepTokens: 96, reserve: "prompt" }),
  (maxBatch) => ({ kind: "chunked-prefill", maxBatch, stepTokens: 64, reserve: "answer" }),
  (maxBatch) => ({ kind: "prefill-first", maxBatch, maxPrefillTokens: 1000, reserve: "answer" }),
  (maxBatch) => ({ kind: "decode-first", maxBatch, refillBelow: Math.floor(maxBatch / 2) }),
  (maxBatch) => ({
    kind: "served-ratio",
    maxBatch,
    maxPrefillTokens: 400,
    waitingServedRatio: 0.6,
    maxWaitingTokens: 5,
    reserve: "prompt",
  }),
];
