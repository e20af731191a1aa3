/**
 * Dynamic batching (Triton): like a static batch, but an idle engine waits for company, until the oldest request has
 * waited `maxWait`, or until the line holds a preferred size. Then it takes the largest preferred size there is, or, with
 * the wait over, all up to `maxBatch`.
 */
import { z } from "zod";
import { count, time } from "../../../../base/quantity.ts";
import { admitInOrder, type BatchView, defineBatching } from "./batching-policy.ts";

export const dynamic = defineBatching({
  name: "dynamic",
  help: "an idle engine waits for a batch of a preferred size, at most `maxWait` (Triton)",
  options: {
    maxBatch: count().default(32).meta({ description: "Requests at most that a replica works on at once." }),
    maxWait: time()
      .default(0)
      .meta({ description: "How long the first request of a batch waits for others." }),
    preferredSizes: z
      .array(count())
      .default([])
      .meta({ description: "Batches worth starting before the wait is over; the largest batch always is." }),
  },
  check: ({ maxBatch, preferredSizes }) =>
    preferredSizes.every((size) => size <= maxBatch)
      ? undefined
      : { option: "preferredSizes", expected: `sizes up to the largest batch, ${maxBatch}` },
  create: ({ maxBatch, maxWait, preferredSizes }) => {
    const sizes = [...preferredSizes, maxBatch].sort((a, b) => b - a);
    const deadline = (view: BatchView) => (view.waiting(0)?.waitingNs ?? Number.POSITIVE_INFINITY) + maxWait;
    return {
      maxBatch,
      fixedBatch: true,
      reservesAnswer: true,
      admit: (view) => {
        if (view.running > 0 || view.queued === 0) return 0;
        const preferred = sizes.find((size) => size <= view.queued);
        const slots = preferred ?? (view.now >= deadline(view) ? maxBatch : 0);
        return admitInOrder(view, { slots, tokensMax: Number.POSITIVE_INFINITY });
      },
      askAgainNs: deadline,
    };
  },
});
