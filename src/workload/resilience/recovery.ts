/** How a job comes back after a failure: who notices when, whose host stands in, and what a restart takes. */
import type { z } from "zod";
import type { FailureCause } from "./failure-model.ts";
import { noticedAfterNs } from "./heartbeats.ts";
import { type IdleFaults, IdleHosts } from "./idle-hosts.ts";
import type { Downtime } from "./long-run-plan.ts";
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
  compile: 0,
  people: { from: 9 * 3600e9, to: 17 * 3600e9, triage: 3600e9 },
  corruption: 3600e9,
};

/** Hosts that stand by, and hosts that are kept warm. */
export class Spares {
  /** Hosts that came in with a fault that nobody had found. */
  faulty = 0;
  readonly #spares: IdleHosts;
  readonly #warm: IdleHosts;
  /** Faults that came in since they were last asked for. */
  #brought: FailureCause[] = [];

  /** So many that stand by, and so many that are kept warm. */
  constructor(
    spares: number,
    repairNs: number,
    { warm = 0, faults }: { warm?: number; faults?: IdleFaults } = {},
  ) {
    this.#spares = new IdleHosts(spares, repairNs, faults);
    this.#warm = new IdleHosts(warm, repairNs, faults);
  }

  /** Faults that were found while their hosts stood by. */
  get found(): number {
    return this.#spares.found + this.#warm.found;
  }

  /** Takes one that stands by at `atNs`; false when none is there. */
  take(atNs: number): boolean {
    return this.#takeOf(this.#spares, atNs);
  }

  /** Takes one that is kept warm. */
  takeWarm(atNs: number): boolean {
    return this.#takeOf(this.#warm, atNs);
  }

  /** Faults of the hosts that were taken since this was last called. */
  brought(): readonly FailureCause[] {
    const brought = this.#brought;
    this.#brought = [];
    return brought;
  }

  #takeOf(hosts: IdleHosts, atNs: number): boolean {
    const taken = hosts.take(atNs);
    if (taken?.fault) {
      this.faulty++;
      this.#brought.push(taken.fault);
    }
    return taken !== undefined;
  }
}

/** Downtime after `cause` struck, or was found before it struck, at `atNs` of the run, whose state takes `loadNs` to load again. */
export function downtime(
  recovery: Recovery,
  cause: FailureCause,
  atNs: number,
  { loadNs, spares, isFound = false }: { loadNs: number; spares: Spares; isFound?: boolean },
): Downtime {
  const { stuckAfter, unnoticed, collectiveTimeout, replacement, restart, compile, people } = recovery;
  const hangNs = Math.min(stuckAfter ?? unnoticed, collectiveTimeout ?? Number.POSITIVE_INFINITY);
  // Maintenance is planned, a reclaim has been announced, and of a slow host the job runs on until it is noticed.
  const isKnown =
    isFound || cause.isNoticed || cause.isPlanned || cause.effect === "reclaim" || cause.effect === "slow";
  const detectionNs = isKnown ? 0 : cause.effect === "hang" ? hangNs : crashNoticedNs(recovery, atNs);
  const waitingNs = replacement === "manual" ? untilWork(people, atNs + detectionNs) + people.triage : 0;
  return {
    detectionNs,
    waitingNs,
    replacementNs: cause.replaces ? replacementNs(recovery, cause, atNs, spares) : (cause.lastsNs ?? 0),
    restart: { launchNs: restart, restoreNs: loadNs, compileNs: compile },
  };
}

/** Until a crash at `atNs` is noticed, ns. */
function crashNoticedNs({ detection }: Recovery, atNs: number): number {
  return typeof detection === "number" ? detection : noticedAfterNs(detection, atNs);
}

/** Until other hosts are there for all that `cause` took along, ns. */
function replacementNs(
  { replace, warm }: Recovery,
  { hosts = 1 }: FailureCause,
  atNs: number,
  spares: Spares,
): number {
  let longest = 0;
  for (let host = 0; host < hosts; host++) {
    if (spares.take(atNs)) continue;
    longest = Math.max(longest, spares.takeWarm(atNs) ? (warm?.ready ?? 0) : replace);
  }
  return longest;
}

/** Until somebody is at work, ns; the run begins at midnight. */
function untilWork({ from, to }: Recovery["people"], atNs: number): number {
  const hour = atNs % dayNs;
  if (hour >= from && hour < to) return 0;
  return hour < from ? from - hour : dayNs - hour + from;
}
