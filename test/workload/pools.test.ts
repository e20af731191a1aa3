/** Queues before several pools: preemption, capacity blocks, regions, spot instances; what is lost is lost, and nothing else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { RandomStreams } from "../../src/base/random.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { instances } from "../../src/hardware/instances.ts";
import { jobFailureOptions } from "../../src/workload/queue/job-failure-options.ts";
import { struckJobs } from "../../src/workload/queue/job-failures.ts";
import type { JobQueue } from "../../src/workload/queue/job-queue.ts";
import { JobRuns } from "../../src/workload/queue/job-runs.ts";
import type { Pool } from "../../src/workload/queue/pool.ts";
import { queuePolicies } from "../../src/workload/queue/queue-policies.ts";
import type { QueuePolicy } from "../../src/workload/queue/queue-policy.ts";
import type { QueuedJob } from "../../src/workload/queue/queued-job.ts";
import { failures as models } from "../../src/workload/resilience/failures.ts";
import { record, summary } from "../laws/account-scenarios.ts";
import { jobs, played, policyNamed, pool } from "./queue-builder.ts";

const hour = 3600e9;
const instance = instances[0] as Instance;

/** `list` in units of an hour. */
const hours = (text: string) =>
  jobs(text).map((job) => ({ ...job, submitNs: job.submitNs * hour, durationNs: job.durationNs * hour }));

/** Plays `list`, whose durations are its work, where jobs may be stopped, with such checkpoints, failures and recovery. */
function stopped(
  list: readonly QueuedJob[],
  pools: readonly Pool[],
  {
    policy,
    notice = 0,
    seed = 1,
    ...written
  }: {
    policy: QueuePolicy;
    notice?: number;
    seed?: number;
    recovery?: object;
    checkpoints?: object;
    failures?: object;
  },
): JobQueue {
  const options = z.strictObject(jobFailureOptions(models)).parse(written);
  const streams = new RandomStreams(seed);
  const runs = new JobRuns(list.length, options, { models, instance, streams });
  const { jobs: struck } = struckJobs(list, runs);
  const workNs = list.map(({ durationNs }) => durationNs);
  return played(struck, pools, policy, { stops: { runs, workNs, noticeNs: notice }, streams });
}

/** Runs by job, as `start-end in pool`, in hours. */
const runsOf = ({ ended }: JobQueue) =>
  [...ended]
    .sort((a, b) => a.job.index - b.job.index || a.startNs - b.startNs)
    .map(({ job, startNs, endNs, pool: where }) => {
      const at = (ns: number) => Number((ns / hour).toFixed(9));
      return `${job.index}: ${at(startNs)}-${at(endNs)} in ${where}`;
    });

test("a stopped job saves its state, for as long as a checkpoint stalls it, where checkpoints are made", () => {
  const saveNs = (checkpoints?: object, failures?: object) => {
    const written = { ...(checkpoints && { checkpoints }), ...(failures && { failures }) };
    const options = z.strictObject(jobFailureOptions(models)).parse(written);
    return new JobRuns(1, options, { models, instance, streams: new RandomStreams(1) }).saveNs;
  };
  const failures = [{ of: "host", mtbf: "40 h" }];
  expect(saveNs()).toBeUndefined();
  expect(saveNs({ interval: "1 h", stall: "0 s" })).toBe(0);
  expect(saveNs({ interval: "1 h", stall: "2 min" })).toBe(hour / 30);
  // The best interval of what never fails is none.
  expect(saveNs({ interval: "optimal", stall: "2 min" })).toBeUndefined();
  expect(saveNs({ interval: "optimal", stall: "2 min" }, failures)).toBe(hour / 30);
});

const preempting = policyNamed({ kind: "priority", preempt: true });
const recovery = { restart: "30 min" };

