/**
 * How a run of steps beside other jobs saves its state: asked after every step, and when steps are skipped. A checkpoint is due at
 * the end of the step in which the interval is over, which begins anew when steps go on after one:
 *
 *     | step | step | step | stall | step ...      n = interval / step, rounded up
 */
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { CheckpointPlan } from "../../resilience/checkpoint-plan.ts";

/** What becomes of a checkpoint. */
export interface SaveReport {
  /** Steps may go on. */
  goesOn(now: number): void;
  /** It is complete; never where a failure came first. */
  isComplete(now: number): void;
}

/** How steps wait for a checkpoint. */
export interface Wait {
  /** What was waited for until `endNs` is held up by slow hosts: `then` when it is over. */
  hold(endNs: number, then: (now: number) => void): void;
  /** Steps go on at `now`, after a wait of `ns` by itself. */
  goesOn(now: number, ns: number): void;
  /** It is complete at `now`, and steps have waited for `ns`. */
  isComplete(now: number, ns: number): void;
}

/** One that was saved in steps that nobody played: after how many of these, and when it was over, ns. */
export interface SkippedSave {
  step: number;
  endNs: number;
}

/** Steps of `stepNs` until a checkpoint is due, where the last was over `afterNs` after the first of them begins. */
export function stepsUntil(everyNs: number, stepNs: number, afterNs = 0): number {
  return Math.max(1, Math.ceil((everyNs + afterNs) / stepNs - 1e-9));
}

/** Saves the state of a job beside others. */
export abstract class Saver {
  readonly everyNs: number;
  /** What steps stand still for, ns, where nobody need watch some to know; absent where one must. */
  abstract readonly knownNs?: number;
  /** When steps went on after the last, ns. */
  #lastNs = 0;
  #isWaitedFor = false;

  constructor(everyNs: number) {
    this.everyNs = everyNs;
  }

  /** Whether one is not complete. */
  abstract get isSaving(): boolean;

  /** Whether one, or a copy, goes on beside the steps. */
  get isOnItsWay(): boolean {
    return this.isSaving;
  }

  /** Saves the state. */
  abstract save(report: SaveReport): void;

  protected abstract stop(): void;

  /** A failure ends what is under way. */
  halt(): void {
    this.#isWaitedFor = false;
    this.stop();
  }

  /** Steps that wait for a checkpoint are not played any more: it is due in those that follow. */
  skip(): void {
    if (this.#isWaitedFor) this.halt();
  }

  /** Saves the state after a step at `now`. It counts at the end of the wait at the earliest. */
  saveSteps(now: number, wait: Wait): void {
    let [isHeld, isComplete, waitedNs] = [true, false, 0];
    this.#isWaitedFor = true;
    this.save({
      goesOn: (endNs) => {
        this.#isWaitedFor = false;
        waitedNs = endNs - now;
        wait.hold(endNs, (goesOnNs) => {
          isHeld = false;
          if (isComplete) wait.isComplete(goesOnNs, waitedNs);
          this.goesOn(goesOnNs);
          wait.goesOn(goesOnNs, waitedNs);
        });
      },
      isComplete: (endNs) => {
        isComplete = true;
        if (!isHeld) wait.isComplete(endNs, waitedNs);
      },
    });
  }

  /** Whether one is due after a step; none is before the last is complete. */
  isDue(now: number): boolean {
    return !this.isSaving && now - this.#lastNs >= this.everyNs * (1 - 1e-12);
  }

  /** Steps go on, and the interval with them. */
  goesOn(now: number): void {
    this.#lastNs = now;
  }

  /** What is due in `steps` from `fromNs` on that take `stepNs` each, where each is waited for `waitNs`. */
  dueIn(
    steps: number,
    { fromNs, stepNs, waitNs }: { fromNs: number; stepNs: number; waitNs: number },
  ): SkippedSave[] {
    const first = stepsUntil(this.everyNs, stepNs, this.#lastNs - fromNs);
    const between = stepsUntil(this.everyNs, stepNs);
    const saves: SkippedSave[] = [];
    for (let step = first; step <= steps; step += between)
      saves.push({ step, endNs: fromNs + step * stepNs + (saves.length + 1) * waitNs });
    return saves;
  }
}

/** Checkpoints for which steps always stand still for the same time, and that meet nobody: of a `stall` that is written, and of copies to the hosts' own memory or drives. */
export class StandingSaver extends Saver {
  readonly #simulator: Simulator;
  readonly #plan: CheckpointPlan;
  #underWay: Standing | undefined;

  constructor(simulator: Simulator, plan: CheckpointPlan) {
    super(plan.intervalNs);
    this.#simulator = simulator;
    this.#plan = plan;
  }

  get knownNs(): number {
    return this.#plan.stallNs;
  }

  get isSaving(): boolean {
    return this.#underWay !== undefined;
  }

  save({ goesOn, isComplete }: SaveReport): void {
    const { stallNs, saveNs } = this.#plan;
    const isOver = (now: number) => {
      this.#underWay = undefined;
      isComplete(now);
    };
    const standing = new Standing((code, now) => {
      if (code === completeCode) isOver(now);
      else {
        if (saveNs <= stallNs) isOver(now);
        goesOn(now);
      }
    });
    this.#underWay = standing;
    this.#simulator.schedule(stallNs, standing, goesOnCode);
    if (saveNs > stallNs) this.#simulator.schedule(saveNs, standing, completeCode);
  }

  protected stop(): void {
    this.#underWay?.stop();
    this.#underWay = undefined;
  }
}

const goesOnCode = 0;
const completeCode = 1;

/** One that is under way. */
class Standing implements Target {
  #then: ((code: number, now: number) => void) | undefined;

  constructor(then: (code: number, now: number) => void) {
    this.#then = then;
  }

  stop(): void {
    this.#then = undefined;
  }

  handle(code: number, now: number): void {
    this.#then?.(code, now);
  }
}
