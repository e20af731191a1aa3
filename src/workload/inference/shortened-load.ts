/**
 * A load that is long, shortened for a search: the same requests a second for a shorter time, and a wave or ramp of theirs
 * drawn together with it, so that every level of the load takes the same share. What a search tries on it in seconds stands
 * for a day; the plan that is chosen is then simulated whole (`study/plan/confirmation.ts`).
 *
 *     86,400 s at 4/s are 345,600 requests: 1/69 of it, 1,250 s, has 5,000
 *
 * Nothing is shortened where time means something by itself: autoscaling, failures, outages, conversations, timetables of
 * capacity. A load shortened so piles up shorter lines where it is too much for a while: it errs to the side of too little
 * hardware, which the whole simulation then finds out.
 */
import type { ShortenedLoad } from "../plan-traits.ts";

/** Requests that percentiles are read from, and the shortest time over which lines settle. */
const requestsEnough = 5000;
const durationLeastNs = 600e9;

/** Shortening by less than this gains nothing. */
const factorLeast = 2;

interface ServingLoad {
  arrivals?: {
    kind: string;
    rate?: number;
    from?: number;
    to?: number;
    period?: number;
    peaks?: Peak[];
    over?: number;
  };
  duration?: number;
  warmup?: number | "auto";
  requests?: number;
  trace?: unknown;
  conversation?: unknown;
  autoscaling?: unknown;
  failures?: unknown;
  regions?: { outages: readonly unknown[] };
}

interface Peak {
  at: number;
  width: number;
  height: number;
}

/** The shortened load of these options; undefined where it is short already, or must be simulated whole. */
export function shortenedLoad(options: Readonly<Record<string, unknown>>): ShortenedLoad | undefined {
  const load = options as ServingLoad;
  const { arrivals, duration, warmup, requests } = load;
  if (arrivals === undefined || duration === undefined || requests !== undefined) return undefined;
  if (load.trace || load.conversation || load.autoscaling || load.failures || load.regions?.outages.length)
    return undefined;
  const rate = meanRate(arrivals);
  if (rate === undefined) return undefined;
  const shortenedNs = Math.max(durationLeastNs, requestsEnough / rate);
  const factor = duration / shortenedNs;
  if (factor < factorLeast) return undefined;
  const shorter = (ns: number) => `${ns / factor} ns`;
  const { period, over, peaks } = arrivals;
  const values: [string, unknown][] = [["duration", shorter(duration)]];
  if (typeof warmup === "number") values.push(["warmup", shorter(warmup)]);
  if (period !== undefined) values.push(["arrivals.period", shorter(period)]);
  if (over !== undefined) values.push(["arrivals.over", shorter(over)]);
  if (peaks !== undefined && peaks.length > 0) {
    const drawn = peaks.map(({ at, width, height }) => ({ at: shorter(at), width: shorter(width), height }));
    values.push(["arrivals.peaks", drawn]);
  }
  return { values, wholeNs: duration, shortenedNs };
}

/** Requests/ns on average; undefined where they follow from answers. */
function meanRate({ kind, rate, from, to }: NonNullable<ServingLoad["arrivals"]>): number | undefined {
  switch (kind) {
    case "poisson":
    case "gamma":
    case "constant":
    case "diurnal":
      return rate;
    case "ramp":
      return from === undefined || to === undefined ? undefined : (from + to) / 2;
    default:
      return undefined;
  }
}
