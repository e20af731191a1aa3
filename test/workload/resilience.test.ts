/** Runs of weeks among failures: closed forms of checkpoints, published counts, and accounts that sum. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPlugin } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { optimalIntervalNs } from "../../src/workload/resilience/checkpoint-interval.ts";
import type { CheckpointPlan } from "../../src/workload/resilience/checkpoint-plan.ts";
import {
  type FailureCause,
  type FailureUnit,
  failureContract,
} from "../../src/workload/resilience/failure-model.ts";
import { FailureStream } from "../../src/workload/resilience/failure-stream.ts";
import { failures } from "../../src/workload/resilience/failures.ts";
import { LongRun } from "../../src/workload/resilience/long-run.ts";
import { lossNames } from "../../src/workload/resilience/losses.ts";
import { lossesOfRestart, wholeRestartNs } from "../../src/workload/resilience/restart.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const second = 1e9;
const cause: FailureCause = { name: "node", of: "job", mtbfNs: 1, effect: "crash", replaces: false };
const one: Record<FailureUnit, number> = {
  chip: 1,
  hbm: 1,
  host: 1,
  link: 1,
  card: 1,
  switch: 1,
  rack: 1,
  storage: 0,
  job: 1,
};

/** A run of `workNs` whose restarts take `restartNs`, at failures of mean `mtbfNs`. */
function run(
  seed: number,
  at: {
    workNs: number;
    mtbfNs: number;
    restartNs: number;
    replacementNs?: number;
    checkpoints: CheckpointPlan;
  },
) {
  const simulator = new Simulator();
  const stream = new FailureStream(
    [{ ...cause, mtbfNs: at.mtbfNs }],
    one,
    new RandomStreams(seed).stream("failures"),
  );
  let endNs = 0;
  const long = new LongRun(
    simulator,
    {
      workNs: at.workNs,
      checkpoints: at.checkpoints,
      nextFailure: () => stream.next(),
      downtime: () => ({
        detectionNs: 0,
        waitingNs: 0,
        replacementNs: at.replacementNs ?? 0,
        restart: { launchNs: at.restartNs },
      }),
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

const synchronous = (intervalNs: number, stallNs: number): CheckpointPlan => ({
  intervalNs,
  stallNs,
  saveNs: stallNs,
});

/** Daly's complete model: expected time of `workNs`, ns: intervals of 3,600 s with checkpoints of 30 s and restarts of 600 s, M = 11,135 s, take 1.258 of the work. */
function expectedTimeNs(
  workNs: number,
  at: { intervalNs: number; checkpointNs: number; restartNs: number; mtbfNs: number },
): number {
  const { intervalNs, checkpointNs, restartNs, mtbfNs } = at;
  const segments = workNs / intervalNs;
  return mtbfNs * Math.exp(restartNs / mtbfNs) * Math.expm1((intervalNs + checkpointNs) / mtbfNs) * segments;
}

describe("the mean time of a run with checkpoints is that of theory, within 3 standard errors", () => {
  // Mean time between failures, checkpoint, restart, interval, s: a large cluster, a slow save, a hundred thousand chips.
  test.each([
    [11_135, 30, 600, 3600],
    [11_135, 300, 900, 2388],
    [86_400, 60, 900, 3200],
    [1800, 10, 60, 190],
    [1800, 600, 300, 1200],
  ])(
    "at a failure every %i s, %i s a checkpoint, %i s a restart, every %i s",
    (mtbf, checkpoint, restart, interval) => {
      const at = {
        workNs: 200 * interval * second,
        mtbfNs: mtbf * second,
        restartNs: restart * second,
        checkpoints: synchronous(interval * second, checkpoint * second),
      };
      const ends = Array.from({ length: 300 }, (_, seed) => run(seed, at).endNs);
      const mean = ends.reduce((sum, end) => sum + end, 0) / ends.length;
      const variance = ends.reduce((sum, end) => sum + (end - mean) ** 2, 0) / (ends.length - 1);
      const theory = expectedTimeNs(at.workNs, {
        intervalNs: interval * second,
        checkpointNs: checkpoint * second,
        restartNs: restart * second,
        mtbfNs: mtbf * second,
      });
      expect(Math.abs(mean - theory)).toBeLessThan(3 * Math.sqrt(variance / ends.length));
    },
  );
});

test("the best interval is near Young's where checkpoints are short, and no other does better", () => {
  const [checkpointNs, mtbfNs] = [30 * second, 11_135 * second];
  const best = optimalIntervalNs(checkpointNs, mtbfNs);
  expect(best / Math.sqrt(2 * checkpointNs * mtbfNs)).toBeCloseTo(0.976, 2);
  const timeAt = (intervalNs: number) =>
    expectedTimeNs(1e15, { intervalNs, checkpointNs, restartNs: 0, mtbfNs });
  for (const factor of [0.5, 0.9, 1.1, 2]) expect(timeAt(best)).toBeLessThan(timeAt(factor * best));
  expect(optimalIntervalNs(checkpointNs, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
});

test("an asynchronous checkpoint counts only when it is saved", () => {
  // Intervals of 10, stalls of 1, saves of 6; a failure at 25: the first began at 10 and counts from 16, the second from 27.
  const simulator = new Simulator();
  const times = [25, 1e6];
  let index = 0;
  let endNs = 0;
  const plan = {
    workNs: 40,
    checkpoints: { intervalNs: 10, stallNs: 1, saveNs: 6 },
    nextFailure: () => ({ atNs: times[index++] as number, cause }),
    downtime: () => ({ detectionNs: 0, waitingNs: 0, replacementNs: 0, restart: { launchNs: 5 } }),
    corruptionNs: 0,
  };
  const long = new LongRun(simulator, plan, (now) => {
    endNs = now;
  });
  long.start();
  simulator.run();
  // 25 gone, 5 to restart, then the 30 that are left with three stalls.
  expect(endNs).toBe(25 + 5 + 30 + 3);
  expect(long.lostNs.get("lost work")).toBe(25 - 10 - 1);
});

test("elapsed time is work and what was lost, whatever happens", () => {
  const time = fc.integer({ min: 1, max: 500 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      time,
      time,
      time,
      fc.integer({ min: 0, max: 50 }),
      (seed, mtbf, restart, interval, stall) => {
        const at = {
          workNs: 2000,
          mtbfNs: 400 + mtbf,
          restartNs: restart / 10,
          checkpoints: synchronous(interval, stall),
        };
        const { long, endNs } = run(seed, at);
        const lost = lossNames.reduce((sum, name) => sum + (long.lostNs.get(name) as number), 0);
        expect(endNs / (at.workNs + lost)).toBeCloseTo(1, 9);
        const byCause = [...long.byCause.values()];
        expect(byCause.reduce((sum, { count }) => sum + count, 0)).toBe(long.interruptions);
      },
    ),
    { numRuns: 200, seed: 8 },
  );
});

test("a job whose hosts are replaced in time waits for nobody, whatever moments of many months round to", () => {
  const day = 86_400 * second;
  const at = { workNs: 200 * day, mtbfNs: day / 3, restartNs: 301.7 * second, replacementNs: day / 30 };
  const { long } = run(4, { ...at, checkpoints: synchronous(601.3 * second, 10.1 * second) });
  expect(long.interruptions).toBeGreaterThan(100);
  expect(long.lostNs.get("waiting")).toBe(0);
});

describe("failure models", () => {
  const units: Record<FailureUnit, number> = {
    chip: 16_384,
    hbm: 16_384,
    host: 2048,
    link: 16_384,
    card: 16_384,
    switch: 2048,
    rack: 2048,
    storage: 0,
    job: 2048,
  };
  const model = (kind: string) =>
    createPlugin(failures, { kind, cluster: "rsc-1" }, undefined, failureContract);

  test("the causes of Llama 3 come to 419 in 54 days on 16,384 GPUs", () => {
    const { causes } = model("llama3-h100");
    const expected = causes.reduce((sum, { of, mtbfNs }) => sum + (units[of] * 54 * 24 * 3600e9) / mtbfNs, 0);
    expect(expected).toBeCloseTo(419, 9);
  });

  test("and a stream of them strikes within 3 sigma of it in every run", () => {
    const stream = new FailureStream(
      model("llama3-h100").causes,
      units,
      new RandomStreams(1).stream("failures"),
    );
    let count = 0;
    while (stream.next().atNs <= 54 * 24 * 3600e9) count++;
    expect(Math.abs(count - 419)).toBeLessThan(3 * Math.sqrt(419));
  });

  test.each([
    ["rsc-1", 1, (1000 * 24) / 6.5],
    ["rsc-2", 1, (1000 * 24) / 2.34],
    ["rsc-1", 2048, 1.8],
    ["rsc-1-jobs", 128, 7.9],
  ])("of %s, %i nodes of eight GPUs fail as often as is published", (cluster, nodes, hours) => {
    const { causes } = createPlugin(failures, { kind: "rsc", cluster }, undefined, failureContract);
    const random = new RandomStreams(3).stream("failures");
    const stream = new FailureStream(causes, { ...one, host: nodes }, random);
    const strikes = 4000;
    let lastNs = 0;
    for (let index = 0; index < strikes; index++) lastNs = stream.next(lastNs).atNs;
    // Of exponential gaps the mean has a standard error of itself over the root of their number; 1.8 is rounded.
    const mean = lastNs / strikes / 3600e9;
    expect(Math.abs(mean - hours)).toBeLessThan((3 * hours) / Math.sqrt(strikes) + 0.05 * Number(hours < 2));
  });

  test("Llama 3 is effective for 90 % with stalls of 30 s and restarts of 346 s, and of 289 s where corruption undoes an hour", () => {
    const { causes } = model("llama3-h100");
    const workNs = 49 * 24 * 3600e9;
    /** Share of the time that is useful in 300 runs of 54 days: mean and its standard error. */
    const useful = (restartNs: number, corruptionNs: number) => {
      const shares = Array.from({ length: 300 }, (_, seed) => {
        const stream = new FailureStream(causes, units, new RandomStreams(seed).stream("failures"));
        const simulator = new Simulator();
        const checkpoints = synchronous(optimalIntervalNs(30 * second, 1 / stream.rate), 30 * second);
        const nextFailure = (afterNs: number) => stream.next(afterNs);
        const downtime = () => ({
          detectionNs: 0,
          waitingNs: 0,
          replacementNs: 0,
          restart: { launchNs: restartNs },
        });
        let endNs = 0;
        const plan = { workNs, checkpoints, nextFailure, downtime, corruptionNs };
        new LongRun(simulator, plan, (now) => {
          endNs = now;
        }).start();
        simulator.run();
        return workNs / endNs;
      });
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
      return { mean, error: Math.sqrt(squares / (shares.length - 1) / shares.length) };
    };
    // 6 of 419 undo an hour each, which takes 1 / 0.9 h to do again: 60 min x 6 / 419 / 0.9 = 57 s an interruption.
    for (const { mean, error } of [useful(346 * second, 0), useful(289 * second, 3600 * second)]) {
      expect(Math.abs(mean - 0.9)).toBeLessThan(4 * error);
      expect(error).toBeLessThan(0.0005);
    }
    expect(useful(346 * second, 3600 * second).mean).toBeLessThan(0.9 - 0.002);
  });

  test("RSC-1 gives a job of 1,024 GPUs 28.8 hours between failures of 128 nodes", () => {
    const stream = new FailureStream(model("rsc").causes, { ...one, host: 128 }, () => 0.5);
    // 1,000 node-days / 6.5 over 128 nodes.
    expect(1 / stream.rate / 3600e9).toBeCloseTo((1000 * 24) / 6.5 / 128, 9);
  });

  test.each(failures.map(({ name }) => name))("%s names a source, and rates above zero", (name) => {
    const { source, causes } = model(name);
    expect(source.length).toBeGreaterThan(5);
    for (const { mtbfNs } of causes) expect(mtbfNs).toBeGreaterThan(0);
  });

  test("units of a Weibull cause live as long on average as they should", () => {
    const aging: FailureCause = { ...cause, of: "host", mtbfNs: 1000, shape: 0.7 };
    const stream = new FailureStream([aging], { ...one, host: 10 }, new RandomStreams(2).stream("failures"));
    let last = 0;
    for (let index = 0; index < 20_000; index++) last = stream.next().atNs;
    expect(last / (20_000 * 100)).toBeCloseTo(1, 1);
  });
});

describe("strikes that a job sleeps through", () => {
  const gapNs = 100;
  const units = 10;
  /** Waits for a strike after each of `times` sleeps. */
  const waits = (more: Partial<FailureCause>, sleepNs: number, times: number) => {
    const each: FailureCause = { ...cause, of: "host", mtbfNs: gapNs * units, ...more };
    const stream = new FailureStream(
      [each],
      { ...one, host: units },
      new RandomStreams(7).stream("failures"),
    );
    let now = 0;
    return Array.from({ length: times }, () => {
      const { atNs } = stream.next(now + sleepNs);
      const waited = atNs - (now + sleepNs);
      now = atNs;
      return waited;
    });
  };

  test.each([
    { name: "steady", more: {} },
    { name: "aging", more: { shape: 0.7 } },
  ])("leave the next one as far away, whether they are drawn in turn or passed over: $name", ({ more }) => {
    const times = 4000;
    const [drawn, passed] = [waits(more, 50 * gapNs, times), waits(more, 5000 * gapNs, times)];
    const mean = (all: number[]) => all.reduce((sum, each) => sum + each, 0) / times;
    expect(Math.min(...drawn, ...passed)).toBeGreaterThan(0);
    // Of gaps that are nearly exponential the mean has a standard error of itself over the root of their number.
    expect(Math.abs(mean(passed) - mean(drawn))).toBeLessThan((4 * Math.SQRT2 * gapNs) / Math.sqrt(times));
    if (!("shape" in more))
      expect(Math.abs(mean(passed) - gapNs)).toBeLessThan((4 * gapNs) / Math.sqrt(times));
  });

  test("leave planned ones at their turns", () => {
    for (const sleepNs of [50.5 * gapNs, 5000.5 * gapNs]) {
      for (const waited of waits({ isPlanned: true }, sleepNs, 20)) expect(waited).toBeCloseTo(gapNs / 2, 3);
    }
  });
});

describe("of a reclaim with a notice", () => {
  const [hour, minute] = [3600 * second, 60 * second];
  /** Work of 10 h, a checkpoint every hour, and one reclaim at `atNs`; no time to come back. */
  const reclaimed = (atNs: number, noticeNs: number, saveNs: number) => {
    const simulator = new Simulator();
    const strikes = [atNs, Number.POSITIVE_INFINITY];
    const reclaim: FailureCause = { ...cause, name: "spot", effect: "reclaim", noticeNs };
    let endNs = 0;
    const long = new LongRun(
      simulator,
      {
        workNs: 10 * hour,
        checkpoints: { intervalNs: hour, stallNs: saveNs, saveNs },
        nextFailure: () => ({ atNs: strikes.shift() as number, cause: reclaim }),
        downtime: () => ({ detectionNs: 0, waitingNs: 0, replacementNs: 0, restart: { launchNs: 0 } }),
        corruptionNs: 0,
      },
      (now) => {
        endNs = now;
      },
    );
    long.start();
    simulator.run();
    return { long, endNs };
  };

  test("that is long enough for a checkpoint nothing but its time is lost", () => {
    const { long, endNs } = reclaimed(2.5 * hour, 2 * minute, minute);
    expect(long.lostNs.get("lost work")).toBe(0);
    // Two checkpoints before, one at the notice, and of the work left (10 h - 2.5 h + 2 min) eight.
    expect(long.lostNs.get("checkpoints")).toBe((2 + 1 + 8) * minute);
    expect(endNs).toBe(10 * hour + 11 * minute);
  });

  test("that is too short, work goes on until the host is gone, and is lost from the last checkpoint on", () => {
    const { long } = reclaimed(2.5 * hour, 2 * minute, 3 * minute);
    // Two checkpoints of three minutes before; the host is gone at 2 h 32 min.
    expect(long.lostNs.get("lost work")).toBe(2.5 * hour + 2 * minute - 2 * (hour + 3 * minute));
  });

  test("that outlasts the work nothing is lost", () => {
    const { long } = reclaimed(10 * hour + 9.5 * minute, 2 * minute, minute);
    expect(long.interruptions).toBe(0);
  });
});

test("a restart that is struck has launched first, then loaded, then compiled", () => {
  const restart = { launchNs: 300, restoreNs: 150, compileNs: 900 };
  expect(wholeRestartNs(restart)).toBe(1350);
  const lost = (ns: number) => lossesOfRestart(restart, ns).map(([, each]) => each);
  expect([lost(200), lost(400), lost(1000), lost(1350)]).toEqual([
    [200, 0, 0],
    [300, 100, 0],
    [300, 150, 550],
    [300, 150, 900],
  ]);
});

test("the steps and what was lost are all the time of a run, what comes before its first step too", () => {
  const run = (more: object) =>
    summary(
      record({
        model: "llama-3.1-8b",
        cluster: { instance: "trn1.32xlarge", count: 16, pricing: { usdPerHour: 10 } },
        workload: {
          kind: "training",
          tokens: "20B",
          sequenceLength: 4096,
          globalBatch: 256,
          parallelism: { tensor: 8, pipeline: 2 },
          ...more,
        },
      }),
    );
  type Figures = { [name: string]: number } & { lost_s: Record<string, number> };
  const training = (more: object) => run(more).training as unknown as Figures;
  const saved = { checkpoints: { interval: "1 h", bandwidth: "2 GB/s" }, resume: { done: 0.25 } };
  const failures = [{ of: "host", mtbf: "25 h" }];
  const execution = { mode: "traced", compileTime: "40 min", shapes: 2 };
  for (const more of [
    { ...saved, failures, execution, recovery: { compile: "20 min" } },
    { ...saved, failures },
    { execution },
    {},
  ]) {
    const { steps, step_time_s, time_to_train_s, goodput_fraction, lost_s = {} } = training(more);
    const useful = (steps as number) * (step_time_s as number);
    const lost = Object.values(lost_s).reduce((sum, each) => sum + each, 0);
    expect((useful + lost) / (time_to_train_s as number)).toBeCloseTo(1, 9);
    expect(useful / (time_to_train_s as number)).toBeCloseTo(goodput_fraction as number, 9);
  }
  // Among failures tokens cost what is paid for the run.
  const { training: long, cost } = run({ ...saved, failures });
  const millions = ((long?.steps as number) * 256 * 4096) / 1e6;
  expect((cost.usd_per_million_total_tokens as number) * millions).toBeCloseTo(cost.usd_total as number, 6);
  const {
    lost_s,
    interruptions = 0,
    startup_time_s = 0,
  } = training({ ...saved, failures, execution, recovery: { compile: "20 min" } });
  expect(interruptions).toBeGreaterThan(10);
  expect(startup_time_s).toBeGreaterThan(2 * 40 * 60);
  // Every restart compiles, unless it is struck before.
  expect(lost_s.compilation).toBeGreaterThan(2 * 40 * 60 + 0.8 * interruptions * 20 * 60);
  expect(lost_s.compilation).toBeLessThanOrEqual(2 * 40 * 60 + interruptions * 20 * 60 + 1e-6);
  expect(training({ ...saved, failures }).lost_s.compilation).toBe(0);
});

test("people who find each fault by hand cost their hours, beside the bill", () => {
  const run = (recovery: object) =>
    summary(
      record({
        model: "llama-3.1-8b",
        cluster: { instance: "trn1.32xlarge", count: 16, pricing: { usdPerHour: 10 } },
        workload: {
          kind: "training",
          tokens: "20B",
          sequenceLength: 4096,
          globalBatch: 256,
          parallelism: { tensor: 8, pipeline: 2 },
          failures: [{ of: "host", mtbf: "400 h" }],
          checkpoints: { interval: "1 h", stall: "30 s" },
          recovery,
        },
      }),
    );
  const paid = run({ replacement: "manual", people: { triage: "90 min", usdPerHour: 120 } });
  const unpaid = run({ replacement: "manual", people: { triage: "90 min" } });
  expect(paid.training?.interruptions).toBeGreaterThan(0);
  expect(paid.training?.people_usd).toBeCloseTo((paid.training?.interruptions as number) * 1.5 * 120, 9);
  expect(paid.cost).toEqual(unpaid.cost);
  expect(unpaid.training?.people_usd).toBeUndefined();
  expect(run({ people: { usdPerHour: 120 } }).training?.people_usd).toBeUndefined();
});

test("a limit in the midst of failures leaves the figures of the steps before it, and says so", () => {
  const stopped = record({
    cluster: { instance: "p5.48xlarge", count: 2 },
    model: "llama-3.2-1b",
    workload: {
      kind: "training",
      sequenceLength: 1024,
      globalBatch: 64,
      tokens: "100T",
      failures: [{ of: "host", mtbf: "100 h" }],
      checkpoints: { interval: "10 min" },
    },
    limits: { time: "30 d" },
  });
  const { status, training, warnings, chip_seconds, attribution } = summary(stopped);
  expect(status).toBe("time-limit");
  expect(training).toMatchObject({ steps: 1, goodput_fraction: 1 });
  expect(warnings.join("\n")).toMatch(/stopped among failures, after \d+ interruptions/);
  expect(chip_seconds?.failed ?? 0).toBe(0);
  expect(attribution.reduce((sum, { fraction }) => sum + fraction, 0)).toBeCloseTo(1, 9);
});
