/** Elastic training: with fewer ranks while a host is missing, where that costs less than waiting. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Simulator } from "../../src/kernel/simulator.ts";
import { elasticPlan } from "../../src/workload/resilience/elastic.ts";
import type { FailureCause } from "../../src/workload/resilience/failure-model.ts";
import { LongRun } from "../../src/workload/resilience/long-run.ts";
import type { LongRunPlan } from "../../src/workload/resilience/long-run-plan.ts";
import { lossNames } from "../../src/workload/resilience/losses.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const cause: FailureCause = { name: "host", of: "host", mtbfNs: 1, effect: "crash", replaces: true };
const ranks = { data: 64, tensor: 8, pipeline: 1, microBatches: 64 };
const plan = (batch: "same" | "smaller", atLeast = 0.5, degrees = ranks) =>
  elasticPlan({ batch, atLeast }, { degrees, ranksPerHost: 8, preflightNs: 0 });

interface Case {
  atNs: number[];
  workNs: number;
  waitNs: number;
  restartNs: number;
  stallNs: number;
  intervalNs: number;
}

/** A run struck at `atNs`, of which each failure takes a host away for `waitNs`. */
function run(
  { atNs, workNs, waitNs, restartNs, stallNs, intervalNs }: Case,
  elastic?: LongRunPlan["elastic"],
) {
  const simulator = new Simulator();
  const coming = [...atNs, Number.POSITIVE_INFINITY];
  let endNs = 0;
  const long = new LongRun(
    simulator,
    {
      workNs,
      checkpoints: { intervalNs, stallNs, saveNs: stallNs },
      nextFailure: () => ({ atNs: coming.shift() ?? Number.POSITIVE_INFINITY, cause }),
      downtime: () => ({
        detectionNs: 0,
        waitingNs: waitNs,
        replacementNs: 0,
        restart: { launchNs: restartNs },
      }),
      elastic,
      corruptionNs: 0,
    },
    (now) => {
      endNs = now;
    },
  );
  long.start();
  expect(simulator.run()).toEqual({ status: "completed" });
  return { long, endNs };
}

const usual = { workNs: 1e6, restartNs: 600, stallNs: 30, intervalNs: 3600 };

test("while a host is missing a job of 64 ranks works at 63 / 64, and takes it in with a save and a restart", () => {
  // Struck as the first checkpoint is complete: nothing is lost.
  const at = { ...usual, atNs: [3630], waitNs: 100_000 };
  const { long, endNs } = run(at, plan("smaller"));
  const fewerNs = at.waitNs - at.restartNs;
  expect(long.lostNs.get("fewer ranks")).toBeCloseTo(fewerNs / 64, 6);
  expect(long.lostNs.get("restart")).toBe(2 * at.restartNs);
  expect(long.lostNs.get("waiting")).toBe(0);
  expect(long.interruptions).toBe(1);
  const waits = run(at);
  // Saves are fewer or more by one; the rest is the wait saved, less a restart and the ranks that were missing.
  const gainNs = at.waitNs - at.restartNs - fewerNs / 64;
  expect(Math.abs(waits.endNs - endNs - gainNs)).toBeLessThanOrEqual(2 * at.stallNs);
});

describe("what a step without a host takes", () => {
  test.each([
    // 64 x 64 micro-batches on 63 ranks are 66 on the busiest; on 32 twice as many.
    ["same", 64, 1, 1, 66 / 64],
    ["same", 64, 1, 32, 2],
    // With one micro-batch a rank somebody must do two; a pipeline's bubble stays.
    ["same", 1, 1, 1, 2],
    ["same", 4, 4, 16, (6 + 3) / (4 + 3)],
    ["smaller", 1, 1, 16, 64 / 48],
    ["smaller", 1, 1, 33, undefined],
  ] as const)(
    "batch %s of %d micro-batches over %d stages without %d hosts",
    (batch, microBatches, pipeline, missing, slowdown) => {
      const found = plan(batch, 0.5, { ...ranks, microBatches, pipeline }).slowdown(missing);
      if (slowdown === undefined) expect(found).toBeUndefined();
      else expect(found).toBeCloseTo(slowdown, 12);
    },
  );

  test("a host of four replicas takes all four away", () => {
    const degrees = { ...ranks, tensor: 2 };
    expect(plan("smaller", 0, degrees).slowdown(1)).toBeCloseTo(64 / 60, 12);
  });
});

