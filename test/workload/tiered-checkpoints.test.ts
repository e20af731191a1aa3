/** Checkpoints in several places: what is left of them when hosts are lost, by hand, by closed forms, and beside what keeps them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { FailureCause } from "../../src/workload/resilience/failure-model.ts";
import { LongRun } from "../../src/workload/resilience/long-run.ts";
import { lossNames } from "../../src/workload/resilience/losses.ts";
import type { CheckpointTier } from "../../src/workload/resilience/tiered-checkpoints.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const host: FailureCause = { name: "host", of: "host", mtbfNs: 1, effect: "crash", replaces: true };
const program: FailureCause = { ...host, name: "program", replaces: false };
const rack: FailureCause = { ...host, name: "rack", hosts: 4 };

/** Drives of the hosts, memory of the next host, and storage that outlasts all of them. */
const drives: CheckpointTier = { hostsMost: 0, copyNs: 0, everyNs: 0 };
const memory: CheckpointTier = { ...drives, hostsMost: 1 };
const storage: CheckpointTier = { ...drives, hostsMost: Number.POSITIVE_INFINITY };

/** On drives, and copied to storage in so long; elsewhere when absent. */
function copiedIn(copyNs: number | undefined): CheckpointTier[] | undefined {
  return copyNs === undefined ? undefined : [drives, { ...storage, copyNs }];
}

/** Work of 100 with a checkpoint every 10, saved at once, struck as said; a restart takes 1. */
function run(
  strikes: readonly (readonly [number, FailureCause])[],
  tiers?: readonly CheckpointTier[] | undefined,
  saveNs = 0,
) {
  const loadedFrom: (number | undefined)[] = [];
  const simulator = new Simulator();
  const left = strikes.map(([atNs, cause]) => ({ atNs, cause }));
  let endNs = 0;
  const plan = {
    workNs: 100,
    checkpoints: { intervalNs: 10, stallNs: saveNs, saveNs },
    tiers,
    nextFailure: () => left.shift() ?? { atNs: Number.POSITIVE_INFINITY, cause: host },
    downtime(_cause: FailureCause, _atNs: number, { tier }: { tier: number | undefined }) {
      loadedFrom.push(tier);
      return { detectionNs: 0, waitingNs: 0, replacementNs: 0, restart: { launchNs: 1 } };
    },
    corruptionNs: 0,
  };
  const long = new LongRun(simulator, plan, (now) => {
    endNs = now;
  });
  long.start();
  simulator.run();
  const lost = lossNames.reduce((sum, name) => sum + (long.lostNs.get(name) as number), 0);
  expect(endNs).toBeCloseTo(100 + lost, 9);
  return { endNs, lostWork: long.lostNs.get("lost work") as number, loadedFrom };
}

