/** Roll-outs: traffic in shares, a guard that sends it back, dollars of all that is held; alone and as a stage of a pipeline. */
import { describe, expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { record, summary } from "../laws/account-scenarios.ts";

interface Step {
  share: number;
  completed_new: number;
  completed_old: number;
  guard_new_ms: number;
  guard_old_ms: number;
  guard_limit_ms: number;
  holds: number;
}

interface Figures {
  final_share: number;
  steps: Step[];
  rolled_back: number;
  exposed_fraction: number;
  elapsed_s: number;
}

const hour = 3600;
const pricing = { usdPerHour: 3.6 };

/** A roll-out of a small model beside a small model, on instances of one chip. */
function rollOut(more: object = {}, serving: object = {}) {
  return {
    kind: "roll-out",
    serving: {
      arrivals: { kind: "poisson", rate: "10/s" },
      input: { kind: "constant", tokens: 200 },
      output: { kind: "constant", tokens: 20 },
      duration: "60 s",
      pools: [{ name: "new", instance: "g6e.xlarge", model: "llama-3.2-3b" }],
      ...serving,
    },
    pool: "new",
    steps: [10, 40, 100].map((share) => ({ share: `${share}%`, for: "1 h" })),
    ...more,
  };
}

const scenario = (workload: object) => ({
  cluster: { instance: "g6e.xlarge", pricing },
  model: "llama-3.2-1b",
  workload,
});

const figures = (workload: object) =>
  (summary(record(scenario(workload))) as unknown as { "roll-out": Figures })["roll-out"];

test("every step gives the new model its share of the requests, and the last all of them", () => {
  const { steps, final_share, elapsed_s, exposed_fraction } = figures(rollOut());
  expect(steps.map(({ share }) => share)).toEqual([0.1, 0.4, 1]);
  for (const { share, completed_new, completed_old } of steps) {
    const all = completed_new + completed_old;
    // Each request is sent by itself: within 4 standard deviations of a binomial law.
    expect(Math.abs(completed_new - share * all)).toBeLessThanOrEqual(
      4 * Math.sqrt(all * share * (1 - share)),
    );
  }
  expect(steps[2]?.completed_old).toBe(0);
  expect(final_share).toBe(1);
  expect(elapsed_s).toBe(3 * hour);
  expect(exposed_fraction).toBeCloseTo((0.1 + 0.4 + 1) / 3, 12);
});

describe("a guard", () => {
  const guarded = (guard: object) => figures(rollOut({ guard }));
  test("that holds lets all steps be taken; one that does not sends the traffic back after the step", () => {
    expect(guarded({ metric: "tpotMean", atMost: "1 s" }).rolled_back).toBe(0);
    const back = guarded({ metric: "tpotMean", atMost: "1 us" });
    expect([back.final_share, back.rolled_back, back.steps.length, back.elapsed_s]).toEqual([0, 1, 1, hour]);
  });
  test("compares with the old model of the same step, and of the step before where it answers nobody", () => {
    // The new model has three times the weights to read for a token.
    const { steps } = guarded({ metric: "tpotMean", worseBy: 9 });
    expect(steps.length).toBe(3);
    for (const { guard_new_ms, guard_old_ms, guard_limit_ms } of steps) {
      expect(guard_new_ms).toBeGreaterThan(1.5 * guard_old_ms);
      expect(guard_limit_ms).toBeCloseTo(10 * guard_old_ms, 9);
    }
    expect(steps[2]?.guard_old_ms).toBe(steps[1]?.guard_old_ms);
    expect(guarded({ metric: "tpotMean", worseBy: 0.5 }).rolled_back).toBe(1);
  });
  test("of a 99th percentile says where it rests on a handful of answers", () => {
    const { warnings } = summary(record(scenario(rollOut({ guard: { metric: "ttftP99", atMost: "10 s" } }))));
    expect(warnings.filter((text) => /^at 10 % .* fewer than 100/.test(text)).length).toBe(1);
  });
});

test("both models are paid for the whole time, whatever the shares", () => {
  const { cost, elapsed_s } = summary(record(scenario(rollOut())));
  expect(elapsed_s).toBe(3 * hour);
  expect(cost.usd_total).toBeCloseTo(3 * 2 * pricing.usdPerHour, 9);
});

test("as a stage of a pipeline it takes its time and is paid like any other", () => {
  const stage = {
    name: "out",
    workload: rollOut(),
    model: "llama-3.2-1b",
    cluster: { instance: "g6e.xlarge" },
  };
  const prepare = { name: "prepare", workload: { kind: "host-work", time: "60 s" } };
  const stages = [prepare, { ...stage, needs: ["prepare"] }];
  const { pipeline } = summary(record(scenario({ kind: "pipeline", stages }))) as unknown as {
    pipeline: { elapsed_s: number; stages: { usd: number; own?: Figures }[] };
  };
  expect(pipeline.elapsed_s).toBe(60 + 3 * hour);
  expect(pipeline.stages[1]?.usd).toBeCloseTo(3 * 2 * pricing.usdPerHour, 9);
  expect(pipeline.stages[1]?.own?.final_share).toBe(1);
});

test("what cannot be is refused where it stands", () => {
  const problems = (more: object, serving: object = {}) => {
    try {
      record(scenario(rollOut(more, serving)));
      return [];
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      return error.problems.map(({ path, expected, nearest = "" }) =>
        `${path}: ${expected} ${nearest}`.trim(),
      );
    }
  };
  expect(problems({ pool: "neww" })).toEqual(["workload.pool: the name of a pool of serving new"]);
  const step = (share: number) => ({ share: `${share}%`, for: "1 h" });
  expect(problems({ steps: [step(10), step(10)] })).toEqual([
    "workload.steps[1].share: more than the 10 % of the step before",
  ]);
  expect(problems({ steps: [step(100)], guard: { metric: "ttftMean", worseBy: 0.1 } })).toEqual([
    "workload.guard.worseBy: a first step below 100 %, or atMost",
  ]);
  expect(problems({ guard: { metric: "ttftMean" } })).toEqual(["workload.guard: atMost, worseBy or both"]);
  const wrong = { pools: [{ name: "new", instance: "g6e.xlarge", model: "llama-3.2-3" }] };
  expect(problems({}, wrong)[0]).toMatch(/^workload\.serving\.pools\[0\]\.model: .* llama-3\.2-3b$/);
});
