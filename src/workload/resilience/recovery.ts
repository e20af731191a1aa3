/** How a job comes back after a failure: who notices when, whose host stands in, and what a restart takes. */
import type { z } from "zod";
import type { FailureCause } from "./failure-model.ts";
import type { Downtime } from "./long-run.ts";
import type { resilienceOptions } from "./resilience-options.ts";

const dayNs = 24 * 3600e9;

/** What a scenario says of it, checked. */
export type Recovery = NonNullable<z.output<z.ZodObject<ReturnType<typeof resilienceOptions>>>["recovery"]>;

/** Where a scenario says nothing. */
export const usualRecovery: Recovery = {
  detection: 180e9,
  unnoticed: 2 * dayNs,
  slowAfter: 4 * 3600e9,
  replacement: "automatic",
  replace: 600e9,
  spares: 0,
  repair: dayNs,
  restart: 300e9,
  people: { from: 9 * 3600e9, to: 17 * 3600e9, triage: 3600e9 },
  corruption: 3600e9,
};

/** Hosts that stand by; each that is used comes back when the one it stood in for is repaired. */
export class Spares {
  readonly #repairNs: number;
  readonly #backNs: number[];

  constructor(spares: number, repairNs: number) {
    this.#repairNs = repairNs;
    this.#backNs = new Array<number>(spares).fill(0);
  }

  /** Takes one at `atNs`; false when none is there. */
  take(atNs: number): boolean {
    const free = this.#backNs.findIndex((back) => back <= atNs);
    if (free < 0) return false;
    this.#backNs[free] = atNs + this.#repairNs;
    return true;
  }
}

/** Downtime after `cause` struck, or was found before it struck, at `atNs` of the run, whose state takes `loadNs` to load again. */
export function downtime(
  recovery: Recovery,
  cause: FailureCause,
  atNs: number,
  { loadNs, spares, isFound = false }: { loadNs: number; spares: Spares; isFound?: boolean },
): Downtime {
  const { detection, stuckAfter, unnoticed, replacement, replace, restart, people } = recovery;
  const hangNs = stuckAfter ?? unnoticed;
  // A reclaim has been announced, and of a slow host the job runs on until it is noticed.
  const isKnown = isFound || cause.effect === "reclaim" || cause.effect === "slow";
  const detectionNs = isKnown ? 0 : cause.effect === "hang" ? hangNs : detection;
  const waitingNs = replacement === "manual" ? untilWork(people, atNs + detectionNs) + people.triage : 0;
  const isSpared = cause.replaces && spares.take(atNs);
  return {
    detectionNs,
    waitingNs,
    replacementNs: cause.replaces && !isSpared ? replace : 0,
    restartNs: restart + loadNs,
  };
}

/** Until somebody is at work, ns; the run begins at midnight. */
function untilWork({ from, to }: Recovery["people"], atNs: number): number {
  const hour = atNs % dayNs;
  if (hour >= from && hour < to) return 0;
  return hour < from ? from - hour : dayNs - hour + from;
}