describe("a job of four accelerators and ten hours, stopped for one of higher priority", () => {
  const list = hours("0+10x4 3+5x4!1");
  test("loses all three hours where nothing is saved, and pays a restart", () => {
    const queue = stopped(list, [pool(4)], { policy: preempting, recovery });
    expect(runsOf(queue)).toEqual(["0: 0-3 in pool", "0: 8-18.5 in pool", "1: 3-8 in pool"]);
    expect(queue.ended[0]?.played?.savedNs).toBe(0);
  });
  test("loses what no checkpoint holds", () => {
    // Of 3 h two cycles of 1.25 h are saved. 7.5 h and the restart are left at 8.
    const checkpoints = { interval: "1.25 h", stall: "0 s" };
    const queue = stopped(list, [pool(4)], { policy: preempting, recovery, checkpoints });
    expect(runsOf(queue)).toEqual(["0: 0-3 in pool", "0: 8-16 in pool", "1: 3-8 in pool"]);
  });
  test("loses a save alone where the notice leaves time for one, and who comes waits for it", () => {
    // 3 h hold two cycles of 1.25 h and saves of 0.25 h. The other has 5 h and four saves: 6 h.
    // 7.5 h are left, with six saves and the restart: 9.5 h.
    const checkpoints = { interval: "1.25 h", stall: "15 min" };
    const queue = stopped(list, [pool(4)], { policy: preempting, recovery, checkpoints, notice: hour / 2 });
    expect(runsOf(queue)).toEqual(["0: 0-3.25 in pool", "0: 9.25-18.75 in pool", "1: 3.25-9.25 in pool"]);
  });
  test("that is stopped in its restart has done nothing more, and pays another", () => {
    const again = hours("0+10x4 3+5x4!1 8+1x4!1");
    // The third comes as the second ends; the first is stopped at once.
    const queue = stopped(again, [pool(4)], { policy: preempting, recovery });
    expect(runsOf(queue)[0]).toBe("0: 0-3 in pool");
    expect(runsOf(queue).at(-1)).toBe("2: 8-9 in pool");
    const late = hours("0+10x4 3+5x4!1 9+1x4!1");
    const slow = stopped(late, [pool(4)], { policy: preempting, recovery: { restart: "2 h" } });
    expect(runsOf(slow)).toEqual([
      "0: 0-3 in pool",
      "0: 8-9 in pool",
      "0: 10-22 in pool",
      "1: 3-8 in pool",
      "2: 9-10 in pool",
    ]);
  });
});

test("no more are stopped than must be: the lowest first, of equals the latest started", () => {
  // 4 of 8 are needed: of priority 0 the job of 1 and that of 4 are met first; the one of 4 is enough.
  const list = hours("0+9x3!1 0+9x4 1+9x1 2+1x4!2");
  const queue = stopped(list, [pool(8)], { policy: preempting, recovery });
  expect(queue.ended.filter(({ stoppedBy }) => stoppedBy).map(({ job }) => job.index)).toEqual([1]);
  // Nobody is stopped for one that would not fit even so.
  const equal = stopped(hours("0+9x3!1 0+9x4 1+9x1 2+1x6!1"), [pool(8)], { policy: preempting, recovery });
  expect(equal.ended.every(({ stoppedBy }) => stoppedBy === undefined)).toBe(true);
});

describe("a capacity block from 2 to 6", () => {
  const block = pool(4, { name: "block", openNs: 2 * hour, closeNs: 6 * hour });
  const home = pool(4, { name: "home", region: "here" });
  test("takes only what ends within it, where nothing is saved", () => {
    const list = hours("0+9x4 0+5x4 0+4x4");
    const queue = stopped(list, [home, block], { policy: policyNamed("fifo"), recovery });
    expect(runsOf(queue)).toEqual(["0: 0-9 in home", "1: 9-14 in home", "2: 2-6 in block"]);
  });
  test("stops who can save in time to be saved when it ends", () => {
    // 4 h: an hour of work and a quarter of saving, three times; 0.25 h; no, at 5.75 the save of what is done begins.
    const list = hours("0+9x4 0+5x4");
    const checkpoints = { interval: "1 h", stall: "15 min" };
    const queue = stopped(list, [home, block], { policy: policyNamed("fifo"), recovery, checkpoints });
    // From 2 to 5.75 are three whole cycles; the save of nothing more takes 0.25 h. 9 h take 11.25 h; 2 h are left.
    expect(runsOf(queue)).toEqual(["0: 0-11.25 in home", "1: 2-6 in block", "1: 11.25-14.25 in home"]);
  });
  test("takes no job of another region", () => {
    const list = hours("0+9x4 0+3x4").map((job) => ({ ...job, region: "here" }));
    const queue = stopped(list, [home, block], { policy: policyNamed("firstfit"), recovery });
    expect(runsOf(queue)).toEqual(["0: 0-9 in home", "1: 9-12 in home"]);
  });
});

