/** Whether a run among failures gets on at all: one whose failures come faster than restarts, or than what is to be saved, never ends. */
import { ScenarioError } from "../../base/errors.ts";
import { formatTime } from "../../base/units.ts";

/** Interruptions among which so much of the work has to be saved: with less, a run has a hundred million of them. */
const lookedAfter = 100_000;
const leastShare = 1e-3;
/** Restarts in a row that may be struck again: where none of so many came to work, hardly one in a thousand does. */
const startsMost = 10_000;

/** The progress of one run. */
export class Progress {
  readonly #workNs: number;
  #seenNs = 0;
  /** Interruptions up to the last that struck work. */
  #workedAt = 0;

  constructor(workNs: number) {
    this.#workNs = workNs;
  }

  /**
   * Looks at a run with so many interruptions, the last of work or of a restart, and so much work saved at `atNs`. Throws a
   * `ScenarioError` where it does not get on.
   */
  look({
    interruptions,
    ofWork,
    savedNs,
    atNs,
    name,
  }: {
    interruptions: number;
    ofWork: boolean;
    savedNs: number;
    atNs: number;
    /** Of the cause of the last. */
    name: string;
  }): void {
    if (ofWork) this.#workedAt = interruptions;
    const neverStarts = interruptions - this.#workedAt >= startsMost;
    if (!neverStarts && interruptions % lookedAfter !== 0) return;
    const done = savedNs - this.#seenNs;
    this.#seenNs = savedNs;
    if (!neverStarts && done > leastShare * this.#workNs) return;
    const saved = `${formatTime(savedNs)} of ${formatTime(this.#workNs)} of work saved`;
    throw new ScenarioError([
      {
        path: "workload.failures",
        found: `one every ${formatTime(atNs / interruptions)}, the last by ${name}, and after ${interruptions} of them ${saved}`,
        expected:
          "failures far enough apart for a restart and for the work up to a checkpoint, which outlasts them (a further tier, where it is lost with its host)",
      },
    ]);
  }
}
