/** Figures of a queue that has run empty. */
import { elementAt } from "../../base/element-at.ts";
import type { ChipTime } from "../../metrics/chip-account.ts";
import type { MetricDefinition } from "../../metrics/metric.ts";
import type { Table } from "../../metrics/table.ts";
import { downtimeNames } from "../training/resilience/long-run.ts";
import type { StruckJobs } from "./job-failures.ts";
import type { QueuedJob } from "./queue-policy.ts";

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
    name: "interruptions",
    title: "Interruptions",
    unit: "count",
    better: "lower",
    meaning: "failures that stopped a job",
  },
  {
    name: "goodput_fraction",
    title: "Goodput",
    unit: "fraction",
    better: "higher",
    meaning: "of the accelerator-time of jobs, what neither failures nor checkpoints took",
    isHeadline: true,
  },
  {
    name: "usd_lost",
    title: "$ lost",
    unit: "usd",
    better: "lower",
    meaning: "of accelerator-time that failures and checkpoints took",
    isHeadline: true,
  },
];

const monthSeconds = 30 * 24 * 3600;

/** The metrics of `jobs` that started at `startNs` on `accelerators`, paid for at `usdPerHour` from the first submission on. */
export function queueFigures(
  jobs: readonly QueuedJob[],
  startNs: Float64Array,
  {
    accelerators,
    usdPerHour,
    struck,
  }: { accelerators: number; usdPerHour: number | null; struck?: StruckJobs | undefined },
): Record<string, number | null> {
  const waits = jobs.map(({ index, submitNs }) => elementAt(startNs, index) - submitNs).sort((a, b) => a - b);
  const count = jobs.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / count;
  const at = (share: number) => elementAt(waits, Math.min(count - 1, Math.floor(share * count))) / 1e9;
  const ends = jobs.map(({ index, durationNs }) => elementAt(startNs, index) + durationNs);
  const makespan = (ends.reduce((last, end) => Math.max(last, end), 0) - elementAt(jobs, 0).submitNs) / 1e9;
  const work = jobs.reduce((sum, job) => sum + job.accelerators * job.durationNs, 0) / 1e9;
  const utilization = makespan > 0 ? work / makespan / accelerators : 0;
  const usd = usdPerHour === null ? null : (usdPerHour * makespan) / 3600;
  const ran = jobs.filter(({ durationNs }) => durationNs > 0);
  const slowdowns = ran.map((job) => (elementAt(ends, job.index) - job.submitNs) / job.durationNs);
  return {
    jobs: count,
    wait_mean_s: mean(waits) / 1e9,
    wait_p50_s: at(0.5),
    wait_p90_s: at(0.9),
    wait_p99_s: at(0.99),
    wait_max_s: elementAt(waits, -1) / 1e9,
    jobs_that_waited: waits.filter((wait) => wait > 0).length,
    jct_mean_s: mean(jobs.map((job) => elementAt(ends, job.index) - job.submitNs)) / 1e9,
    slowdown_mean: ran.length > 0 ? slowdowns.reduce((sum, each) => sum + each, 0) / ran.length : null,
    makespan_s: makespan,
    utilization,
    accelerator_s: work,
    jobs_per_month: makespan > 0 ? (count * monthSeconds) / makespan : null,
    usd_idle: usd === null ? null : usd * (1 - utilization),
    usd_per_job: usd === null ? null : usd / count,
    ...(struck && {
      interruptions: struck.interruptions,
      goodput_fraction: work > 0 ? struck.usefulNs / 1e9 / work : null,
      usd_lost: usdPerHour && (usdPerHour / accelerators / 3600) * (work - struck.usefulNs / 1e9),
    }),
  };
}

/** What the accelerators did while jobs held them. */
export function poolTime(jobs: readonly QueuedJob[], struck?: StruckJobs): ChipTime[] {
  const heldNs = jobs.reduce((sum, job) => sum + job.accelerators * job.durationNs, 0);
  if (struck === undefined) return [{ state: "busy", what: "jobs", chipNs: heldNs }];
  return [
    { state: "busy", what: "jobs", chipNs: struck.usefulNs },
    ...[...struck.lostNs].map(
      ([what, chipNs]): ChipTime => ({
        state: downtimeNames.includes(what) ? "failed" : "busy",
        what,
        chipNs,
      }),
    ),
  ];
}

/** What was lost to what, in accelerator-time and dollars. */
export function lossDetails(
  { lostNs, byCause }: StruckJobs,
  usdPerHour: number | null,
  accelerators: number,
): { lost_accelerator_s: Record<string, number>; causes: object[] } {
  const usdOf = (ns: number) => usdPerHour && (usdPerHour / accelerators) * (ns / 3600e9);
  return {
    lost_accelerator_s: Object.fromEntries(
      [...lostNs].map(([name, ns]) => [name.replace(/ /g, "_"), ns / 1e9]),
    ),
    causes: [...byCause]
      .map(([cause, { count, lostNs: ns }]) => ({
        cause,
        interruptions: count,
        lost_accelerator_s: ns / 1e9,
        lost_usd: usdOf(ns),
      }))
      .sort((a, b) => b.lost_accelerator_s - a.lost_accelerator_s),
  };
}

/** One row a job, in the order of submission. */
export function jobTable(jobs: readonly QueuedJob[], startNs: Float64Array): Table {
  return {
    columns: ["job", "user", "accelerators", "submit_s", "start_s", "end_s", "wait_s"],
    rows: jobs.map((job) => {
      const start = elementAt(startNs, job.index);
      const end = start + job.durationNs;
      return [
        job.name,
        job.user,
        job.accelerators,
        job.submitNs / 1e9,
        start / 1e9,
        end / 1e9,
        (start - job.submitNs) / 1e9,
      ];
    }),
  };
}
