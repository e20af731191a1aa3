/**
 * Steps that are played beside other jobs, and the run among failures that stops them: it says when work goes on and until when
 * (`played-work.ts`), and hears of each checkpoint that is complete. While the job stands still it waits on the board of jobs, so that the
 * others go at their own pace meanwhile.
 */
import type { PacedJob } from "../../../cluster/job-board.ts";
import type { World } from "../../../cluster/world.ts";
import { Alarm } from "../../../kernel/alarm.ts";
import { LongRun, type WorkLeft } from "../../resilience/long-run.ts";
import type { LongRunPlan } from "../../resilience/long-run-plan.ts";
import type { PlayedWork, WorkStretch } from "../../resilience/played-work.ts";
import type { Saver } from "./saver.ts";
import type { StepLedger } from "./step-ledger.ts";

/** A run of steps as failures meet it. */
export interface StruckRun extends PacedJob {
  readonly ledger: StepLedger;
  /** Steps go on now; others have the same pace beside them as before only where `isUnchanged`. */
  goOn(now: number, isUnchanged: boolean): void;
  /** What is under way stops, a save beside it too. */
  halt(): void;
  /** Time that its steps still take, as far as that is known, ns. */
  stepsLeftNs(now: number): number;
}

/** What strikes whom. */
export interface StruckPlan {
  world: World;
  owner: number;
  run: StruckRun;
  saver: Saver | undefined;
  resilience: Omit<LongRunPlan, "workNs">;
  steps: number;
  /** About what a step takes, ns. */
  stepNs: number;
}

/** Nothing stops or slows it. */
const unstruck: WorkStretch = {
  stopsNs: Number.POSITIVE_INFINITY,
  slowsNs: Number.POSITIVE_INFINITY,
  slownessAt: () => ({ step: 1, wait: 1 }),
  overNs: (beginNs, ns) => beginNs + ns,
};

/** Steps among failures. */
export class StruckSteps implements PlayedWork {
  readonly long: LongRun;
  readonly #plan: StruckPlan;
  readonly #alarm: Alarm;
  #stretch = unstruck;
  #hasRested = false;
  /** When it was left alone, and what was done by then, ns. */
  #alone: Pick<WorkLeft, "ageNs" | "doneNs"> | undefined;

  /** `done` when all is. */
  constructor(plan: StruckPlan, done: (now: number) => void) {
    const { world, resilience, steps, stepNs } = plan;
    const { simulator } = world;
    this.#plan = plan;
    this.#alarm = new Alarm(simulator, () => this.look());
    this.long = new LongRun(
      simulator,
      { ...resilience, workNs: steps * stepNs },
      (now) => {
        this.#alarm.cancel();
        done(now);
      },
      this,
    );
  }

  /** When a step or a wait for a checkpoint of `ns` from `beginNs` on is over, with what canaries and slow hosts take, ns. */
  overNs(beginNs: number, ns: number, what: "step" | "wait"): number {
    return this.#stretch.overNs(beginNs, ns, what);
  }

  /** How many times as long as by themselves steps and waits take at `now`. */
  slownessAt(now: number): { step: number; wait: number } {
    return this.#stretch.slownessAt(now);
  }

  /** When steps next stop, or become slower, after `now`. */
  changesNs(now: number): number {
    const { stopsNs, slowsNs } = this.#stretch;
    return slowsNs > now ? Math.min(stopsNs, slowsNs) : stopsNs;
  }

  /** Whether a slow host drags the steps along at `now`, or began to after `sinceNs`. */
  isDragged(now: number, sinceNs = Number.NEGATIVE_INFINITY): boolean {
    const { slowsNs } = this.#stretch;
    return sinceNs <= slowsNs && slowsNs < now;
  }

  /** Whether steps are done that no checkpoint holds. */
  get isUnsaved(): boolean {
    const { stepsNs } = this.#plan.run.ledger;
    return stepsNs - this.long.savedWorkNs > 1e-9 * stepsNs;
  }

  /** Stops at the moment of a failure, and looks again after about a step: one that is far away would keep the clock going when all is over. */
  look(): void {
    const { now } = this.#plan.world.simulator;
    const { stopsNs } = this.#stretch;
    if (stopsNs === Number.POSITIVE_INFINITY) return;
    if (now < stopsNs) {
      this.#alarm.set(Math.min(stopsNs, now + this.#plan.stepNs));
      return;
    }
    const nextNs = this.long.stops(this, now);
    if (nextNs === undefined) return;
    this.#stretch = { ...this.#stretch, stopsNs: nextNs };
    this.look();
  }

  /** Steps are passed over until `untilNs`: nothing stops them before. */
  passesTo(untilNs: number): void {
    const { stopsNs } = this.#stretch;
    if (stopsNs <= untilNs) this.#alarm.set(stopsNs);
    else this.#alarm.cancel();
  }

  /** Nobody else runs any more: what is played from here on counts for nothing but the clock. */
  leaveAlone(): void {
    this.#alone ??= { ageNs: this.long.ageNs, doneNs: this.doneNs };
    this.#stretch = unstruck;
    this.#alarm.cancel();
  }

  /** Goes on from there in cycles, where all steps take `workNs`. */
  goOnAlone(workNs: number, plan: WorkLeft["plan"]): void {
    if (this.#alone) this.long.goOnAlone({ ...this.#alone, workNs, plan });
  }

  /** All steps are played and saved. */
  over(now: number): void {
    this.long.over(this, now);
  }

  get doneNs(): number {
    return this.#plan.run.ledger.stepsNs;
  }

  get leftNs(): number {
    return this.#plan.run.stepsLeftNs(this.#plan.world.simulator.now);
  }

  goOn(stretch: WorkStretch): void {
    const { world, owner, run, saver } = this.#plan;
    const { now } = world.simulator;
    const isUnchanged = !this.#hasRested;
    this.#stretch = stretch;
    if (this.#hasRested) world.board.begins(owner, run);
    this.#hasRested = false;
    saver?.goesOn(now);
    run.goOn(now, isUnchanged);
  }

  halt(): void {
    const { world, owner, run } = this.#plan;
    this.#alarm.cancel();
    this.#stretch = unstruck;
    // Its pace is no longer that of its steps.
    world.board.begins(owner, run);
    run.halt();
  }

  saveNow(then: (now: number) => void): void {
    this.#plan.run.ledger.mark();
    this.#plan.saver?.save({ goesOn: () => {}, isComplete: then });
  }

  goBack(ns: number): number {
    return this.#plan.run.ledger.goBack(ns);
  }

  rests(untilNs: number): void {
    const { world, owner } = this.#plan;
    this.#hasRested = true;
    world.board.rests(owner, untilNs);
  }

  loads(): void {
    const { world, owner, run } = this.#plan;
    world.board.begins(owner, run);
  }
}
