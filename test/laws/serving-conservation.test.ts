/** No request is lost or made, no memory is taken twice, and first come is first served, whatever happens. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ServingRecorder } from "../../src/workload/inference/record/serving-recorder.ts";
import { PrefixTier } from "../../src/workload/inference/replica/prefix-tier.ts";
import { linearTimer, serve } from "../workload/serving-builder.ts";
import { batchings, randomLoad } from "../workload/serving-cases.ts";

/** Where the time of requests went sums to how long they took: no part is told twice, none is forgotten. */
function expectPhasesToSum({ phases, e2el }: ReturnType<ServingRecorder["metrics"]>) {
  const sum = Object.values(phases).reduce<number>((all, ns) => all + (ns ?? 0), 0);
  expect(Math.abs(sum - (e2el.mean ?? 0))).toBeLessThanOrEqual(1e-9 * sum);
}

const timer = linearTimer({ prefillToken: 0.037, step: 9.1, sequence: 0.7, context: 0.0031 });

test("every request ends once, and the KV cache ends empty, under failures, preemptions, timeouts and refusals", () => {
  fc.assert(
    fc.property(
      randomLoad,
      fc.constantFrom(...batchings),
      fc.constantFrom(
        "round-robin",
        "random",
        "least-outstanding",
        "least-tokens",
        "kv-aware",
        "prefix-affinity",
        "central-queue",
      ),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 430, max: 3000 }),
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 1e6 }),
      (load, batching, router, replicas, kvCapacityTokens, swaps, hbm, seed) => {
        const { serving, rows, outcome } = serve({
          timer,
          load: load(),
          batching: batching(5),
          router,
          replicas,
          kvCapacityTokens,
          seed,
          swapNs: swaps ? (tokens) => 1000 * tokens : undefined,
          outstandingMax: 12,
          timeouts: { queueNs: 1500e6, totalNs: 3000e6 },
          failures: { mtbfNs: 700e6, detectionNs: 30e6, repairNs: 90e6, retriesMax: 2 },
          prefixCache: {
            blockTokens: 32,
            hbm,
            bytesPerToken: 1,
            makeTiers: () => [
              new PrefixTier({ name: "host", capacityBlocks: 10, bandwidth: 0.001, latencyNs: 10 }),
            ],
          },
        });
        const { recorder } = serving;
        expect(outcome.status).toBe("completed");
        expect(serving.held).toBe(0);
        expect(recorder.injected).toBe(load().length);
        expect(recorder.completed + recorder.failed).toBe(recorder.injected);
        expect(rows).toHaveLength(recorder.injected);
        expectPhasesToSum(recorder.metrics());
        const { asked, completed, rejected, timedOut, tooLong, lost } = recorder.metrics().requests;
        expect(asked).toBe(recorder.injected);
        expect(completed + rejected + timedOut + tooLong + lost).toBe(asked);
        for (const row of rows) {
          expect(["completed", "too-long", "rejected", "timed-out", "failed"]).toContain(row.status);
        }
        for (const { memory } of serving.fleet.engines) {
          expect(memory.kvCache.usedBlocks).toBe(0);
          expect(memory.kvCache.usedBlocksMax).toBeLessThanOrEqual(memory.kvCache.capacityBlocks);
          expect(memory.prefixCache?.idleBlocks ?? 0).toBeLessThanOrEqual(memory.kvCache.capacityBlocks);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("first come, first served: on one replica requests start in the order of their arrival, and all of them do", () => {
  fc.assert(
    fc.property(
      randomLoad,
      fc.constantFrom(...batchings),
      fc.integer({ min: 430, max: 3000 }),
      (load, batching, kvCapacityTokens) => {
        const { rows } = serve({ timer, load: load(), batching: batching(5), kvCapacityTokens });
        const starts = rows
          .filter(({ status }) => status !== "too-long")
          .map(({ arrival_s, queue_ms }) => Number(arrival_s) + Number(queue_ms) / 1000);
        for (let index = 1; index < starts.length; index++) {
          expect(starts[index]).toBeGreaterThanOrEqual(starts[index - 1]! - 1e-9);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("keys and values that move from one replica to another lose no request either", () => {
  fc.assert(
    fc.property(
      randomLoad,
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 430, max: 3000 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 1e6 }),
      (load, prefillReplicas, kvCapacityTokens, fails, seed) => {
        const { serving, outcome } = serve({
          timer,
          load: load(),
          batching: { kind: "continuous", maxBatch: 5, maxPrefillTokens: 400, reserve: "prompt" },
          router: "least-outstanding",
          replicas: 3,
          kvCapacityTokens,
          seed,
          timeouts: { queueNs: 1500e6, totalNs: 3000e6 },
          failures: fails ? { mtbfNs: 700e6, detectionNs: 30e6, repairNs: 90e6, retriesMax: 2 } : undefined,
          disaggregation: {
            prefillReplicas,
            transferNs: (tokens) => 1e5 * tokens,
            rankBytes: (tokens) => tokens,
          },
        });
        expect(outcome.status).toBe("completed");
        expect(serving.held).toBe(0);
        expect(serving.recorder.completed + serving.recorder.failed).toBe(load().length);
        expectPhasesToSum(serving.recorder.metrics());
        for (const { index, memory, tally } of serving.fleet.engines) {
          expect(memory.kvCache.usedBlocks).toBe(0);
          if (index < prefillReplicas) expect(tally.decodeSteps).toBe(0);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("regions that fail and scale, with replicas that fail, lose no request", () => {
  fc.assert(
    fc.property(
      randomLoad,
      fc.constantFrom(...batchings),
      fc.constantFrom("round-robin", "least-outstanding", "kv-aware", "central-queue"),
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom(1, 3, Number.POSITIVE_INFINITY),
      fc.boolean(),
      fc.integer({ min: 1, max: 1e6 }),
      (load, batching, router, min, spillAbove, times, seed) => {
        const { serving, outcome } = serve({
          timer,
          load: load(),
          batching: batching(5),
          router,
          replicas: 5,
          kvCapacityTokens: 1000,
          seed,
          timeouts: times ? { queueNs: 1500e6, totalNs: 3000e6 } : undefined,
          failures: { mtbfNs: 700e6, detectionNs: 30e6, repairNs: 90e6, retriesMax: 2 },
          regions: {
            places: [
              { name: "a", replicas: 3, share: 2 },
              { name: "b", replicas: 2, share: 1 },
            ],
            latencyNs: 50e6,
            spillAbove,
            outages: [
              { place: 0, atNs: 200e6, durationNs: 300e6 },
              { place: 1, atNs: 400e6, durationNs: 200e6 },
            ],
          },
          autoscaling: {
            policy: { wanted: ({ outstanding }) => Math.ceil(outstanding / 3) },
            min,
            max: 5,
            initial: min,
            intervalNs: 100e6,
            coldStart: { provisionNs: 250e6 },
            cooldownNs: 100e6,
          },
        });
        expect(outcome.status).toBe("completed");
        expect(serving.held).toBe(0);
        expect(serving.recorder.completed + serving.recorder.failed).toBe(load().length);
        for (const { memory } of serving.fleet.engines) expect(memory.kvCache.usedBlocks).toBe(0);
      },
    ),
    { numRuns: 200 },
  );
});
