/**
 * A segment: decode steps of an unchanged batch, whose times form a straight line in the step number. With a first step of
 * f ns and a growth of g ns a step, n steps end at
 *
 *     start + n f + g n (n - 1) / 2
 *
 * Every time is computed from the start of the segment and never added up step by step, so that jumping over steps gives
 * the same floating-point numbers as taking them one at a time. Where a step took longer, because its memory was shared, the
 * line begins anew after it.
 */

import { addCost, copyCost, type DecodeCost, emptyCost, type StepCost } from "../time/step-timer.ts";
import type { WorkedNs } from "./engine-tally.ts";
import type { StagePipe } from "./stage-pipe.ts";

/** The segment under way; one object per engine, used again and again. */
export class DecodeSegment {
  startNs = 0;
  /** Steps recorded so far. */
  done = 0;
  /** Steps for which the line holds and nobody leaves. */
  steps = 0;
  readonly #first = emptyCost();
  readonly #growth = emptyCost();
  readonly #next = emptyCost();

  /**
   * Begins at `now` with steps that cost `cost`, at most `stepsMax` of them. In a `pipe` the first one may wait for others on
   * its way.
   */
  begin(now: number, cost: DecodeCost, stepsMax: number, pipe?: StagePipe): void {
    copyCost(this.#first, cost.first);
    copyCost(this.#growth, cost.growth);
    if (pipe !== undefined) this.#first.totalNs = pipe.enter(now, cost.first.totalNs) - now;
    this.startNs = now;
    this.done = 0;
    this.steps = Math.min(cost.validSteps, stepsMax);
  }

  /** Time at which `steps` steps are done. */
  endNs(steps: number): number {
    return this.startNs + (steps * this.#first.totalNs + (this.#growth.totalNs * steps * (steps - 1)) / 2);
  }

  /** Duration of step `index` (0-based). */
  stepNs(index: number): number {
    return this.#first.totalNs + index * this.#growth.totalNs;
  }

  /** What the next step costs; overwritten by the next call. */
  nextCost(): StepCost {
    copyCost(this.#next, this.#first);
    addCost(this.#next, this.#growth, this.done);
    return this.#next;
  }

  /** The next step is over at `now`, whatever it took: the line goes on from there. */
  restart(now: number): void {
    addCost(this.#first, this.#growth, this.done + 1);
    this.steps -= this.done + 1;
    this.done = 0;
    this.startNs = now;
  }

  /** By how much each step is longer than the one before. */
  get growthNs(): number {
    return this.#growth.totalNs;
  }

  /** Steps that have begun by `now`, at least the one after `done`: the batch can change only when the last of them ends. */
  begunBy(now: number): number {
    if (now === Number.POSITIVE_INFINITY) return now;
    if (now <= this.startNs) return this.done + 1;
    const elapsed = now - this.startNs;
    const half = this.#growth.totalNs / 2;
    const linear = this.#first.totalNs - half;
    const guess =
      half > 0
        ? (Math.sqrt(linear * linear + 4 * half * elapsed) - linear) / (2 * half)
        : elapsed / this.#first.totalNs;
    let steps = Math.max(this.done + 1, Math.floor(guess));
    while (steps > this.done + 1 && this.endNs(steps - 1) >= now) steps--;
    while (this.endNs(steps) < now) steps++;
    return steps;
  }

  /** Steps that have ended before `now`, counted ones included. */
  endedBefore(now: number): number {
    return this.begunBy(now) - 1;
  }

  /** Adds the time of the next `steps` steps, by what limits it, to `parts`, and what works in it to `worked`. */
  addParts(parts: Float64Array, worked: WorkedNs, steps: number): void {
    const [first, growth] = [this.#first, this.#growth];
    const sumOfIndices = steps * this.done + (steps * (steps - 1)) / 2;
    for (let part = 0; part < parts.length; part++) {
      parts[part]! += steps * first.parts[part]! + sumOfIndices * growth.parts[part]!;
    }
    worked.engines += steps * first.computeBusyNs + sumOfIndices * growth.computeBusyNs;
    worked.memory += steps * first.memoryBusyNs + sumOfIndices * growth.memoryBusyNs;
  }
}
