/** Checkpoints on hosts' own drives: what is left of them when a host is lost, by hand, by a closed form, and beside what keeps them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { FailureCause } from "../../src/workload/resilience/failure-model.ts";
import { LongRun } from "../../src/workload/resilience/long-run.ts";
import { lossNames } from "../../src/workload/resilience/losses.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const host: FailureCause = { name: "host", of: "host", mtbfNs: 1, effect: "crash", replaces: true };
const program: FailureCause = { ...host, name: "program", replaces: false };

/** Work of 100 with a checkpoint every 10, saved at once, struck as said; a restart takes 1. */
function run(strikes: readonly (readonly [number, FailureCause])[], localCopyNs?: number, saveNs = 0) {
  const simulator = new Simulator();
  const left = strikes.map(([atNs, cause]) => ({ atNs, cause }));
  let endNs = 0;
  const plan = {
    workNs: 100,
    checkpoints: { intervalNs: 10, stallNs: saveNs, saveNs },
    localCopyNs,
    nextFailure: () => left.shift() ?? { atNs: Number.POSITIVE_INFINITY, cause: host },
    downtime: () => ({ detectionNs: 0, waitingNs: 0, replacementNs: 0, restart: { launchNs: 1 } }),
    corruptionNs: 0,
  };
  const long = new LongRun(simulator, plan, (now) => {
    endNs = now;
  });
  long.start();
  simulator.run();
  const lost = lossNames.reduce((sum, name) => sum + (long.lostNs.get(name) as number), 0);
  expect(endNs).toBeCloseTo(100 + lost, 9);
  return { endNs, lostWork: long.lostNs.get("lost work") as number };
}

describe("a failure at 35, with checkpoints at 10, 20 and 30", () => {
  test("of the program loses 5 wherever they are", () => {
    for (const copy of [undefined, 3, Number.POSITIVE_INFINITY])
      expect(run([[35, program]], copy).lostWork).toBe(5);
  });
  test("of a host loses 5 where they are elsewhere, or copied in time", () => {
    for (const copy of [undefined, 0, 3, 5]) expect(run([[35, host]], copy).lostWork).toBe(5);
  });
  test("of a host goes back to 20 where the copy of the last is not over, and to the start without any", () => {
    expect(run([[35, host]], 6).lostWork).toBe(15);
    expect(run([[35, host]], Number.POSITIVE_INFINITY).lostWork).toBe(35);
  });
  test("of a host, where a copy takes two intervals, goes back to the one whose copy was begun first", () => {
    // Copies of 10 from 10 to 30; the one of 30 is under way.
    expect(run([[35, host]], 20).lostWork).toBe(25);
  });
});

test("a copy that was under way when the program failed counts when it is over after that", () => {
  // Back at 36 with 30 saved, whose copy is begun anew at 35 and over at 41.
  const after = (ns: number) =>
    run(
      [
        [35, program],
        [ns, host],
      ],
      6,
    ).lostWork - 5;
  expect(after(38)).toBe(2 + 10);
  expect(after(42)).toBe(6);
});

test("a notice that is long enough for a save and a copy loses no work, one for the save alone does", () => {
  const spot = (noticeNs: number): FailureCause => ({ ...host, effect: "reclaim", noticeNs });
  expect(run([[35, spot(4)]], 3, 1).lostWork).toBe(0);
  expect(run([[35, spot(2)]], 3, 1).lostWork).toBeGreaterThan(0);
});

test("copies that take no time are as good as checkpoints elsewhere, and a slower copy never loses less", () => {
  const gaps = fc.array(fc.tuple(fc.integer({ min: 2, max: 60 }), fc.boolean()), { maxLength: 6 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 0, max: 10 }), (list, copy) => {
      let at = 0;
      const strikes = list.map(([gap, isHost]): readonly [number, FailureCause] => {
        at += gap;
        return [at, isHost ? host : program];
      });
      const elsewhere = run(strikes);
      expect(run(strikes, 0)).toEqual(elsewhere);
      const [first] = strikes;
      if (first === undefined) return;
      const slower = run([first], copy + 1).lostWork;
      expect(slower).toBeGreaterThanOrEqual(run([first], copy).lostWork);
      expect(run([first], Number.POSITIVE_INFINITY).lostWork).toBeGreaterThanOrEqual(slower);
    }),
    { numRuns: 200, seed: 4 },
  );
});