const cases = fc.record({
  workNs: fc.integer({ min: 1000, max: 500_000 }),
  waitNs: fc.integer({ min: 0, max: 200_000 }),
  restartNs: fc.integer({ min: 0, max: 5000 }),
  stallNs: fc.integer({ min: 0, max: 600 }),
  intervalNs: fc.integer({ min: 700, max: 20_000 }),
});
const batches = fc.constantFrom("same" as const, "smaller" as const);

test("one failure never costs more than it does where the job waits", () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 400_000 }), batches, (at, struckNs, batch) => {
      const each = { ...at, atNs: [struckNs] };
      expect(run(each, plan(batch)).endNs).toBeLessThanOrEqual(run(each).endNs * (1 + 1e-9));
    }),
    { numRuns: 500 },
  );
});

test("work and losses sum to the time that went by, however many hosts are missing at once", () => {
  const strikes = fc.array(fc.integer({ min: 1, max: 600_000 }), { maxLength: 12 });
  fc.assert(
    fc.property(cases, strikes, batches, (at, struck, batch) => {
      const atNs = struck.sort((a, b) => a - b);
      const { long, endNs } = run({ ...at, atNs }, plan(batch));
      const lostNs = lossNames.reduce((sum, name) => sum + (long.lostNs.get(name) ?? 0), 0);
      expect(at.workNs + lostNs).toBeCloseTo(endNs, 3);
      expect(Math.min(...long.lostNs.values())).toBeGreaterThanOrEqual(-1e-6);
      expect(long.interruptions).toBeLessThanOrEqual(atNs.length);
    }),
    { numRuns: 500 },
  );
});

describe("a scenario in which one host of eight is replaced by people", () => {
  const trained = (recovery: object, more: object = {}) =>
    summary(
      record({
        cluster: { instance: "trn1.32xlarge", count: 8, pricing: { usdPerHour: 100 } },
        model: "llama-3.2-1b",
        workload: {
          kind: "training",
          sequenceLength: 2048,
          globalBatch: 2048,
          samples: 100_000_000,
          parallelism: { tensor: 8 },
          failures: [{ of: "host", mtbf: "15 d" }],
          checkpoints: { interval: "1 h", stall: "10 s", bandwidth: "10 GB/s" },
          recovery: { replacement: "manual", ...recovery },
          ...more,
        },
      }),
    ) as unknown as { training: { goodput_fraction: number; badput_s: Record<string, number> } };

  test("does more of its time with fewer ranks than waiting, and says where the time went", () => {
    const [waits, elastic] = [trained({}), trained({ elastic: {} })].map(({ training }) => training);
    expect(elastic!.goodput_fraction).toBeGreaterThan(waits!.goodput_fraction);
    expect(JSON.stringify(elastic)).toMatch(/"fewer_ranks":[1-9]/);
    expect(JSON.stringify(waits)).toMatch(/"fewer_ranks":0/);
  });

  test("is refused without checkpoints, and with a single data-parallel rank", () => {
    expect(() => trained({ elastic: {} }, { checkpoints: undefined })).toThrow("checkpoints to restart from");
    const whole = { parallelism: { tensor: 32, pipeline: 8 } };
    expect(() => trained({ elastic: {} }, whole)).toThrow("one data-parallel rank");
  });
});

test("a run in which nothing but hosts slow down ends", () => {
  const simulator = new Simulator();
  const slow: FailureCause = { ...cause, effect: "slow", slowdown: 2 };
  let struckNs = 0;
  let endNs = 0;
  const long = new LongRun(
    simulator,
    {
      workNs: 1000,
      checkpoints: { intervalNs: 200, stallNs: 0, saveNs: 0 },
      nextFailure: () => {
        struckNs += 600;
        return { atNs: struckNs, cause: slow };
      },
      slowNs: () => 100,
      downtime: () => ({ detectionNs: 0, waitingNs: 0, replacementNs: 0, restart: { launchNs: 0 } }),
      corruptionNs: 0,
    },
    (now) => {
      endNs = now;
    },
  );
  long.start();
  simulator.run();
  // 100 of the time at half speed: 50 lost; the second, at 1,200, comes after the end.
  expect(endNs).toBe(1050);
});
