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

/** Canaries as hosts meet them on which a job works, or that stand by; none where a scenario has none there. */
export function looksOn(
  where: "busy" | "idle",
  canaries: { every: number; coverage: number; on: "all" | "busy" | "idle" } | undefined,
): Canaries | undefined {
  if (canaries === undefined || (canaries.on !== "all" && canaries.on !== where)) return undefined;
  return { everyNs: canaries.every, coverage: canaries.coverage };
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
    this.#begun(atNs);
    let found = 0;
    for (const [index, { beganNs, shows }] of [...this.#hidden.entries()].reverse()) {
      if (beganNs > atNs || shows.atNs <= atNs || this.#random() >= coverage) continue;
      this.#hidden.splice(index, 1);
      found++;
    }
    return found;
  }

  /** Faults that are there at `atNs` and have not shown. */
  left(atNs: number): FailureCause[] {
    this.#begun(atNs);
    return this.#hidden.flatMap(({ beganNs, shows }) =>
      beganNs <= atNs && shows.atNs > atNs ? shows.cause : [],
    );
  }

  /** A host comes in at `atNs` with a fault, and works from `worksNs` on: before that nothing strikes, though checks may find it. */
  bring(cause: FailureCause, { atNs, worksNs }: { atNs: number; worksNs: number }): void {
    this.#hide({ atNs, cause }, worksNs);
  }

  /** All that begin by `atNs` are known then. */
  #begun(atNs: number): void {
    while (this.#next.atNs <= atNs) {
      this.#hide(this.#next);
      this.#next = this.#begins();
    }
  }

  #hide({ atNs, cause }: Failure, fromNs = atNs): void {
    const { latencyNs = 0 } = cause;
    const strikesNs = latencyNs > 0 ? fromNs - latencyNs * Math.log(1 - this.#random()) : fromNs;
    const seenNs = this.#canaries
      ? foundNs(this.#canaries, { fromNs, untilNs: strikesNs }, this.#random)
      : Number.POSITIVE_INFINITY;
    const shows: Failure =
      seenNs < strikesNs ? { atNs: seenNs, cause, isFound: true } : { atNs: strikesNs, cause };
    const before = this.#hidden.findLastIndex((each) => each.shows.atNs <= shows.atNs);
    this.#hidden.splice(before + 1, 0, { beganNs: atNs, shows });
  }
}

/** When canaries find a fault that is there from `fromNs` until `untilNs`; never where they do not before that. */
export function foundNs(
  { everyNs, coverage }: Canaries,
  { fromNs, untilNs = Number.POSITIVE_INFINITY }: { fromNs: number; untilNs?: number },
  random: Random,
): number {
  if (coverage === 0) return Number.POSITIVE_INFINITY;
  for (let turn = Math.floor(fromNs / everyNs) + 1; turn * everyNs < untilNs; turn++) {
    if (random() < coverage) return turn * everyNs;
  }
  return Number.POSITIVE_INFINITY;
}

/** A draw from the Poisson law: arrivals at rate 1 before `mean`. */
function poisson(mean: number, random: Random): number {
  let count = -1;
  for (let at = 0; at <= mean; count++) at -= Math.log(1 - random());
  return Math.max(0, count);
}
