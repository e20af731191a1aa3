/** Failures of jobs whose steps are played beside others: as in the cycles of a lone job where nobody touches them, and seen by their neighbours. */
import { expect, test } from "vitest";
import { seen } from "../laws/job-scenarios.ts";

const cluster = { instance: "p4d.24xlarge", count: 5, tiers: [{ instances: 2, oversubscription: 8 }] };

/** Trainings on ranks of their own of four p4d, whose gradients share uplinks. */
const training = (index: number, steps: number, workload: object = {}) => ({
  name: `job-${index}`,
  model: "llama-3.2-1b",
  instances: [0, 3],
  ranks: [2 * index, 2 * index + 1],
  workload: {
    kind: "training",
    sequenceLength: 1024,
    globalBatch: 4,
    samples: 4 * steps,
    gradientBuckets: 2,
    parallelism: { tensor: 2, zero: 1 },
    ...workload,
  },
});
/** Meets nobody. */
const elsewhere = { name: "job-1", instances: [4, 4], workload: { kind: "host-work", time: "1 s" } };
/** Keeps the first job playing, and begins long after it. */
const later = { ...training(1, 1), start: "1000 h" };

/** What each of `jobs` comes to. */
function ran(jobs: readonly object[], { jumps = true, limits = {} } = {}) {
  const { record } = seen({ name: "struck", cluster, jobs, limits }, { folds: true, jumps }) ?? {};
  return (record?.jobs ?? []).map(({ result }) => {
    const { stepNs = 0, steps = 0, lostNs = {}, resilience, stepsPlayed = 0 } = result?.training ?? {};
    const usefulNs = steps * stepNs;
    const { interruptions = 0, checkpoints = 0 } = resilience ?? {};
    return {
      status: record?.status,
      elapsedNs: result?.elapsedNs ?? 0,
      sumNs: usefulNs + Object.values(lostNs).reduce((sum, ns) => sum + ns, 0),
      lostNs,
      stepNs,
      interruptions,
      checkpoints,
      stepsPlayed,
    };
  }) as [Ran, Ran];
}

interface Ran {
  status: string | undefined;
  elapsedNs: number;
  sumNs: number;
  lostNs: Readonly<Record<string, number>>;
  stepNs: number;
  interruptions: number;
  checkpoints: number;
  stepsPlayed: number;
}

const [{ stepNs }] = ran([training(0, 1), elsewhere]);
const inSteps = (steps: number) => `${(steps * stepNs) / 1e9} s`;
const recovery = { detection: "10 s", restart: "20 s", replace: "30 s", stuckAfter: "60 s" };
const often = { of: "host", mtbf: "90 s" };

test.each([
  ["crashes", { failures: [often] }, { stall: "2 s" }],
  ["crashes without checkpoints", { failures: [often] }, undefined],
  ["hangs", { failures: [{ ...often, effect: "hang" }] }, { stall: "2 s" }],
  [
    "corruption",
    { failures: [{ ...often, effect: "corrupt" }], recovery: { ...recovery, corruption: inSteps(20) } },
    { stall: "2 s" },
  ],
  [
    "reclaims without time to save",
    { failures: [{ ...often, effect: "reclaim", notice: "1 s" }] },
    { stall: "2 s" },
  ],
  [
    "crashes of checkpoints that are complete later",
    { failures: [often] },
    { stall: "1 s", mode: "asynchronous", bandwidth: "4 GB/s" },
  ],
  [
    "lost drives with copies in S3",
    { failures: [often] },
    { stall: "1 s", tiers: ["nvme", "s3"], bandwidth: "20 GB/s" },
  ],
] as const)(
  "%s cost steps that are played what they cost the cycles of a lone job",
  (_, written, checkpoints) => {
    // Due at the end of the same step: cycles know no steps.
    const job = (interval: string) =>
      training(0, 120, {
        recovery,
        ...written,
        ...(checkpoints && { checkpoints: { interval, ...checkpoints } }),
      });
    const [cycles] = ran([job(inSteps(13)), elsewhere]);
    expect(cycles.interruptions).toBeGreaterThan(0);
    expect(cycles.stepsPlayed).toBeLessThan(5);
    const [played] = ran([job(inSteps(12.5)), later]);
    expect(played.stepsPlayed).toBeGreaterThan(60);
    expect(played.interruptions).toBe(cycles.interruptions);
    expect(played.checkpoints).toBe(cycles.checkpoints);
    expect(played.elapsedNs / cycles.elapsedNs).toBeCloseTo(1, 9);
    for (const [name, ns] of Object.entries(cycles.lostNs))
      expect(played.lostNs[name], name).toBeCloseTo(ns, -3);
  },
);

