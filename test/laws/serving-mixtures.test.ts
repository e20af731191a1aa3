/** Features of serving in any mixture: no request is lost, and jumping over steps changes no record. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { PrefixTier } from "../../src/workload/inference/replica/prefix-tier.ts";
import {
  busyNsOf,
  linearTimer,
  type ServingOptions,
  serve,
  waitingTimer,
} from "../workload/serving-builder.ts";
import { batchings, randomLoad } from "../workload/serving-cases.ts";

const routers = [
  "round-robin",
  "random",
  "least-outstanding",
  "power-of-two",
  "least-tokens",
  "kv-aware",
  "prefix-affinity",
  "session",
  "weighted",
  "central-queue",
];

// Times with an irrational part never fall on the end of a step.
const features: Record<string, Partial<ServingOptions>> = {
  stale: { signalAgeNs: 77e6 + Math.SQRT1_2 },
  refusals: { outstandingMax: 6 },
  timeouts: { timeouts: { queueNs: 400e6 + Math.SQRT2, totalNs: 900e6 + Math.E } },
  failures: {
    failures: {
      mtbfNs: 500e6,
      detectionNs: 20e6 + Math.SQRT2,
      repairNs: 100e6 + Math.PI,
      retriesMax: 2,
    },
  },
  swaps: { swapNs: (tokens) => 1000.1 * tokens, swapBytes: 0.2 },
  // What moves takes a third of it, or would take more than there is (the cache's tier).
  memory: { rankMemory: { bandwidth: 3e-4, ranks: 2 } },
  cache: {
    prefixCache: {
      blockTokens: 32,
      hbm: true,
      bytesPerToken: 1,
      makeTiers: () => [
        new PrefixTier({ name: "host", capacityBlocks: 7, bandwidth: 0.001, latencyNs: 10.3 }),
      ],
    },
  },
  emptyCache: {
    prefixCache: {
      blockTokens: 32,
      hbm: false,
      bytesPerToken: 1,
      makeTiers: () => [new PrefixTier({ name: "none", capacityBlocks: 0, bandwidth: 1, latencyNs: 0 })],
    },
  },
  scaling: {
    autoscaling: {
      policy: { wanted: ({ outstanding }) => Math.ceil(outstanding / 3) },
      min: 0,
      max: 4,
      initial: 1,
      intervalNs: 100e6 + Math.SQRT2,
      coldStart: { provisionNs: 150e6 + Math.E },
      cooldownNs: 120e6,
    },
  },
};

/** Ways to divide a fleet, of which there is one at most. */
const divisions: Partial<ServingOptions>[] = [
  {},
  {
    regions: {
      places: [
        { name: "a", replicas: 3, share: 2 },
        { name: "b", replicas: 1, share: 1 },
      ],
      latencyNs: 50e6,
      spillAbove: 2,
      outages: [{ place: 0, atNs: 200e6 + Math.SQRT2, durationNs: 300e6 + Math.E }],
    },
  },
  {
    disaggregation: {
      prefillReplicas: 2,
      transferNs: (tokens) => 1e4 * tokens + Math.PI,
      rankBytes: (tokens) => tokens,
    },
  },
  {
    classes: [{ name: "first" }, { name: "second" }],
    sharedModels: {
      others: [
        {
          timer: linearTimer({ prefillToken: 0.021, step: 4.3, sequence: 0.3, context: 0.0017 }),
          kvCapacityTokens: 500,
          requestTokensMax: 500,
        },
      ],
      modelOfClass: [0, 1],
      sharing: {
        sliceNs: 40e6 + Math.SQRT2,
        swapping: { roomBytes: 1, weightsBytes: [1, 1], loadNs: [31e6 + Math.PI, 17e6 + Math.E] },
      },
    },
  },
];

const cases = fc.record({
  load: randomLoad,
  batching: fc.constantFrom(...batchings),
  maxBatch: fc.integer({ min: 1, max: 6 }),
  router: fc.constantFrom(...routers),
  order: fc.constantFrom("fcfs", "priority", "shortest-first"),
  names: fc.subarray(Object.keys(features)),
  division: fc.constantFrom(...divisions),
  tokensPerStep: fc.constantFrom(1, 1, 2.3),
  kvCapacityTokens: fc.integer({ min: 430, max: 3000 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

test("any mixture of features keeps every request, empties every KV cache, and has the same records step by step", () => {
  fc.assert(
    fc.property(
      cases,
      ({
        load,
        batching,
        maxBatch,
        router,
        order,
        names,
        division,
        tokensPerStep,
        kvCapacityTokens,
        seed,
      }) => {
        // Only whole fleets and regions scale.
        const scales = division.disaggregation === undefined && division.sharedModels === undefined;
        const usable = names.filter((name) => name !== "scaling" || scales);
        const requests = load().map((spec, index) => ({ ...spec, classIndex: index % 2 }));
        const timer = waitingTimer(
          linearTimer({ prefillToken: 0.037, step: 9.1, sequence: 0.7, context: 0.0031 }),
          0.6,
        );
        const run = (jump: boolean) =>
          serve({
            ...division,
            ...Object.assign({}, ...usable.map((name) => features[name])),
            timer: { ...timer, tokensPerStep, lookaheadTokens: Math.ceil(tokensPerStep) },
            load: requests,
            batching: batching(maxBatch),
            router,
            order,
            replicas: 4,
            kvCapacityTokens,
            seed,
            jump,
          });
        const [jumped, stepped] = [run(true), run(false)];
        expect(jumped.outcome.status).toBe("completed");
        expect(jumped.serving.held).toBe(0);
        expect(jumped.rows).toHaveLength(requests.length);
        expect(jumped.rows).toEqual(stepped.rows);
        const busyNs = new Float64Array(4);
        for (const { index, memory, tally } of jumped.serving.fleet.engines) {
          expect(memory.kvCache.usedBlocks).toBe(0);
          busyNs[index % 4]! += busyNsOf(tally);
        }
        expect(Math.max(...busyNs)).toBeLessThanOrEqual(jumped.simulator.now * (1 + 1e-9));
      },
    ),
    { numRuns: 200, seed: 21 },
  );
});
