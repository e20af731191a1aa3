/**
 * Decode first (FasterTransformer with in-flight slots): answers are never held up. New prompts start only when no more
 * than `refillBelow` answers still run; slots of finished answers are not computed. Tokens come evenly, first tokens late.
 */
import { count } from "../../../../base/quantity.ts";
import { admitInOrder, defineBatching } from "./batching-policy.ts";

export const decodeFirst = defineBatching({
  name: "decode-first",
  help: "prompts wait until few answers still run",
  options: {
    maxBatch: count().default(32).meta({ description: "Requests at most that a replica works on at once." }),
    refillBelow: count({ positive: false })
      .default(0)
      .meta({ description: "Answers still running at which new prompts may start." }),
  },
  check: ({ maxBatch, refillBelow }) =>
    refillBelow < maxBatch
      ? undefined
      : { option: "refillBelow", expected: `less than the largest batch, ${maxBatch}` },
  create: ({ maxBatch, refillBelow }) => ({
    maxBatch,
    fixedBatch: false,
    reservesAnswer: true,
    admit: (view) =>
      view.running > refillBelow
        ? 0
        : admitInOrder(view, { slots: maxBatch - view.running, tokensMax: Number.POSITIVE_INFINITY }),
  }),
});
