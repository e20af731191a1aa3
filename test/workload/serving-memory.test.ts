/** The memory of a replica between its steps and the keys and values that come and go. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { Target } from "../../src/kernel/target.ts";
import { KvLoads } from "../../src/workload/inference/replica/kv-loads.ts";
import { PrefixTier } from "../../src/workload/inference/replica/prefix-tier.ts";
import { StepClock, type StepWaits } from "../../src/workload/inference/replica/step-clock.ts";
import { communicationPart, emptyCost, type StepCost } from "../../src/workload/inference/time/step-timer.ts";
import { seen } from "../laws/job-scenarios.ts";
import { linearTimer, requests, serve, waitingTimer } from "./serving-builder.ts";

/** Steps of 10 ms on memory of 400 bytes/ns; keys and values of a prompt take 200 ms at `rate` bytes/ns of each rank. */
function endsBeside(waits: number, rate: number, batchesInFlight = 1) {
  const { rows } = serve({
    timer: waitingTimer(linearTimer({ step: 10 }), waits),
    replicas: 2,
    rankMemory: { bandwidth: 400, ranks: 1 },
    batchesInFlight,
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

test("steps that cross pipeline stages one by one pay the same on each of them", () => {
  // Each batch of the sender has a way of its own: the second prompt is on it from 100 to 300 ms, 100 ms beside steps.
  expect(endsBeside(0, 40, 2)[0]).toBeCloseTo(200 + 300, 6);
  expect(endsBeside(1, 40, 2)[0]).toBeCloseTo(200 + 300 + 10, 6);
});

test("through stages event by event, requests fare as in closed form where nothing moves", () => {
  const law = fc.property(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 9 })), {
      minLength: 1,
      maxLength: 12,
    }),
    fc.integer({ min: 2, max: 4 }),
    (asked, batchesInFlight) => {
      let ms = 0;
      const load = asked.map(([gap, output]) => {
        ms += gap;
        return requests(`${ms}ms 10+${output}`)[0]!;
      });
      const common = { timer: linearTimer({ prefillToken: 1, step: 8, sequence: 2 }), batchesInFlight, load };
      const closed = serve(common).rows;
      // A memory, and swaps that never happen: anything may move.
      const swaps = { swapNs: (tokens: number) => tokens, rankMemory: { bandwidth: 400, ranks: 2 } };
      const played = serve({ ...common, ...swaps }).rows;
      for (const [index, { e2el_ms, ttft_ms }] of closed.entries()) {
        expect(played[index]!.e2el_ms).toBeCloseTo(Number(e2el_ms), 6);
        expect(played[index]!.ttft_ms).toBeCloseTo(Number(ttft_ms), 6);
      }
    },
  );
  fc.assert(law, { numRuns: 40, seed: 3 });
});

test("a step that runs when something begins to move goes on with what is left of its work and of its exchanges", () => {
  const simulator = new Simulator("test");
  let moves = false;
  // Work beside what moves takes twice as long, exchanges three times.
  const later = (ns: number, client: Target, code: number) => simulator.schedule(ns, client, code);
  const traffic = {
    get isShared() {
      return moves;
    },
    compute: (ns: number, _demand: object, client: Target, code: number) => later(2 * ns, client, code),
  };
  const exchanges = {
    areShared: () => moves,
    of: ({ parts }: StepCost) => ({ bytes: parts[communicationPart] }),
    start: ({ bytes, times = 1 }: { bytes: number; times?: number }, client: Target, code: number) =>
      later(3 * times * bytes, client, code),
  };
  const ends: number[] = [];
  const waits = { loads: new KvLoads(), traffic, exchanges } as unknown as StepWaits;
  const clock = new StepClock(simulator, waits, { stepOver: (now) => ends.push(now) });
  const cost = { ...emptyCost(), totalNs: 100, parts: Float64Array.of(60, 0, 0, 40, 0) };
  clock.begin(0, cost, 0, []);
  const begins = {
    handle(_code: number, now: number) {
      moves = true;
      clock.slow(now);
    },
  };
  simulator.schedule(50, begins, 0);
  simulator.run();
  // Half of the step is left: 30 of work, 20 of exchanges.
  expect(ends).toEqual([50 + 2 * 30 + 3 * 20]);
  expect([clock.memoryWaitNs, clock.exchangeWaitNs]).toEqual([30, 40]);
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
    return rows[0]!.e2el_ms;
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
    load: [0, 1000].map((ms) => ({ ...requests(`${ms}ms 128+1`)[0]!, prefixBlocks: [7] })),
  });
  expect(rows[0]!.ttft_ms).toBeCloseTo(128, 6);
  // The other 64 tokens take 64 ms and the time of 16 MB at 1 byte/ns.
  expect(rows[1]!.ttft_ms).toBeCloseTo(64 + 16, 6);
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
  const result = (scenario: object) => seen(scenario)?.record.jobs[0]?.result;
  const flow = result(served(apart));
  const alone = result(served(apart, "analytic"));
  expect(flow?.inference?.tpot.mean).toBeGreaterThan(alone?.inference?.tpot.mean as number);
  expect(flow?.assumptions?.join()).toMatch(/memory: keys and values/);
  expect(alone?.assumptions?.join() ?? "").not.toMatch(/memory: keys and values/);
  const together = seen(served({}))?.worlds[0];
  expect(together?.tasks).toHaveLength(0);
});
