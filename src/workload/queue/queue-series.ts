/** A queue over its weeks: accelerators that jobs hold, jobs that wait, and failures that struck. */
import { LevelSeries, type Series } from "../../metrics/time-series.ts";
import { interruptionSeries } from "../resilience/interruption-series.ts";
import type { EndedRun } from "./job-queue.ts";
import type { QueuedJob } from "./queued-job.ts";

/** Series of `jobs` and their `runs`, all of which have ended by `endNs`; and of failures at `strikesNs`, if any are simulated. */
export function queueSeries(
  jobs: readonly QueuedJob[],
  runs: readonly EndedRun[],
  { endNs, strikesNs }: { endNs: number; strikesNs?: readonly number[] | undefined },
): Series[] {
  // Hundreds of thousands of changes: an array of each quantity, and the order of their times.
  const count = jobs.length + 2 * runs.length;
  const atNs = new Float64Array(count);
  const usedMore = new Int32Array(count);
  const waitMore = new Int8Array(count);
  let next = 0;
  const change = (ns: number, waits: number, uses: number) => {
    atNs[next] = ns;
    waitMore[next] = waits;
    usedMore[next++] = uses;
  };
  for (const { submitNs } of jobs) change(submitNs, 1, 0);
  for (const { job, startNs } of runs) change(startNs, -1, job.accelerators);
  for (const { job, endNs: overNs, stoppedBy } of runs) {
    change(overNs, stoppedBy === undefined ? 0 : 1, -job.accelerators);
  }
  // Each of the three is nearly in order already: a plain array is sorted by merging such stretches, a typed one is not.
  const order = Array.from({ length: count }, (_, index) => index);
  order.sort((a, b) => (atNs[a] ?? 0) - (atNs[b] ?? 0));
  const used = new LevelSeries("accelerators in use", "accelerators");
  const waiting = new LevelSeries("jobs that wait", "jobs");
  let [now, later] = [0, 0];
  for (const index of order) {
    now += usedMore[index] ?? 0;
    later += waitMore[index] ?? 0;
    used.set(atNs[index] ?? 0, now);
    waiting.set(atNs[index] ?? 0, later);
  }
  return [
    used.series(endNs),
    waiting.series(endNs),
    ...(strikesNs
      ? [
          interruptionSeries(
            [...strikesNs].sort((a, b) => a - b),
            endNs,
          ),
        ]
      : []),
  ];
}
