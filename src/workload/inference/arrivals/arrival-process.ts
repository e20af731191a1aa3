/** When requests come. A process only names times; the load generator owns the clock and ends arrivals. */
import { definePlugin } from "../../../base/plugin.ts";
import type { Random } from "../../../base/random.ts";

/** Times in ns. `undefined` = no arrival follows from this. */
export interface ArrivalProcess {
  /** Arrivals at the start. */
  first(): number[];
  /** The arrival that follows one at `nowNs`; open-loop processes chain their arrivals here. */
  afterArrival(nowNs: number): number | undefined;
  /** The arrival caused by a completion at `nowNs`; closed loops answer here. */
  afterCompletion(nowNs: number): number | undefined;
}

/** What an arrival process draws from. */
export interface ArrivalNeeds {
  random: Random;
}

/** Types an arrival plug-in. */
export const defineArrivals = definePlugin<ArrivalProcess, ArrivalNeeds>();

/** An open-loop process from its gaps: users come whatever the system does. */
export function openLoop(gapNs: () => number): ArrivalProcess {
  return {
    first: () => [gapNs()],
    afterArrival: (nowNs) => nowNs + gapNs(),
    afterCompletion: () => undefined,
  };
}