test.each([
  [
    "slow hosts",
    { failures: [{ ...often, effect: "slow", slowdown: 2 }], recovery: { ...recovery, slowAfter: "10 s" } },
  ],
  ["a notice with time to save", { failures: [{ ...often, effect: "reclaim", notice: "20 s" }] }],
  [
    "missing hosts",
    { failures: [often], recovery: { ...recovery, replace: "5 min", elastic: { atLeast: 0.5 } } },
  ],
])(
  "%s cost steps that are played at most a step more each time that the job stops in good order",
  (_, written) => {
    const job = (interval: string) =>
      training(0, 120, { recovery, ...written, checkpoints: { interval, stall: "2 s" } });
    const [cycles] = ran([job(inSteps(13)), elsewhere]);
    const [played] = ran([job(inSteps(12.5)), later]);
    expect(cycles.interruptions).toBeGreaterThan(0);
    expect(played.interruptions).toBe(cycles.interruptions);
    // A step under way, at a slow host's pace, or a wait for a checkpoint that is begun anew; and as much for rejoining.
    const most = (2 * 2 * stepNs + 2e9) * (1 + played.interruptions);
    expect(played.elapsedNs).toBeGreaterThan(cycles.elapsedNs);
    expect(played.elapsedNs - cycles.elapsedNs).toBeLessThan(most);
    expect(played.sumNs / played.elapsedNs).toBeCloseTo(1, 9);
  },
);

test("steps that nobody plays between failures are those that would have been played, canaries and slow hosts too", () => {
  const failures = [{ of: "host", mtbf: "6 min", effect: "slow", slowdown: 2 }];
  const canaries = { every: "30 s", duration: "1 s" };
  const checkpoints = { interval: inSteps(12.5), stall: "2 s" };
  const job = training(0, 700, {
    failures,
    canaries,
    checkpoints,
    recovery: { ...recovery, slowAfter: "100 s" },
  });
  const [jumped] = ran([job, later]);
  const [stepped] = ran([job, later], { jumps: false });
  expect(jumped.stepsPlayed).toBeLessThan(600);
  expect(stepped.stepsPlayed).toBe(700);
  expect(jumped.interruptions).toBeGreaterThan(1);
  expect(jumped.elapsedNs / stepped.elapsedNs).toBeCloseTo(1, 9);
  expect(jumped.checkpoints).toBe(stepped.checkpoints);
});

test("a job beside one that is down goes at its own pace meanwhile, and one that is over does not come back", () => {
  const alone = training(1, 60);
  const down = {
    failures: [{ of: "host", kind: "planned", mtbf: "60 s" }],
    recovery: { ...recovery, restart: "1 s", replace: "10 min" },
  };
  const [, own] = ran([{ ...training(0, 1), start: "1000 h" }, alone]);
  const [, beside] = ran([training(0, 200), alone]);
  const [struck, freed] = ran([
    training(0, 20, { ...down, checkpoints: { interval: "1 s", stall: "1 ms" } }),
    alone,
  ]);
  expect(beside.stepNs).toBeGreaterThan(1.2 * own.stepNs);
  // The first 15 s of its steps are beside the other, what comes after is not.
  expect(struck.interruptions).toBeGreaterThan(0);
  const sharedNs = 15e9 / beside.stepNs;
  const expected = (sharedNs * beside.stepNs + (60 - sharedNs) * own.stepNs) / 60;
  expect(freed.stepNs / expected).toBeCloseTo(1, 1);
  expect(struck.sumNs / struck.elapsedNs).toBeCloseTo(1, 9);
  expect(struck.lostNs.replacement).toBeGreaterThan(590e9);
});

test("a limit in the midst leaves an account of what was done and lost until then", () => {
  const checkpoints = { interval: "10 s", stall: "1 s" };
  const job = training(0, 400, { failures: [often], recovery, checkpoints });
  const [cut] = ran([job, training(1, 400)], { limits: { time: "2 min" } });
  expect(cut.status).toBe("time-limit");
  expect(cut.interruptions).toBeGreaterThan(0);
  expect(cut.sumNs / cut.elapsedNs).toBeCloseTo(1, 9);
});
