/** Trainings that contend for longer than it takes to know their pace. */
import { expect, test } from "vitest";
import { measuredAfter } from "../../src/workload/training/run/steady-pace.ts";
import { seen } from "../laws/job-scenarios.ts";

/** Trainings on ranks of their own of four p4d, whose gradients share uplinks, by their steps. */
const contending = (steps: readonly number[], oversubscription = 8) => ({
  name: "contending",
  cluster: { instance: "p4d.24xlarge", count: 4, tiers: [{ instances: 2, oversubscription }] },
  jobs: steps.map((each, index) => ({
    name: `job-${index}`,
    model: "llama-3.2-1b",
    instances: [0, 3],
    ranks: [2 * index, 2 * index + 1],
    workload: {
      kind: "training",
      sequenceLength: 1024,
      globalBatch: 4 * (1 + index),
      samples: 4 * (1 + index) * each,
      gradientBuckets: 2,
      parallelism: { tensor: 2, zero: 1 },
    },
  })),
});

/** Steps and times of each job, skipping or step by step. */
function ran(scenario: object, jumps: boolean) {
  const { record } = seen(scenario, { folds: true, jumps }) ?? {};
  return (record?.jobs ?? []).map(({ result }) => ({
    ns: result?.elapsedNs ?? 0,
    stepNs: result?.training?.stepNs ?? 0,
    played: result?.training?.stepsPlayed ?? 0,
    steps: result?.training?.steps ?? 0,
    warnings: result?.warnings.join() ?? "",
  }));
}

test("jobs of different lengths skip to where the first is over, and the others go on from there, as step by step", () => {
  const scenario = contending([90, 150]);
  const skipped = ran(scenario, true);
  const stepped = ran(scenario, false);
  for (const [index, job] of skipped.entries()) {
    expect(job.steps).toBe(stepped[index]!.steps);
    expect(stepped[index]!.played).toBe(job.steps);
    expect(job.played).toBeLessThan(job.steps);
    expect(Math.abs(job.ns / stepped[index]!.ns - 1)).toBeLessThan(0.01);
  }
  expect(skipped[0]!.warnings).toMatch(/of 90 steps were played; \d+ more beside other jobs/);
});

test("a run beside which another begins much later skips to that too", () => {
  const { jobs, ...rest } = contending([2000, 60]);
  const late = {
    ...rest,
    jobs: jobs.map((each, index) => ({ ...each, start: index === 0 ? "0 s" : "10 min" })),
  };
  const [long, short] = ran(late, true);
  const [, together] = ran(contending([2000, 60]), true);
  expect(long?.played).toBeLessThan(400);
  expect(long?.steps).toBe(2000);
  expect(Math.abs((short?.stepNs ?? 0) / (together?.stepNs ?? 1) - 1)).toBeLessThan(0.02);
});

test("who is left alone goes on at its own pace, so that a long run tends to it", () => {
  const [own] = ran({ ...contending([1]), jobs: contending([1, 1000]).jobs.slice(1) }, true);
  const [short, long] = ran(contending([100, 100_000]), true);
  expect(short!.played).toBeGreaterThanOrEqual(measuredAfter);
  expect(long!.stepNs).toBeGreaterThan(own!.stepNs * (1 + 1e-9));
  expect(long!.stepNs).toBeLessThan(own!.stepNs * 1.002);
});

test.each([12, 90])(
  "%i steps beside another job, of which those beyond 64 are skipped, take longer by the stalls that are written for checkpoints",
  (steps) => {
    const alike = (checkpoints?: object) => {
      const { jobs, ...rest } = contending([steps]);
      const [{ workload, ...first }] = jobs as [(typeof jobs)[number]];
      return {
        ...rest,
        jobs: [0, 1].map((index) => ({
          ...first,
          name: `job-${index}`,
          ranks: [2 * index, 2 * index + 1],
          workload: { ...workload, ...(checkpoints && { checkpoints }) },
        })),
      };
    };
    const [free] = ran(alike(), true);
    // One is due at the end of every third step.
    const interval = `${(2.5 * free!.stepNs) / 1e9} s`;
    const [saving] = ran(alike({ interval, stall: "7 s" }), true);
    expect(saving!.played).toBeGreaterThanOrEqual(Math.min(steps, measuredAfter));
    expect(saving!.ns / (free!.ns + (steps / 3) * 7e9)).toBeCloseTo(1, 9);
  },
);