test("jobs on spot instances hold them as long as Daly's formula says, within three standard errors", () => {
  // Two instances that are taken every 10 h each, and more than enough of them: M = 5 h; hourly checkpoints, a restart of 0.5 h.
  const count = 150;
  const list = hours(Array.from({ length: count }, () => "0+20x2").join(" "));
  const spot = pool(900, { name: "spot", reclaims: { mtbf: 10 * hour, notice: 0, away: hour / 100 } });
  const checkpoints = { interval: "1 h", stall: "3 min" };
  const queue = stopped(list, [spot], { policy: policyNamed("firstfit"), recovery, checkpoints });
  const held = new Array<number>(count).fill(0);
  for (const { job, heldNs } of queue.ended) held[job.index] = (held[job.index] as number) + heldNs / hour;
  const mean = held.reduce((sum, each) => sum + each, 0) / count;
  const sigma = Math.sqrt(held.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1) / count);
  const daly = 5 * Math.exp(0.5 / 5) * Math.expm1(1.05 / 5) * 20;
  // The first start pays no restart, which the formula counts only after failures: it is exact here.
  expect(Math.abs(mean - daly)).toBeLessThan(3 * sigma);
});

const pools: readonly Pool[] = [
  pool(6, { name: "home" }),
  pool(8, { name: "block", openNs: 20, closeNs: 90, region: "there" }),
  pool(8, { name: "spot", instances: 4, reclaims: { mtbf: 200, notice: 3, away: 15 } }),
];

const anyJobs = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 20 }),
      durationNs: fc.integer({ min: 1, max: 60 }),
      accelerators: fc.integer({ min: 1, max: 6 }),
      user: fc.constantFrom("ada", "bob", "cyd"),
      group: fc.constantFrom("lab", undefined),
      priority: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((rows) => {
    let submitNs = 0;
    return rows.map(({ gap, ...job }, index): QueuedJob => {
      submitNs += gap;
      return { ...job, index, name: `job ${index}`, submitNs };
    });
  });

const checkpointing = fc.constantFrom(
  {},
  { checkpoints: { interval: "7 ns", stall: "0 ns", load: "1 ns" } },
  { checkpoints: { interval: "5 ns", stall: "2 ns" } },
  {
    failures: [{ of: "chip", mtbf: "100 ns" }],
    checkpoints: { interval: "6 ns", stall: "1 ns" },
  },
);
const written = [...queuePolicies.map(({ name }) => ({ kind: name })), { kind: "priority", preempt: true }];

test.each(written)(
  "under %o, whatever is stopped, runs of a job sum to its work and what was lost",
  (policy) => {
    const quick = { detection: "1 ns", replace: "2 ns", restart: "3 ns" };
    fc.assert(
      fc.property(
        anyJobs,
        checkpointing,
        fc.nat(1000),
        fc.constantFrom(0, 2),
        (list, saved, seed, notice) => {
          const queue = stopped(list, pools, {
            policy: policyNamed(policy),
            notice,
            seed,
            recovery: quick,
            ...saved,
          });
          const useful = new Map<number, number>();
          for (const { job, startNs, endNs, heldNs, played: run, pool: where } of queue.ended) {
            const lost = [...(run?.lostNs ?? [])].reduce((sum, [, ns]) => sum + ns, 0);
            expect((run?.savedNs ?? 0) + lost).toBeCloseTo(heldNs, 6);
            expect([...(run?.lostNs.values() ?? [])].every((ns) => ns > -1e-9)).toBe(true);
            useful.set(job.index, (useful.get(job.index) ?? 0) + (run?.savedNs ?? 0));
            // A gang runs at once, within a pool that is there, on no more than that has.
            expect(endNs - startNs).toBeCloseTo(heldNs, 6);
            const of = pools.find(({ name }) => name === where) as Pool;
            expect(startNs >= of.openNs && endNs <= of.closeNs + 1e-6).toBe(true);
            const beside = queue.ended.filter(
              (other) => other.pool === where && other.startNs <= startNs && startNs < other.endNs,
            );
            const used = beside.reduce((sum, other) => sum + other.job.accelerators, 0);
            expect(used).toBeLessThanOrEqual(of.accelerators);
          }
          // What stays is open to the end, and whatever was taken back is there again.
          for (const { pool: of, isOpen, free } of queue.pools)
            if (of.closeNs === Number.POSITIVE_INFINITY)
              expect([isOpen, free]).toEqual([true, of.accelerators]);
          for (const job of list) expect(useful.get(job.index)).toBeCloseTo(job.durationNs, 6);
        },
      ),
      { numRuns: 12, seed: 5 },
    );
  },
);

