/** When requests come. A process only names times; the load generator owns the clock and ends arrivals. */
import { randomExponential } from "d3-random";
import { definePlugin } from "../../../base/plugin.ts";
import type { Random } from "../../../base/random.ts";

/** Times in ns. `undefined` = no arrival follows from this. */
export interface ArrivalProcess {
  /** Arrivals at the start. */
  first(): number[];
  /** The arrival that follows one at `nowNs`; open-loop processes chain their arrivals here. */
  afterArrival(nowNs: number): number | undefined;
  /** The arrival caused by a request that left at `nowNs`, with its answer or without; closed loops answer here. */
  afterCompletion(nowNs: number, isServed: boolean): number | undefined;
}

/** What an arrival process draws from. */
export interface ArrivalNeeds {
  random: Random;
}

/** Types an arrival plug-in. */
export const defineArrivals = definePlugin<ArrivalProcess, ArrivalNeeds>();

/** An open-loop process from its gaps: users come whatever the system does. */
export function openLoop(gapNs: (nowNs: number) => number): ArrivalProcess {
  return {
    first: () => [gapNs(0)],
    afterArrival: (nowNs) => nowNs + gapNs(nowNs),
    afterCompletion: () => undefined,
  };
}

/**
 * Independent users whose rate changes with time, by thinning: candidates come at the greatest rate, and one at time t
 * counts with probability rate(t) / greatest. Rates in arrivals/ns.
 */
export function changingRate(
  random: Random,
  greatest: number,
  rateAt: (nowNs: number) => number,
): ArrivalProcess {
  const candidate = randomExponential.source(random)(greatest);
  return openLoop((nowNs) => {
    let gapNs = candidate();
    while (random() * greatest >= rateAt(nowNs + gapNs)) gapNs += candidate();
    return gapNs;
  });
}
