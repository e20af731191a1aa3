/** Jumping over decode steps in which nothing changes must give what one event per step gives. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { PrefixTier } from "../../src/workload/inference/prefix-tier.ts";
import { linearTimer, type ServingOptions, serve } from "../workload/serving-builder.ts";
import { batchings, randomLoad } from "../workload/serving-cases.ts";

function bothWays(make: () => ServingOptions): void {
  const [jumped, stepped] = [true, false].map((jump) => serve({ ...make(), jump }).rows);
  expect(jumped).toEqual(stepped);
}

const timer = { prefillToken: 0.037, step: 9.1, sequence: 0.7, context: 0.0031 };

test("request records with and without jumping are identical under every batching policy, router and order", () => {
  fc.assert(
    fc.property(
      randomLoad,
      fc.constantFrom(...batchings),
      fc.constantFrom("round-robin", "least-outstanding", "central-queue", "power-of-two"),
      fc.constantFrom("fcfs", "priority", "shortest-first"),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 500, max: 4000 }),
      (load, batching, router, order, maxBatch, replicas, kvCapacityTokens) => {
        bothWays(() => ({
          timer: linearTimer(timer),
          load: load(),
          batching: batching(maxBatch),
          router,
          order,
          replicas,
          kvCapacityTokens,
        }));
      },
    ),
    { numRuns: 300 },
  );
});

test("they are identical with a prefix cache, swapped preemptions, and several tokens a step", () => {
  fc.assert(
    fc.property(
      randomLoad,
      fc.constantFrom(...batchings),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom(1, 1.7, 3.2),
      fc.integer({ min: 500, max: 2000 }),
      (load, batching, hbm, swaps, tokensPerStep, kvCapacityTokens) => {
        bothWays(() => ({
          timer: { ...linearTimer(timer), tokensPerStep, lookaheadTokens: Math.ceil(tokensPerStep) },
          load: load(),
          batching: batching(4),
          kvCapacityTokens,
          swapNs: swaps ? (tokens) => 1000 * tokens : undefined,
          prefixCache: {
            blockTokens: 32,
            hbm,
            bytesPerToken: 1,
            makeTiers: () => [
              new PrefixTier({ name: "host", capacityBlocks: 20, bandwidth: 0.001, latencyNs: 10 }),
            ],
          },
        }));
      },
    ),
    { numRuns: 200 },
  );
});

test("they are identical when requests time out, are turned away, and lose their replicas", () => {
  fc.assert(
    fc.property(
      randomLoad,
      fc.constantFrom(...batchings),
      fc.constantFrom("round-robin", "least-outstanding", "central-queue"),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 1000 }),
      (load, batching, router, replicas, seed) => {
        bothWays(() => ({
          timer: linearTimer(timer),
          load: load(),
          batching: batching(4),
          router,
          replicas,
          seed,
          outstandingMax: 8,
          // Times with an irrational part never fall on the end of a step.
          timeouts: { queueNs: 400e6 + Math.SQRT2, totalNs: 900e6 + Math.E },
          failures: { mtbfNs: 500e6, repairNs: 100e6 + Math.PI, retriesMax: 1 },
        }));
      },
    ),
    { numRuns: 200 },
  );
});
