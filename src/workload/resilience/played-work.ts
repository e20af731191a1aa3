/**
 * Work of a run among failures that is played in simulated time, step by step, because others touch what it uses: in the place of
 * cycles of work and checkpoint whose number is known. The run (`long-run.ts`) says when work goes on and when it stops; whoever
 * plays it says when a checkpoint is complete and when all is done. Work is counted as time of whole steps.
 */

/** Work from one start to the next failure. */
export interface WorkStretch {
  /** When it stops, if it is not over before, ns; Infinity: never. */
  stopsNs: number;
  /** When a slow host begins to drag it along; Infinity where none does. */
  slowsNs: number;
  /** Of what goes on at `atNs`: how many times as long as by itself a step takes with canaries and slow hosts, and a wait for a checkpoint. */
  slownessAt(atNs: number): { step: number; wait: number };
  /** When what takes `ns` by itself from `beginNs` on is over: a step, which canaries share its time with, or a wait for a checkpoint; slow hosts drag both along. */
  overNs(beginNs: number, ns: number, what: "step" | "wait"): number;
}

/** Who plays it. */
export interface PlayedWork {
  /** Steps so far, without those that a failure took back, ns. */
  readonly doneNs: number;
  /** What it still takes, as far as that is known, ns. */
  readonly leftNs: number;
  /** Steps go on now. */
  goOn(stretch: WorkStretch): void;
  /** What is under way stops, a step and a save. */
  halt(): void;
  /** Saves all whole steps at once; `then` when that is complete. */
  saveNow(then: (now: number) => void): void;
  /** Goes back to the last whole step within the first `ns` of steps; returns how long those take that are left. */
  goBack(ns: number): number;
  /** Nothing moves before `untilNs`. */
  rests(untilNs: number): void;
  /** The state is being loaded. */
  loads(): void;
}
