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

import { KeptCosts } from "../time/kept-costs.ts";
import { type DecodeCost, type StepCost, stepParts } from "../time/step-timer.ts";
import type { StagePipe } from "./stage-pipe.ts";

/** Numbers of the kept costs. */
const first = 0;
const growth = 1;

/** The segment under way; one object per engine, used again and again. */
export class DecodeSegment {
  startNs = 0;
  /** Steps recorded so far. */
  done = 0;
  /** Steps for which the line holds and nobody leaves. */
  steps = 0;
  /** Of the first step, and by how much each is dearer than the one before. */
  readonly #costs = new KeptCosts(2);

  /**
   * Begins at `now` with steps that cost `cost`, at most `stepsMax` of them. In a `pipe` the first one may wait for others on
   * its way.
   */
  begin(now: number, cost: DecodeCost, stepsMax: number, pipe?: StagePipe): void {
    this.#costs.keep(first, cost.first);
    this.#costs.keep(growth, cost.growth);
    if (pipe !== undefined) this.#costs.setTotalNs(first, pipe.enter(now, cost.first.totalNs) - now);
    this.startNs = now;
    this.done = 0;
    this.steps = Math.min(cost.validSteps, stepsMax);
  }

  /** Time at which `steps` steps are done. */
  endNs(steps: number): number {
    return this.startNs + (steps * this.#firstNs + (this.growthNs * steps * (steps - 1)) / 2);
  }

  /** Duration of step `index` (0-based). */
  stepNs(index: number): number {
    return this.#firstNs + index * this.growthNs;
  }

  /** What the next step costs. */
  nextCost(): StepCost {
    return this.#costs.sum(first, growth, this.done);
  }

  /** The next step is over at `now`, whatever it took: the line goes on from there. */
  restart(now: number): void {
    this.#costs.keep(first, this.#costs.sum(first, growth, this.done + 1));
    this.steps -= this.done + 1;
    this.done = 0;
    this.startNs = now;
  }

  /** By how much each step is longer than the one before. */
  get growthNs(): number {
    return this.#costs.totalNs(growth);
  }

  get #firstNs(): number {
    return this.#costs.totalNs(first);
  }

  /** Steps that have begun by `now`, at least the one after `done`: the batch can change only when the last of them ends. */
  begunBy(now: number): number {
    if (now === Number.POSITIVE_INFINITY) return now;
    if (now <= this.startNs) return this.done + 1;
    const elapsed = now - this.startNs;
    const half = this.growthNs / 2;
    const linear = this.#firstNs - half;
    const guess =
      half > 0
        ? (Math.sqrt(linear * linear + 4 * half * elapsed) - linear) / (2 * half)
        : elapsed / this.#firstNs;
    let steps = Math.max(this.done + 1, Math.floor(guess));
    while (steps > this.done + 1 && this.endNs(steps - 1) >= now) steps--;
    while (this.endNs(steps) < now) steps++;
    return steps;
  }

  /** Steps that have ended before `now`, counted ones included. */
  endedBefore(now: number): number {
    return this.begunBy(now) - 1;
  }

  /**
   * Adds the time of the next `steps` steps, by what limits it, and behind it how long engines computed and the memory worked,
   * to the numbers of `sums` from `from` on.
   */
  addTimes(sums: Float64Array, from: number, steps: number): void {
    const sumOfIndices = steps * this.done + (steps * (steps - 1)) / 2;
    const costs = this.#costs;
    for (let part = 0; part < stepParts.length; part++) {
      sums[from + part]! += steps * costs.partNs(first, part) + sumOfIndices * costs.partNs(growth, part);
    }
    const behind = from + stepParts.length;
    sums[behind]! += steps * costs.computeBusyNs(first) + sumOfIndices * costs.computeBusyNs(growth);
    sums[behind + 1]! += steps * costs.memoryBusyNs(first) + sumOfIndices * costs.memoryBusyNs(growth);
  }
}
