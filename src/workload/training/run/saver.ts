/** How a run of steps beside other jobs saves its state: asked after every step, and when steps are skipped. */
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { CheckpointPlan } from "../../resilience/checkpoint-plan.ts";

/** Steps beside others that nobody played. */
export interface SkippedSteps {
  /** From when. */
  fromNs: number;
  steps: number;
  /** Of each, and what checkpoints that were seen took of it in the mean. */
  stepNs: number;
  saveNs: number;
}

/** Saves the state of a job beside others. */
export interface Saver {
  /** Checkpoints so far. */
  readonly saves: number;
  /** Whether one, or a copy, goes on beside the steps. */
  readonly isOnItsWay: boolean;
  /** Whether so much time has gone by since the last, and that is complete. */
  isDue(now: number): boolean;
  /** Saves the state; `then` when steps may go on. */
  save(then: (now: number) => void): void;
  /** Checkpoints were saved as before, unseen, in these steps: what they took, ns. */
  skip(skipped: SkippedSteps): number;
  /** What checkpoints take of each step of `stepNs` in the mean, ns, where nobody need watch some to know; absent where one must. */
  knownNs?(stepNs: number): number;
}

/** Steps of `stepNs` until a checkpoint is due, where the last was over `afterNs` after the first of them begins. */
function stepsUntil(everyNs: number, stepNs: number, afterNs = 0): number {
  return Math.max(1, Math.ceil((everyNs + afterNs) / stepNs - 1e-9));
}

/** Checkpoints that are due in steps that were skipped, where each takes `eachNs`, and when the last of them is over. */
export function dueIn(
  { fromNs, steps, stepNs }: SkippedSteps,
  { everyNs, eachNs, lastNs }: { everyNs: number; eachNs: number; lastNs: number },
): { saves: number; lastNs: number } {
  const first = stepsUntil(everyNs, stepNs, lastNs - fromNs);
  if (first > steps) return { saves: 0, lastNs };
  const between = stepsUntil(everyNs, stepNs);
  const saves = 1 + Math.floor((steps - first) / between);
  return { saves, lastNs: fromNs + (first + (saves - 1) * between) * stepNs + saves * eachNs };
}

/** What each of the checkpoints takes that take `saveNs` of a step, ns. */
export function eachSaveNs(everyNs: number, { stepNs, saveNs }: SkippedSteps): number {
  return saveNs * stepsUntil(everyNs, stepNs);
}

/**
 * Checkpoints for which steps stand still, always for the same time, and that meet nobody: of a `stall` that is written, and of
 * copies to the hosts' own memory or drives. One is due at the end of the step in which the interval is over:
 *
 *     | step | step | step | stall |      n = interval / step, rounded up; stall / n of each step
 */
export class StandingSaver implements Saver, Target {
  saves = 0;
  readonly isOnItsWay = false;
  readonly #simulator: Simulator;
  readonly #plan: CheckpointPlan;
  /** When the last was over, ns. */
  #lastNs: number;
  #then: ((now: number) => void) | undefined;

  constructor(simulator: Simulator, plan: CheckpointPlan, startNs: number) {
    this.#simulator = simulator;
    this.#plan = plan;
    this.#lastNs = startNs;
  }

  isDue(now: number): boolean {
    return now - this.#lastNs >= this.#plan.intervalNs;
  }

  save(then: (now: number) => void): void {
    this.#then = then;
    this.#simulator.schedule(this.#plan.stallNs, this, 0);
  }

  handle(_: number, now: number): void {
    const then = this.#then;
    // Skipped over meanwhile, and counted there.
    if (then === undefined) return;
    this.#then = undefined;
    this.saves++;
    this.#lastNs = now;
    then(now);
  }

  skip(skipped: SkippedSteps): number {
    const { intervalNs, stallNs } = this.#plan;
    this.#then = undefined;
    const due = dueIn(skipped, { everyNs: intervalNs, eachNs: stallNs, lastNs: this.#lastNs });
    this.saves += due.saves;
    this.#lastNs = due.lastNs;
    return due.saves * stallNs;
  }

  knownNs(stepNs: number): number {
    return this.#plan.stallNs / stepsUntil(this.#plan.intervalNs, stepNs);
  }
}
