/** Figures of a queue that has run empty. */
import type { MetricDefinition } from "../../metrics/metric.ts";
import type { Fragmentation } from "./fragmentation.ts";
import type { Copied } from "./job-data.ts";
import type { RunBooks } from "./job-failures.ts";
import type { EndedRun } from "./job-queue.ts";
import { type PoolAccount, usdOf } from "./pool-account.ts";
import type { QueuedJob } from "./queued-job.ts";

/** What a queue measures. Percentiles are the wait at place floor(p n) of the sorted waits, counted from 0: a wait that was. */
export const queueMetrics: readonly MetricDefinition[] = [
  { name: "jobs", title: "Jobs", unit: "count", better: null },
  { name: "wait_mean_s", title: "Wait mean", unit: "s", better: "lower", isHeadline: true },
  { name: "wait_p50_s", title: "Wait median", unit: "s", better: "lower", isHeadline: true },
  { name: "wait_p90_s", title: "Wait p90", unit: "s", better: "lower", isHeadline: true },
  { name: "wait_p99_s", title: "Wait p99", unit: "s", better: "lower", isHeadline: true },
  { name: "wait_max_s", title: "Wait longest", unit: "s", better: "lower", isHeadline: true },
  { name: "jobs_that_waited", title: "Jobs that waited", unit: "count", better: "lower", isHeadline: true },
  { name: "jct_mean_s", title: "From submission to end, mean", unit: "s", better: "lower", isHeadline: true },
  {
    name: "slowdown_mean",
    title: "That over the run time, mean",
    unit: "count",
    better: "lower",
    meaning: "on the fastest instances that the job may have",
    isHeadline: true,
  },
  { name: "makespan_s", title: "Makespan", unit: "s", better: "lower", isHeadline: true },
  { name: "utilization", title: "Utilisation", unit: "fraction", better: "higher", isHeadline: true },
  { name: "accelerator_s", title: "Accelerator-seconds of work", unit: "count", better: null },
  {
    name: "jobs_per_month",
    title: "Jobs finished a month",
    unit: "count",
    better: "higher",
    isHeadline: true,
  },
  { name: "usd_idle", title: "$ of idle accelerators", unit: "usd", better: "lower", isHeadline: true },
  { name: "usd_per_job", title: "$ per job", unit: "usd", better: "lower", isHeadline: true },
  {
    name: "jobs_failed",
    title: "Jobs that failed",
    unit: "count",
    better: "lower",
    meaning: "or were cancelled; where jobs have outcomes. Jobs finished a month are the others",
    isHeadline: true,
  },
  {
    name: "usd_failed",
    title: "$ of failed jobs",
    unit: "usd",
    better: "lower",
    meaning: "of the accelerator-time that they held",
    isHeadline: true,
  },
  {
    name: "usd_per_completed_job",
    title: "$ per completed job",
    unit: "usd",
    better: "lower",
    meaning: "of all that the pools cost",
    isHeadline: true,
  },
  {
    name: "transfer_gb",
    title: "GB between regions",
    unit: "count",
    better: "lower",
    meaning: "data of jobs, copied to where they ran",
  },
  {
    name: "transfer_usd",
    title: "$ between regions",
    unit: "usd",
    better: "lower",
    meaning: "of data of jobs, copied to where they ran; part of `cost.usd_total`",
    isHeadline: true,
  },
  {
    name: "fragmentation_fraction",
    title: "Free in pieces",
    unit: "fraction",
    better: "lower",
    meaning:
      "of the accelerators that are free, over time, those on instances that others use too; with `placement`",
  },
  {
    name: "wait_fragmented_mean_s",
    title: "Wait for whole instances, mean",
    unit: "s",
    better: "lower",
    meaning:
      "part of the wait in which enough accelerators were free in a pool, but in pieces; with `placement`",
  },
  {
    name: "stops",
    title: "Runs stopped",
    unit: "count",
    better: "lower",
    meaning: "for jobs of higher priority, by reclaims, at the end of capacity",
  },
  {
    name: "interruptions",
    title: "Interruptions",
    unit: "count",
    better: "lower",
    meaning: "failures that stopped a job",
  },
  {
    name: "faults_found_idle",
    title: "Faults found on idle instances",
    unit: "count",
    better: null,
    meaning: "by canaries, before a job got the instance; where faults hide (`latency`)",
  },
  {
    name: "faults_found_busy",
    title: "Faults found before they struck",
    unit: "count",
    better: null,
    meaning: "by canaries beside jobs and by checks before them; where faults hide",
  },
  {
    name: "faults_brought",
    title: "Faults that jobs brought along",
    unit: "count",
    better: "lower",
    meaning: "from instances on which they began, or stayed, unseen; where faults hide",
  },
  {
    name: "goodput_fraction",
    title: "Goodput",
    unit: "fraction",
    better: "higher",
    meaning: "of the accelerator-time of jobs, what neither failures, checkpoints nor stops took",
    isHeadline: true,
  },
  {
    name: "usd_lost",
    title: "$ lost",
    unit: "usd",
    better: "lower",
    meaning: "of accelerator-time that failures, checkpoints and stops took",
    isHeadline: true,
  },
];