test("without copies the mean time is that of work without checkpoints: M (e^(w/M) - 1) with instant restarts", () => {
  // 60 of work at a failure every 50 on average, each of a host.
  const means = Array.from({ length: 3000 }, (_, seed) => {
    const random = new RandomStreams(seed).stream("failures");
    const simulator = new Simulator();
    let [at, endNs] = [0, 0];
    const plan = {
      workNs: 60,
      checkpoints: { intervalNs: 10, stallNs: 0, saveNs: 0 },
      localCopyNs: Number.POSITIVE_INFINITY,
      nextFailure: () => {
        at -= 50 * Math.log(1 - random());
        return { atNs: at, cause: host };
      },
      downtime: () => ({ detectionNs: 0, waitingNs: 0, replacementNs: 0, restart: { launchNs: 0 } }),
      corruptionNs: 0,
    };
    new LongRun(simulator, plan, (now) => {
      endNs = now;
    }).start();
    simulator.run();
    return endNs;
  });
  const mean = means.reduce((sum, each) => sum + each, 0) / means.length;
  const variance = means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (means.length - 1);
  expect(Math.abs(mean - 50 * Math.expm1(60 / 50))).toBeLessThan(3 * Math.sqrt(variance / means.length));
});

test("a scenario with checkpoints on drives goes on from copies in S3 after hosts are lost, and from nothing without", () => {
  const goodput = (checkpoints: object) => {
    const run = record({
      model: "llama-3.1-8b",
      cluster: {
        instance: "trn1.32xlarge",
        count: 16,
        storage: {
          drives: { tier: "nvme", size: "1 TB" },
          bucket: { tier: "s3", size: "100 TB", prefixes: 10 },
        },
      },
      workload: {
        kind: "training",
        tokens: "300B",
        sequenceLength: 4096,
        globalBatch: 256,
        parallelism: { tensor: 8, pipeline: 2 },
        failures: [{ of: "host", mtbf: "1000 h" }],
        checkpoints: { interval: "1 h", ...checkpoints },
      },
    });
    return summary(run).training?.goodput_fraction as number;
  };
  const [copied, alone, bucket] = [
    { volume: "drives", copyTo: "bucket" },
    { volume: "drives" },
    { volume: "bucket" },
  ].map(goodput) as [number, number, number];
  expect(alone).toBeLessThan(copied);
  expect(Math.abs(copied - bucket)).toBeLessThan(0.01);
  // The tiers do the same: drives first, object storage behind them.
  expect(goodput({ tiers: ["nvme"] })).toBeLessThan(goodput({ tiers: ["nvme", "s3"] }));
});

/**
 * Struck at random once in M, by the loss of a host in a share p of cases, a run stands still for D, in which what the drives hold is
 * copied away. A life takes M + D; it keeps its k-th checkpoint where it lasts for k (t + d) + s - d, and where its host is lost for
 * the copy more: work takes (M + D) (e^((t + d)/M) - 1) e^((s - d)/M) / (t (1 - p + p e^(-copy/M))) times as long.
 */
describe("two tiers are better than the second alone by their closed form, within three standard errors", () => {
  const [interval, stall, down] = [600, 5, 900];
  const theory = (mtbf: number, save: number, hostLost: number, copy: number) =>
    (((mtbf + down) / interval) * Math.expm1((interval + stall) / mtbf) * Math.exp((save - stall) / mtbf)) /
    (1 - hostLost + hostLost * Math.exp(-copy / mtbf));

  function stretch(seed: number, mtbf: number, save: number, hostLost: number, localCopyNs?: number): number {
    const random = new RandomStreams(seed).stream("failures");
    const simulator = new Simulator();
    const workNs = 2000 * interval;
    let [atNs, endNs] = [0, 0];
    const plan = {
      workNs,
      checkpoints: { intervalNs: interval, stallNs: stall, saveNs: save },
      localCopyNs,
      nextFailure() {
        atNs -= mtbf * Math.log(1 - random());
        return { atNs, cause: random() < hostLost ? host : program };
      },
      downtime: () => ({ detectionNs: 0, waitingNs: 0, replacementNs: down, restart: { launchNs: 0 } }),
      corruptionNs: 0,
    };
    new LongRun(simulator, plan, (now) => {
      endNs = now;
    }).start();
    simulator.run();
    return endNs / workNs;
  }

  test.each([
    [11_135, 0.8],
    [3000, 0.3],
    [1500, 0.9],
  ])("at a failure every %i s of which hosts are lost in %d", (mtbf, hostLost) => {
    const mean = (save: number, copy?: number) => {
      const of = Array.from({ length: 40 }, (_, seed) => stretch(seed, mtbf, save, hostLost, copy));
      const middle = of.reduce((sum, each) => sum + each, 0) / of.length;
      const variance = of.reduce((sum, each) => sum + (each - middle) ** 2, 0) / (of.length - 1);
      expect(Math.abs(middle - theory(mtbf, save, hostLost, copy ?? 0))).toBeLessThan(
        3 * Math.sqrt(variance / of.length),
      );
      return middle;
    };
    // On drives in 20 s and from there away in 400 s, against 420 s straight away.
    expect(mean(20, 400)).toBeLessThan(mean(420));
  });
});
