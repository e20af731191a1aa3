/** Failures over the weeks of a run, counted from its start: a rate would show each of a few as a spike of many a day. */
import { LevelSeries, type Series } from "../../metrics/time-series.ts";

/** Interruptions at `timesNs` of a run of `endNs`. */
export function interruptionSeries(timesNs: readonly number[], endNs: number): Series {
  const count = new LevelSeries("interruptions so far", "interruptions");
  for (const [before, atNs] of timesNs.entries()) count.set(atNs, before + 1);
  return count.series(endNs);
}