const monthSeconds = 30 * 24 * 3600;

/** `runs` in the order of submission, those of one of the `jobs` jobs as they stand: a counting sort, for hundreds of thousands. */
export function inOrder(jobs: number, runs: readonly EndedRun[]): EndedRun[] {
  const places = new Int32Array(jobs + 1);
  for (const { job } of runs) places[job.index + 1] = (places[job.index + 1] ?? 0) + 1;
  for (let index = 1; index <= jobs; index++) places[index] = (places[index] ?? 0) + (places[index - 1] ?? 0);
  const sorted = [...runs];
  for (const run of runs) {
    const place = places[run.job.index] ?? 0;
    sorted[place] = run;
    places[run.job.index] = place + 1;
  }
  return sorted;
}

/** Of each job, by its index: how long it stood in line, and when it ended, ns. */
function outcomesOf(jobs: number, runs: readonly EndedRun[]): { waitNs: Float64Array; endNs: Float64Array } {
  const waitNs = new Float64Array(jobs);
  const ends = new Float64Array(jobs).fill(Number.NaN);
  for (const { job, startNs, endNs } of runs) {
    const known = ends[job.index] ?? Number.NaN;
    waitNs[job.index] = (waitNs[job.index] ?? 0) + startNs - (Number.isNaN(known) ? job.submitNs : known);
    ends[job.index] = endNs;
  }
  return { waitNs, endNs: ends };
}

/** How many jobs of each priority there are, and how long they wait; nothing where all have one. The highest first. */
export function waitsByPriority(
  jobs: readonly QueuedJob[],
  runs: readonly EndedRun[],
): { priority: number; jobs: number; wait_mean_s: number }[] {
  const { waitNs } = outcomesOf(jobs.length, runs);
  const sums = new Map<number, { jobs: number; waitNs: number }>();
  for (const { index, priority } of jobs) {
    const known = sums.get(priority) ?? { jobs: 0, waitNs: 0 };
    known.jobs++;
    known.waitNs += waitNs[index] ?? 0;
    sums.set(priority, known);
  }
  if (sums.size < 2) return [];
  return [...sums]
    .sort(([a], [b]) => b - a)
    .map(([priority, sum]) => ({ priority, jobs: sum.jobs, wait_mean_s: sum.waitNs / sum.jobs / 1e9 }));
}

/** The pool, or pools, of a queue, and what jobs lost in them. */
export interface QueuePool {
  accelerators: number;
  /** Of all of them; null without a price. */
  usdPerHour: number | null;
  books?: RunBooks | undefined;
  /** Whether anything is told of failures. */
  fails?: boolean;
  /** Where jobs need whole instances. */
  fragmentation?: Fragmentation | undefined;
  /** Of several pools, or one in which jobs are stopped. */
  pools?: readonly PoolAccount[] | undefined;
  /** Where jobs ran away from their data. */
  copied?: Copied | undefined;
}