test("backfill in two pools never delays the head of the line beyond where it would be if nobody came after it", () => {
  const two = [pool(8, { name: "a" }), pool(6, { name: "b" })];
  const starts = (list: readonly QueuedJob[]) => [...played(list, two, policyNamed("easy")).startNs];
  fc.assert(
    fc.property(anyJobs, (list) => {
      const all = starts(list);
      for (let count = 1; count < list.length; count++) {
        const job = list[count - 1] as QueuedJob;
        const isHead = list.slice(0, count - 1).every(({ index }) => (all[index] as number) <= job.submitNs);
        if (!isHead) continue;
        expect(all[job.index]).toBeLessThanOrEqual(starts(list.slice(0, count))[job.index] as number);
      }
    }),
    { numRuns: 30, seed: 12 },
  );
});

const queueOf = (workload: object, cluster: object = {}) => ({
  cluster: { instance: "p5.48xlarge", count: 4, pricing: { usdPerHour: 40 }, ...cluster },
  workload: {
    kind: "queue",
    jobs: {
      count: 300,
      rate: "3/h",
      accelerators: [8, 16],
      duration: { kind: "constant", mean: "4 h" },
      users: 3,
      priority: [0, 0, 1],
      regions: ["east", "west"],
    },
    region: "east",
    pools: [
      { name: "block", count: 4, region: "west", pricing: { usdPerHour: 30 }, from: "10 h", until: "60 h" },
      { name: "spot", count: 6, region: "west", pricing: { usdPerHour: 10 }, reclaims: { mtbf: "50 h" } },
    ],
    policy: { kind: "priority", preempt: true },
    checkpoints: { interval: "30 min", stall: "1 min" },
    ...workload,
  },
});

interface PoolRow {
  name: string;
  usd: number;
  usd_idle: number;
  held_accelerator_s: number;
  available_accelerator_s: number;
  lost_accelerator_s: number;
  reclaims: number;
}

test("dollars of the pools sum to the bill, to the cent; another price of one changes its part by the ratio and nothing else", () => {
  const bill = (spotUsd: number) => {
    const scenario = queueOf({});
    const [block, spot] = scenario.workload.pools as [object, object];
    const priced = { ...spot, pricing: { usdPerHour: spotUsd } };
    const of = summary(record(queueOf({ pools: [block, priced] })));
    const { pools: rows, ...rest } = (
      of as unknown as { queue: { pools: PoolRow[]; goodput_fraction: number } }
    ).queue;
    return { rows, goodput: rest.goodput_fraction, total: of.cost.usd_total as number, kwh: of.energy.kwh };
  };
  const [once, twice] = [bill(10), bill(20)];
  expect(once.rows.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(once.total, 2);
  expect(once.rows[2]?.reclaims).toBeGreaterThan(0);
  // Ten to sixty hours of four instances at $30.
  expect(once.rows[1]?.usd).toBeCloseTo(50 * 4 * 30, 6);
  expect(twice.rows[2]?.usd).toBeCloseTo(2 * (once.rows[2]?.usd as number), 6);
  expect(twice.total - once.total).toBeCloseTo(once.rows[2]?.usd as number, 6);
  expect([twice.goodput, twice.kwh]).toEqual([once.goodput, once.kwh]);
  for (const row of once.rows) {
    expect(row.lost_accelerator_s).toBeLessThanOrEqual(row.held_accelerator_s);
    expect(row.held_accelerator_s).toBeLessThanOrEqual(row.available_accelerator_s * (1 + 1e-12));
  }
});

test("a savings plan of the cluster is not paid again by a pool", () => {
  const plan = { pricing: { savingsPlan: { commitment: 20, discount: "40%" } } };
  expect(() => record(queueOf({ pools: [{ name: "x", count: 2, region: "west" }] }, plan))).toThrow(
    /pools\[0\].pricing.*a price of its own/,
  );
});

test("what cannot be is refused: where, what was found, what was expected", () => {
  const error = (workload: object, text: RegExp) => expect(() => record(queueOf(workload))).toThrow(text);
  error(
    { preemption: { notice: "2 min" }, policy: "fifo" },
    /workload.preemption.*stops nobody.*preempt: true/,
  );
  error({ checkpoints: { stall: "1 min" } }, /checkpoints.interval.*optimal, without failures.*a time/);
  error({ pools: [{ name: "cluster", count: 1 }] }, /pools\[0\].name.*a name of its own/);
  error(
    { pools: [{ name: "x", count: 1, from: "2 h", until: "1 h" }] },
    /until.*found 3600 s.*after from, 7200 s/,
  );
  const { jobs: drawn } = queueOf({}).workload;
  error({ jobs: { ...drawn, regions: ["weest"] } }, /in weest.*a region of the pools: east, west.*west/);
  error({ jobs: { ...drawn, accelerators: 64 } }, /of 64 accelerators.*at most the (32|48) accelerators/);
});
