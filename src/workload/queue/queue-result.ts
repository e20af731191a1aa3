/** Figures of a queue that has run empty. */
import type { MetricDefinition } from "../../metrics/metric.ts";
import type { Table } from "../../metrics/table.ts";
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
];

const monthSeconds = 30 * 24 * 3600;

/** The metrics of `jobs` that started at `startNs` on `accelerators`, paid for at `usdPerHour` from the first submission on. */
export function queueFigures(
  jobs: readonly QueuedJob[],
  startNs: Float64Array,
  { accelerators, usdPerHour }: { accelerators: number; usdPerHour: number | null },
): Record<string, number | null> {
  const waits = jobs.map(({ index, submitNs }) => startNs[index] - submitNs).sort((a, b) => a - b);
  const count = jobs.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / count;
  const at = (share: number) => waits[Math.min(count - 1, Math.floor(share * count))] / 1e9;
  const ends = jobs.map(({ index, durationNs }) => startNs[index] + durationNs);
  const makespan = (ends.reduce((last, end) => Math.max(last, end), 0) - jobs[0].submitNs) / 1e9;
  const work = jobs.reduce((sum, job) => sum + job.accelerators * job.durationNs, 0) / 1e9;
  const utilization = makespan > 0 ? work / makespan / accelerators : 0;
  const usd = usdPerHour === null ? null : (usdPerHour * makespan) / 3600;
  const ran = jobs.filter(({ durationNs }) => durationNs > 0);
  const slowdowns = ran.map((job) => (ends[job.index] - job.submitNs) / job.durationNs);
  return {
    jobs: count,
    wait_mean_s: mean(waits) / 1e9,
    wait_p50_s: at(0.5),
    wait_p90_s: at(0.9),
    wait_p99_s: at(0.99),
    wait_max_s: waits[count - 1] / 1e9,
    jobs_that_waited: waits.filter((wait) => wait > 0).length,
    jct_mean_s: mean(jobs.map((job) => ends[job.index] - job.submitNs)) / 1e9,
    slowdown_mean: ran.length > 0 ? slowdowns.reduce((sum, each) => sum + each, 0) / ran.length : null,
    makespan_s: makespan,
    utilization,
    accelerator_s: work,
    jobs_per_month: makespan > 0 ? (count * monthSeconds) / makespan : null,
    usd_idle: usd === null ? null : usd * (1 - utilization),
    usd_per_job: usd === null ? null : usd / count,
  };
}

/** One row a job, in the order of submission. */
export function jobTable(jobs: readonly QueuedJob[], startNs: Float64Array): Table {
  return {
    columns: ["job", "user", "accelerators", "submit_s", "start_s", "end_s", "wait_s"],
    rows: jobs.map((job) => {
      const start = startNs[job.index];
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