/**
 * The metrics of `jobs`, whose undisturbed run times are their durations, after `runs` in the order of submission. One pool is paid from the first
 * submission on; of several each while it is there.
 */
export function queueFigures(
  jobs: readonly QueuedJob[],
  runs: readonly EndedRun[],
  pool: QueuePool,
): Record<string, number | null> {
  const count = jobs.length;
  const { waitNs, endNs } = outcomesOf(count, runs);
  const waits = waitNs.sort();
  const mean = (values: { reduce(add: (sum: number, value: number) => number, from: number): number }) =>
    values.reduce((sum, value) => sum + value, 0) / count;
  const at = (share: number) => (waits[Math.min(count - 1, Math.floor(share * count))] ?? 0) / 1e9;
  const times = jobs.map(({ index, submitNs }) => (endNs[index] ?? 0) - submitNs);
  const makespan = (endNs.reduce((last, end) => Math.max(last, end), 0) - (jobs[0]?.submitNs ?? 0)) / 1e9;
  const work = runs.reduce((sum, { job, heldNs }) => sum + job.accelerators * heldNs, 0) / 1e9;
  const { usd, utilization, idleUsd } = use(pool, work, makespan);
  const ran = jobs.filter(({ durationNs }) => durationNs > 0);
  const slowdowns = ran.map((job) => (times[job.index] ?? 0) / shortestNs(job));
  const useful = (pool.books?.usefulNs ?? 0) / 1e9;
  const hasOutcomes = jobs.some(({ outcome }) => outcome !== undefined);
  const done = jobs.filter((job) => !isInVain(job)).length;
  return {
    jobs: count,
    wait_mean_s: mean(waits) / 1e9,
    wait_p50_s: at(0.5),
    wait_p90_s: at(0.9),
    wait_p99_s: at(0.99),
    wait_max_s: at(1),
    jobs_that_waited: waits.filter((wait) => wait > 0).length,
    jct_mean_s: mean(times) / 1e9,
    slowdown_mean: ran.length > 0 ? slowdowns.reduce((sum, each) => sum + each, 0) / ran.length : null,
    makespan_s: makespan,
    utilization,
    accelerator_s: work,
    jobs_per_month: makespan > 0 ? (done * monthSeconds) / makespan : null,
    usd_idle: idleUsd,
    usd_per_job: usd === null ? null : usd / count,
    ...(hasOutcomes && {
      jobs_failed: count - done,
      usd_failed: usdFailed(runs, pool),
      usd_per_completed_job: usd === null || done === 0 ? null : usd / done,
    }),
    ...(pool.copied && { transfer_gb: pool.copied.bytes / 1e9, transfer_usd: pool.copied.usd }),
    ...(pool.fragmentation && fragmentationFigures(pool.fragmentation, count)),
    ...(pool.pools && { stops: runs.filter(({ stoppedBy }) => stoppedBy !== undefined).length }),
    ...faultFigures(pool.pools ?? []),
    ...(pool.fails && { interruptions: pool.books?.interruptions ?? 0 }),
    ...(pool.books && {
      goodput_fraction: work > 0 ? useful / work : null,
      usd_lost: usdLost(pool, work - useful),
    }),
  };
}

/** Run time of a job on those of its instances on which it is shortest, ns: its own is that on the first. */
function shortestNs({ durationNs, timesNs }: QueuedJob): number {
  if (timesNs === undefined) return durationNs;
  const [firstNs = 0, ...others] = timesNs.values();
  return firstNs > 0 ? (durationNs * Math.min(firstNs, ...others)) / firstNs : durationNs;
}

/** Whether nothing came of a job. */
function isInVain({ outcome = "completed" }: QueuedJob): boolean {
  return outcome !== "completed";
}

