/**
 * Faults that hide before they strike. A fault with a latency L is there for a time of mean L (exponential) before the job
 * notices. A canary job looks for such faults every T on all hosts of the job, a pre-flight check before every start; each
 * finds a fault that is there with probability c. Canaries find one before it strikes in the share
 *
 *     c (L/T) (1 - e^(-T/L)) / (1 - (1 - c) e^(-T/L))
 *
 * because a fault begins at a moment uniform between two canaries and outlives each further one with e^(-T/L). Before the
 * first start hosts hold as many faults as they do after a long time, rate x L (Poisson), so that without checks faults strike
 * at the rate at which they begin.
 */
import { elementAt } from "../../base/element-at.ts";
import type { Random } from "../../base/random.ts";
import { type FailureCause, type FailureUnit, struckBy } from "./failure-model.ts";
import type { Failure } from "./failure-stream.ts";

/** Canary jobs. */
export interface Canaries {
  everyNs: number;
  /** Chance that one finds a fault that is there. */
  coverage: number;
}

/** Failures in the order in which they show. */
export class HiddenFaults {
  readonly #begins: () => Failure;
  readonly #random: Random;
  readonly #canaries: Canaries | undefined;
  /** Faults that have begun, by when they show. */
  readonly #hidden: { beganNs: number; shows: Failure }[] = [];
  #next: Failure;

  /** `begins` gives the beginnings of faults in the order of time. */
  constructor(
    begins: () => Failure,
    parts: {
      causes: readonly FailureCause[];
      units: Readonly<Record<FailureUnit, number>>;
      canaries?: Canaries | undefined;
      random: Random;
    },
  ) {
    this.#begins = begins;
    this.#random = parts.random;
    this.#canaries = parts.canaries;
    for (const cause of parts.causes) {
      const { latencyNs = 0 } = cause;
      const held = poisson((struckBy(cause, parts.units) / cause.mtbfNs) * latencyNs, this.#random);
      for (let each = 0; each < held; each++) this.#hide({ atNs: 0, cause });
    }
    this.#next = begins();
  }

  /** What shows next: a fault that strikes, or one that a canary found. */
  next(): Failure {
    while (this.#hidden.length === 0 || this.#next.atNs < elementAt(this.#hidden, 0).shows.atNs) {
      const { cause, atNs } = this.#next;
      if (atNs === Number.POSITIVE_INFINITY && this.#hidden.length === 0) return this.#next;
      if (atNs === Number.POSITIVE_INFINITY) break;
      this.#next = this.#begins();
      if (!cause.latencyNs && this.#hidden.length === 0) return { atNs, cause };
      this.#hide({ atNs, cause });
    }
    return (this.#hidden.shift() as { shows: Failure }).shows;
  }

  /** A check at `atNs` finds and removes faults that are there; how many. */
  check(atNs: number, coverage: number): number {
    // All that begin before it have to be known.
    while (this.#next.atNs <= atNs) {
      this.#hide(this.#next);
      this.#next = this.#begins();
    }
    let found = 0;
    for (const [index, { beganNs, shows }] of [...this.#hidden.entries()].reverse()) {
      if (beganNs > atNs || shows.atNs <= atNs || this.#random() >= coverage) continue;
      this.#hidden.splice(index, 1);
      found++;
    }
    return found;
  }

  #hide({ atNs, cause }: Failure): void {
    const { latencyNs = 0 } = cause;
    const strikesNs = latencyNs > 0 ? atNs - latencyNs * Math.log(1 - this.#random()) : atNs;
    const foundNs = this.#foundNs(atNs, strikesNs);
    const shows: Failure =
      foundNs < strikesNs ? { atNs: foundNs, cause, isFound: true } : { atNs: strikesNs, cause };
    const before = this.#hidden.findLastIndex((each) => each.shows.atNs <= shows.atNs);
    this.#hidden.splice(before + 1, 0, { beganNs: atNs, shows });
  }

  /** When a canary finds a fault that begins at `beganNs` and strikes at `strikesNs`; never where it strikes first. */
  #foundNs(beganNs: number, strikesNs: number): number {
    if (this.#canaries === undefined) return Number.POSITIVE_INFINITY;
    const { everyNs, coverage } = this.#canaries;
    for (let turn = Math.floor(beganNs / everyNs) + 1; turn * everyNs < strikesNs; turn++) {
      if (this.#random() < coverage) return turn * everyNs;
    }
    return Number.POSITIVE_INFINITY;
  }
}

/** A draw from the Poisson law: arrivals at rate 1 before `mean`. */
function poisson(mean: number, random: Random): number {
  let count = -1;
  for (let at = 0; at <= mean; count++) at -= Math.log(1 - random());
  return Math.max(0, count);
}
