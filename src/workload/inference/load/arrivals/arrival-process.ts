/** When requests come. A process only names times; the load generator owns the clock and ends arrivals. */
import { randomExponential } from "d3-random";
import type { FamilyContract } from "../../../../base/contract.ts";
import { definePlugin } from "../../../../base/plugin.ts";
import { madeMost } from "../../../../base/quantity.ts";
import type { Random } from "../../../../base/random.ts";

/** Times in ns. `undefined` = no arrival follows from this. */
export interface ArrivalProcess {
  /** Arrivals at the start. */
  first(): number[];
  /** The arrival that follows one at `nowNs`; open-loop processes chain their arrivals here. */
  afterArrival(nowNs: number): number | undefined;
  /** The arrival caused by a request that left at `nowNs`, with its answer or without; closed loops answer here. */
  afterCompletion(nowNs: number, isServed: boolean): number | undefined;
  /**
   * Mean arrivals/ns until `durationNs` or until `requests` have come, whichever is first and one of them finite. Absent where
   * the first arrivals tell it as well.
   */
  meanRate?: ((durationNs: number, requests: number) => number) | undefined;
}

/** What an arrival process draws from. */
export interface ArrivalNeeds {
  random: Random;
}

/** Types an arrival plug-in. */
export const defineArrivals = definePlugin<ArrivalProcess, ArrivalNeeds>();

/** Arrivals are finite times that do not go back, nor stand still for ever. */
export const arrivalContract: FamilyContract<ArrivalProcess> = {
  family: "arrivals",
  guard(process, contract) {
    contract.functions(process, ["first", "afterArrival", "afterCompletion"]);
    let [stillNs, atOnce] = [Number.NaN, 0];
    const next = (what: string, atNs: number | undefined, nowNs: number) => {
      if (atNs !== nowNs) stillNs = Number.NaN;
      else {
        atOnce = stillNs === nowNs ? atOnce + 1 : 1;
        stillNs = nowNs;
        if (atOnce > madeMost) {
          const found = `${what} gives ${nowNs} ns at ${nowNs} ns, ${atOnce} times in a row`;
          throw contract.breach(found, "time that goes on");
        }
      }
      // Asked of every arrival, and the words cost more than the arrival.
      const isLater = Number.isFinite(contract.atOnce(what, atNs)) && (atNs as number) >= nowNs;
      if (atNs !== undefined && !isLater) contract.atLeast(atNs, `${what} at ${nowNs} ns gives`, nowNs);
      return atNs;
    };
    return {
      first() {
        const times = contract.call("first", () => process.first());
        if (!Array.isArray(times)) throw contract.breach(`first: ${typeof times}`, "a list of times, ns");
        for (const atNs of times) contract.atLeast(atNs, "a first arrival at", 0);
        return times;
      },
      afterArrival(nowNs) {
        try {
          return next("afterArrival", process.afterArrival(nowNs), nowNs);
        } catch (error) {
          throw contract.failure("afterArrival", error);
        }
      },
      afterCompletion(nowNs, isServed) {
        try {
          return next("afterCompletion", process.afterCompletion(nowNs, isServed), nowNs);
        } catch (error) {
          throw contract.failure("afterCompletion", error);
        }
      },
      meanRate:
        process.meanRate &&
        ((durationNs, requests) => {
          const mean = contract.call("meanRate", () => process.meanRate?.(durationNs, requests) ?? 0);
          contract.atLeast(mean, "a mean rate of", 0);
          return mean;
        }),
    };
  },
};

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
  const process = openLoop((nowNs) => {
    let gapNs = candidate();
    while (random() * greatest >= rateAt(nowNs + gapNs)) gapNs += candidate();
    return gapNs;
  });
  const meanRate = (durationNs: number, requests: number) => {
    const stepNs = Math.min(durationNs, requests / greatest) / meanSteps;
    const endNs = Math.min(durationNs, stepNs * meanSteps * slowest);
    let [count, nowNs] = [0, 0];
    // Sums of steps round: half a step before the end all of them are made.
    while (nowNs < endNs - stepNs / 2 && count < requests) {
      count += rateAt(nowNs + stepNs / 2) * stepNs;
      nowNs += stepNs;
    }
    return count / nowNs;
  };
  return { ...process, meanRate };
}

/** Steps in which a rate is summed at its greatest, and how many times as long they may go on where it is low. */
const meanSteps = 10_000;
const slowest = 100;