describe("a failure at 35, with checkpoints at 10, 20 and 30", () => {
  test("of the program loses 5 wherever they are", () => {
    for (const copy of [undefined, 3, Number.POSITIVE_INFINITY])
      expect(run([[35, program]], copiedIn(copy)).lostWork).toBe(5);
  });
  test("of a host loses 5 where they are elsewhere, or copied in time", () => {
    for (const copy of [undefined, 0, 3, 5]) expect(run([[35, host]], copiedIn(copy)).lostWork).toBe(5);
  });
  test("of a host goes back to 20 where the copy of the last is not over, and to the start without any", () => {
    expect(run([[35, host]], copiedIn(6)).lostWork).toBe(15);
    expect(run([[35, host]], copiedIn(Number.POSITIVE_INFINITY)).lostWork).toBe(35);
  });
  test("of a host, where a copy takes two intervals, goes back to the one whose copy was begun first", () => {
    // Copies of 10 from 10 to 30; the one of 30 is under way.
    expect(run([[35, host]], copiedIn(20)).lostWork).toBe(25);
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
      copiedIn(6),
    ).lostWork - 5;
  expect(after(38)).toBe(2 + 10);
  expect(after(42)).toBe(6);
});

test("a notice that is long enough for a save and a copy loses no work, one for the save alone does", () => {
  const spot = (noticeNs: number): FailureCause => ({ ...host, effect: "reclaim", noticeNs });
  expect(run([[35, spot(4)]], copiedIn(3), 1).lostWork).toBe(0);
  expect(run([[35, spot(2)]], copiedIn(3), 1).lostWork).toBeGreaterThan(0);
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
      const lost = (of: ReturnType<typeof run>) => [of.endNs, of.lostWork];
      expect(lost(run(strikes, copiedIn(0)))).toEqual(lost(run(strikes)));
      const [first] = strikes;
      if (first === undefined) return;
      const slower = run([first], copiedIn(copy + 1)).lostWork;
      expect(slower).toBeGreaterThanOrEqual(run([first], copiedIn(copy)).lostWork);
      expect(run([first], copiedIn(Number.POSITIVE_INFINITY)).lostWork).toBeGreaterThanOrEqual(slower);
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
      tiers: copiedIn(Number.POSITIVE_INFINITY),
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

const [interval, stall, down] = [600, 5, 900];

/** How a run is struck: until a save is complete, s, the share of failures that take a host, and where checkpoints lie. */
interface Struck {
  save: number;
  hostLost: number;
  tiers: readonly CheckpointTier[] | undefined;
}

/** Time over work of 2,000 intervals that are struck at random once in `mtbf` and then stand still for `down`, s. */
function stretch(seed: number, mtbf: number, { save, hostLost, tiers }: Struck): number {
  const random = new RandomStreams(seed).stream("failures");
  const simulator = new Simulator();
  const workNs = 2000 * interval;
  let [atNs, endNs] = [0, 0];
  const plan = {
    workNs,
    checkpoints: { intervalNs: interval, stallNs: stall, saveNs: save },
    tiers,
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

/** The mean of 40 such runs, which is `theory` within three standard errors. */
function expectStretch(theory: number, mtbf: number, struck: Struck): number {
  const of = Array.from({ length: 40 }, (_, seed) => stretch(seed, mtbf, struck));
  const middle = of.reduce((sum, each) => sum + each, 0) / of.length;
  const variance = of.reduce((sum, each) => sum + (each - middle) ** 2, 0) / (of.length - 1);
  expect(Math.abs(middle - theory)).toBeLessThan(3 * Math.sqrt(variance / of.length));
  return middle;
}

/**
 * Struck at random once in M, by the loss of a host in a share p of cases, a run stands still for D, in which what the drives hold is
 * copied away. A life takes M + D; it keeps its k-th checkpoint where it lasts for k (t + d) + s - d, and where its host is lost for
 * the copy more: work takes (M + D) (e^((t + d)/M) - 1) e^((s - d)/M) / (t (1 - p + p e^(-copy/M))) times as long.
 */
describe("two tiers are better than the second alone by their closed form, within three standard errors", () => {
  const theory = (mtbf: number, save: number, hostLost: number, copy: number) =>
    (((mtbf + down) / interval) * Math.expm1((interval + stall) / mtbf) * Math.exp((save - stall) / mtbf)) /
    (1 - hostLost + hostLost * Math.exp(-copy / mtbf));

  test.each([
    [11_135, 0.8],
    [3000, 0.3],
    [1500, 0.9],
  ])("at a failure every %i s of which hosts are lost in %d", (mtbf, hostLost) => {
    const mean = (save: number, copy?: number) => {
      return expectStretch(theory(mtbf, save, hostLost, copy ?? 0), mtbf, {
        save,
        hostLost,
        tiers: copiedIn(copy),
      });
    };
    // On drives in 20 s and from there away in 400 s, against 420 s straight away.
    expect(mean(20, 400)).toBeLessThan(mean(420));
  });
});

/**
 * Copied at every k-th: of n checkpoints of a life (P(n >= m) = e^(-m (t + d)/M), with saves waited for) a loss of the host leaves
 * k floor(n / k), and where n < k it also takes what earlier lives had saved since the last copy, u in the mean:
 *
 *     u = (1 - p) (E[n mod k; n >= k] + E[n; n < k]) / (1 - (1 - p) P(n < k))
 *     a life adds (1 - p) E[n] + p (E[k floor(n / k)] - u P(n < k)) intervals of work
 */
test.each([
  [11_135, 0.8, 6],
  [3000, 0.3, 4],
  [3000, 1, 3],
])(
  "copies at their own interval count as their closed form says: every %i s, hosts lost in %d, each %i-th",
  (mtbf, hostLost, of) => {
    const q = Math.exp(-(interval + stall) / mtbf);
    let [all, kept, rest, few, none] = [0, 0, 0, 0, 0];
    for (let n = 0; n < 3000; n++) {
      const chance = q ** n * (1 - q);
      all += chance * n;
      kept += chance * of * Math.floor(n / of);
      if (n >= of) rest += chance * (n % of);
      else [few, none] = [few + chance * n, none + chance];
    }
    const uncopied = ((1 - hostLost) * (rest + few)) / (1 - (1 - hostLost) * none);
    const life = (1 - hostLost) * all + hostLost * (kept - uncopied * none);
    const tiers = [drives, { ...storage, everyNs: of * interval }];
    const mean = expectStretch((mtbf + down) / (interval * life), mtbf, { save: stall, hostLost, tiers });
    expect(mean).toBeGreaterThan(stretchOfAll(mtbf));
  },
);

/** Where a checkpoint outlasts whatever strikes. */
function stretchOfAll(mtbf: number): number {
  return ((mtbf + down) / interval) * Math.expm1((interval + stall) / mtbf);
}

describe("memory of the next host, and storage every 20", () => {
  const tiers = [memory, { ...storage, everyNs: 20 }];
  test("lose 5 at 35 with a host, loaded from memory, and 15 with a rack, loaded from storage", () => {
    expect(run([[35, host]], tiers)).toMatchObject({ lostWork: 5, loadedFrom: [0] });
    expect(run([[35, rack]], tiers)).toMatchObject({ lostWork: 15, loadedFrom: [1] });
    expect(run([[35, rack]], [memory])).toMatchObject({ lostWork: 35, loadedFrom: [undefined] });
  });
  test("after a rack both go on from what was loaded", () => {
    // From 20 at 36; 30 in memory at 46: a rack then still finds 20 in storage.
    const strikes = [[35, rack] as const, [48, rack] as const];
    expect(run(strikes, tiers)).toMatchObject({ lostWork: 15 + 12, loadedFrom: [1, 1] });
  });
  test("a host is restored from drives, memory or storage, whichever has the newest that is left", () => {
    const three = [drives, { ...memory, copyNs: 6 }, { ...storage, copyNs: 2, everyNs: 20 }];
    expect(run([[35, program]], three).loadedFrom).toEqual([0]);
    // At 35 the copy of 30 to memory is not over: both have 20, memory is nearer; at 37 it is.
    expect(run([[35, host]], three)).toMatchObject({ lostWork: 15, loadedFrom: [1] });
    expect(run([[37, host]], three)).toMatchObject({ lostWork: 7, loadedFrom: [1] });
    expect(run([[37, rack]], three)).toMatchObject({ lostWork: 17, loadedFrom: [2] });
  });
});
