/** Failures over the weeks of a run, a day. */
import { FlowSeries, type Series } from "../../metrics/time-series.ts";

const dayNs = 24 * 3600e9;

/** Interruptions at `timesNs` of a run of `endNs`. */
export function interruptionSeries(timesNs: readonly number[], endNs: number): Series {
  const flow = new FlowSeries("interruptions", "a day");
  for (const atNs of timesNs) flow.add(atNs, 1);
  // To the end, though nothing may strike in its last weeks.
  flow.add(endNs, 0);
  return flow.series(endNs, dayNs);
}
