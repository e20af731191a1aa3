/**
 * Steps of a run and where their time went, with marks that a failure can take it back to. Between two marks steps are taken to be
 * alike: they are where checkpoints begin, and around steps that nobody played.
 */
import type { TimeName } from "../step/stage-account.ts";

/** How steps came about: as events, by a leap from one to a later one, or at the pace of those that were played. */
export type StepWay = "played" | "jumped" | "skipped";

/** Sums at a moment. */
interface Mark {
  steps: Record<StepWay, number>;
  ns: number;
  timesNs: ReadonlyMap<TimeName, number>;
}

/** Rounding of sums of times. */
const precision = 1e-9;

/** The ledger of a run. */
export class StepLedger {
  /** Time of all steps, ns. */
  stepsNs = 0;
  /** Where the time of the stages went in them, ns. */
  readonly timesNs = new Map<TimeName, number>();
  readonly #steps: Record<StepWay, number> = { played: 0, jumped: 0, skipped: 0 };
  readonly #marks: Mark[] = [];

  /** Steps that were played as events. */
  get played(): number {
    return this.#steps.played;
  }

  /** Steps that were not. */
  get jumped(): number {
    return this.#steps.jumped + this.#steps.skipped;
  }

  /** Of these, the ones beside others, at the pace of those that were played. */
  get skipped(): number {
    return this.#steps.skipped;
  }

  get steps(): number {
    return this.played + this.jumped;
  }

  /** Enters `steps` of `stepNs` each, whose time went as `timesNs` say. */
  add(
    way: StepWay,
    steps: number,
    { stepNs, timesNs }: { stepNs: number; timesNs: ReadonlyMap<TimeName, number> },
  ): void {
    this.#steps[way] += steps;
    this.stepsNs += steps * stepNs;
    for (const [what, ns] of timesNs) this.timesNs.set(what, (this.timesNs.get(what) ?? 0) + steps * ns);
  }

  /** Steps can be taken back to here. */
  mark(): void {
    this.#marks.push(this.#now());
  }

  /** Goes back to the last whole step within the first `ns`; returns the time of the steps that are left. */
  goBack(ns: number): number {
    let after = this.#now();
    if (ns >= after.ns * (1 - precision)) return after.ns;
    let before = this.#marks.pop() ?? none;
    while (before.ns > ns * (1 + precision)) {
      after = before;
      before = this.#marks.pop() ?? none;
    }
    const steps = stepsOf(after) - stepsOf(before);
    const share = (ns - before.ns) / (after.ns - before.ns);
    const kept = Math.max(0, Math.floor(share * steps + precision)) / steps;
    for (const way of ["played", "jumped", "skipped"] as const)
      this.#steps[way] = before.steps[way] + Math.round(kept * (after.steps[way] - before.steps[way]));
    this.stepsNs = before.ns + kept * (after.ns - before.ns);
    for (const [what, afterNs] of after.timesNs) {
      const beforeNs = before.timesNs.get(what) ?? 0;
      this.timesNs.set(what, beforeNs + kept * (afterNs - beforeNs));
    }
    this.mark();
    return this.stepsNs;
  }

  #now(): Mark {
    return { steps: { ...this.#steps }, ns: this.stepsNs, timesNs: new Map(this.timesNs) };
  }
}

/** Before the first step. */
const none: Mark = { steps: { played: 0, jumped: 0, skipped: 0 }, ns: 0, timesNs: new Map() };

function stepsOf({ steps: { played, jumped, skipped } }: Mark): number {
  return played + jumped + skipped;
}