/** Dollars of the accelerator-time of jobs that came to nothing. */
function usdFailed(runs: readonly EndedRun[], { pools, usdPerHour, accelerators }: QueuePool): number | null {
  const each = usdPerHour === null ? null : usdPerHour / accelerators;
  return sumOrNull(
    runs
      .filter(({ job }) => isInVain(job))
      .map(({ job, heldNs, pool }) => {
        const price = pools ? (pools.find(({ name }) => name === pool)?.usdPerHour ?? null) : each;
        return usdOf({ usdPerHour: price }, job.accelerators * heldNs);
      }),
  );
}

/** Faults that hid on the instances of pools; nothing where none do. */
function faultFigures(pools: readonly PoolAccount[]): Record<string, number> {
  const each = pools.flatMap(({ faults }) => faults ?? []);
  if (each.length === 0) return {};
  const sum = (name: "idle" | "busy" | "brought") => each.reduce((total, faults) => total + faults[name], 0);
  return {
    faults_found_idle: sum("idle"),
    faults_found_busy: sum("busy"),
    faults_brought: sum("brought"),
  };
}

function fragmentationFigures(
  { freeNs, inPiecesNs, waitNs }: Fragmentation,
  jobs: number,
): Record<string, number | null> {
  return {
    fragmentation_fraction: freeNs > 0 ? inPiecesNs / freeNs : 0,
    wait_fragmented_mean_s: waitNs / 1e9 / jobs,
  };
}

/** Dollars of the pool or pools, and what of them was used, for `work` accelerator-seconds. */
function use(
  { accelerators, usdPerHour, pools }: QueuePool,
  work: number,
  makespan: number,
): { usd: number | null; utilization: number; idleUsd: number | null } {
  if (pools === undefined) {
    // Differences of late moments round: a pool that is never idle would be by a hair more than full.
    const utilization = makespan > 0 ? Math.min(1, work / makespan / accelerators) : 0;
    const usd = usdPerHour === null ? null : (usdPerHour * makespan) / 3600;
    return { usd, utilization, idleUsd: usd === null ? null : usd * (1 - utilization) };
  }
  const openNs = pools.reduce((sum, each) => sum + each.openNs, 0);
  return {
    usd: sumOrNull(pools.map((each) => usdOf(each, each.openNs))),
    utilization: openNs > 0 ? (work * 1e9) / openNs : 0,
    idleUsd: sumOrNull(pools.map((each) => usdOf(each, each.openNs - each.heldNs))),
  };
}

function usdLost({ accelerators, usdPerHour, pools }: QueuePool, lost: number): number | null {
  if (pools === undefined) return usdPerHour && (usdPerHour / accelerators / 3600) * lost;
  return sumOrNull(pools.map((each) => usdOf(each, each.heldNs - each.books.usefulNs)));
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0,
  );
}

/** What was lost to what in each of several accounts, an accelerator and hour of which has a price: in accelerator-time and dollars. */
export function lossDetails(accounts: readonly { books: RunBooks; usdPerHour: number | null }[]): {
  lost_accelerator_s: Record<string, number>;
  causes: { cause: string; interruptions: number; lost_accelerator_s: number; lost_usd: number | null }[];
} {
  const lost: Record<string, number> = {};
  const causes = new Map<
    string,
    { cause: string; interruptions: number; lost_accelerator_s: number; lost_usd: number | null }
  >();
  for (const { books, usdPerHour } of accounts) {
    for (const [name, ns] of books.lostNs) {
      const key = name.replace(/ /g, "_");
      lost[key] = (lost[key] ?? 0) + ns / 1e9;
    }
    for (const [cause, { count, lostNs }] of books.byCause) {
      const known = causes.get(cause);
      const usd = usdOf({ usdPerHour }, lostNs);
      causes.set(cause, {
        cause,
        interruptions: (known?.interruptions ?? 0) + count,
        lost_accelerator_s: (known?.lost_accelerator_s ?? 0) + lostNs / 1e9,
        lost_usd: sumOrNull([known === undefined ? 0 : known.lost_usd, usd]),
      });
    }
  }
  return {
    lost_accelerator_s: lost,
    causes: [...causes.values()].sort((a, b) => b.lost_accelerator_s - a.lost_accelerator_s),
  };
}
