/** The memory of a replica between its steps and the keys and values that come and go. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { PrefixTier } from "../../src/workload/inference/replica/prefix-tier.ts";
import { seen } from "../laws/job-scenarios.ts";
import { linearTimer, requests, serve, waitingTimer } from "./serving-builder.ts";

/** Steps of 10 ms on memory of 400 bytes/ns; keys and values of a prompt take 200 ms at `rate` bytes/ns of each rank. */
function endsBeside(waits: number, rate: number) {
  const { rows } = serve({
    timer: waitingTimer(linearTimer({ step: 10 }), waits),
    replicas: 2,
    rankMemory: { bandwidth: 400, ranks: 1 },
    disaggregation: { prefillReplicas: 1, transferNs: () => 200e6, rankBytes: () => 200e6 * rate },
    // The first has its keys and values over at 200 ms, the second at 400 ms: both go the same way.
    load: requests("0ms 10+31, 100ms 10+2"),
  });
  return rows.map(({ e2el_ms }) => Number(e2el_ms));
}

test("keys and values that come in beside decode steps cost them the time of their bytes as far as they wait for memory", () => {
  // Thirty steps from 200 ms on. A tenth of the bandwidth for 200 ms is 20 ms of memory.
  expect(endsBeside(0, 40)[0]).toBeCloseTo(200 + 300, 6);
  expect(endsBeside(1, 40)[0]).toBeCloseTo(200 + 300 + 20, 6);
  expect(endsBeside(0.25, 40)[0]).toBeCloseTo(200 + 300 + 5, 6);
});

test("a transfer alone takes its own time, and longer where the memory is too slow for it", () => {
  const alone = (bandwidth: number) => {
    const { rows } = serve({
      timer: linearTimer({ step: 10 }),
      replicas: 2,
      rankMemory: { bandwidth, ranks: 1 },
      disaggregation: { prefillReplicas: 1, transferNs: () => 200e6, rankBytes: () => 200e6 * 40 },
      load: requests("0ms 10+2"),
    });
    return rows[0].e2el_ms;
  };
  expect(alone(400)).toBeCloseTo(200 + 10, 6);
  expect(alone(40)).toBeCloseTo(200 + 10, 6);
  expect(alone(20)).toBeCloseTo(400 + 10, 6);
});

test("what a tier or the host gives back slows the step beside which it comes", () => {
  const { rows } = serve({
    timer: waitingTimer(linearTimer({ prefillToken: 1, step: 10 }), 1),
    rankMemory: { bandwidth: 1, ranks: 4 },
    prefixCache: {
      blockTokens: 64,
      hbm: false,
      bytesPerToken: 1e6,
      // 64 tokens take 32 ms, in which each of four ranks writes 16 MB: half of what its memory can.
      makeTiers: () => [new PrefixTier({ name: "host", capacityBlocks: 9, bandwidth: 2, latencyNs: 0 })],
    },
    load: [0, 1000].map((ms) => ({ ...requests(`${ms}ms 128+1`)[0], prefixBlocks: [7] })),
  });
  expect(rows[0].ttft_ms).toBeCloseTo(128, 6);
  // The other 64 tokens take 64 ms and the time of 16 MB at 1 byte/ns.
  expect(rows[1].ttft_ms).toBeCloseTo(64 + 16, 6);
});

test("whatever moves beside steps, no answer is earlier than without, and later by the time of all bytes at most", () => {
  const law = fc.property(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 1, max: 399 }),
    (waits, rate) => {
      const [end] = endsBeside(waits, rate);
      expect(end).toBeGreaterThanOrEqual(500 - 1e-6);
      expect(end).toBeLessThanOrEqual(500 + (200 * rate) / 400 + 1e-6);
    },
  );
  fc.assert(law, { seed: 5 });
});

/** Llama 3.1 8B on two p4d, apart or together. */
const served = (disaggregation: object, network = "flow") => ({
  name: "served",
  cluster: { instance: "p4d.24xlarge", count: 2, network },
  model: "llama-3.1-8b",
  workload: {
    kind: "inference",
    arrivals: { kind: "poisson", rate: "6/s" },
    input: { kind: "constant", tokens: 4000 },
    output: { kind: "constant", tokens: 100 },
    requests: 40,
    parallelism: { tensor: 8, replicas: 2 },
    ...disaggregation,
  },
});

test("with disaggregation decode steps are slower than with `analytic`, and the result says why; without it nothing moves", () => {
  const apart = { disaggregation: { prefillReplicas: 1 } };
  const result = (scenario: object) => seen(scenario)?.record.jobs[0].result;
  const flow = result(served(apart));
  const alone = result(served(apart, "analytic"));
  expect(flow?.inference?.tpot.mean).toBeGreaterThan(alone?.inference?.tpot.mean as number);
  expect(flow?.assumptions?.join()).toMatch(/memory: keys and values/);
  expect(alone?.assumptions?.join() ?? "").not.toMatch(/memory: keys and values/);
  const together = seen(served({}))?.worlds[0];
  expect(together?.tasks).toHaveLength(0);
});
