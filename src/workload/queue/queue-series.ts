/** A queue over its weeks: accelerators that jobs hold, jobs that wait, and failures that struck. */
import { elementAt } from "../../base/element-at.ts";
import { LevelSeries, type Series } from "../../metrics/time-series.ts";
import { interruptionSeries } from "../training/resilience/interruption-series.ts";
import type { StruckJobs } from "./job-failures.ts";
import type { QueuedJob } from "./queue-policy.ts";

/** Series of `jobs` that started at `startNs`, all of which have ended by `endNs`. */
export function queueSeries(
  jobs: readonly QueuedJob[],
  startNs: Float64Array,
  { endNs, struck }: { endNs: number; struck?: StruckJobs | undefined },
): Series[] {
  const changes = jobs.flatMap(({ index, submitNs, durationNs, accelerators }) => [
    { atNs: submitNs, waiting: 1, used: 0 },
    { atNs: elementAt(startNs, index), waiting: -1, used: accelerators },
    { atNs: elementAt(startNs, index) + durationNs, waiting: 0, used: -accelerators },
  ]);
  const used = new LevelSeries("accelerators in use", "accelerators");
  const waiting = new LevelSeries("jobs that wait", "jobs");
  let [now, later] = [0, 0];
  for (const change of changes.sort((a, b) => a.atNs - b.atNs)) {
    now += change.used;
    later += change.waiting;
    used.set(change.atNs, now);
    waiting.set(change.atNs, later);
  }
  return [
    used.series(endNs),
    waiting.series(endNs),
    ...(struck ? [interruptionSeries(strikes(struck, startNs), endNs)] : []),
  ];
}

/** When failures struck, by the clock of the queue. */
function strikes({ strikesNs }: StruckJobs, startNs: Float64Array): number[] {
  const times = [...strikesNs].flatMap(([index, ownNs]) => ownNs.map((ns) => elementAt(startNs, index) + ns));
  return times.sort((a, b) => a - b);
}
