/**
 * When the step of an engine is over. Where nothing else uses the memory and the links of its replica, that is known when it
 * begins; beside something that moves it takes as long as it takes (`shared-step.ts`).
 *
 *     nothing moves        |--step--|--step--|--step--|        one event for all of them
 *     something moves      |--step--|---step---|----step----|  one step at a time
 *
 * A step with prompts may also wait for what they load from outside: it ends with the longer of the two. Steps of several
 * batches that follow each other through pipeline stages are taken stage by stage (`stage-line.ts`) where anything may move.
 */
import type { Simulator } from "../../../kernel/simulator.ts";
import { Timer } from "../../../kernel/timer.ts";
import type { KvUse } from "../load/kv-use.ts";
import { KeptCosts } from "../time/kept-costs.ts";
import type { StepCost } from "../time/step-timer.ts";
import type { KvLoads } from "./kv-loads.ts";
import { SharedStep, type StepShares } from "./shared-step.ts";
import type { StagedStep, StageLine } from "./stage-line.ts";

/** What steps of an engine wait for beside their own work. */
export interface StepWaits extends StepShares {
  /** How it loads what its prompts need from outside. */
  loads: KvLoads;
  /** Stages that its steps cross one by one, behind those of other batches; absent where a step has all of them to itself. */
  stages?: StageLine | undefined;
}

/** Whose steps they are. */
export interface StepUser {
  /** The step is over at `now`, or it is time to look again. */
  stepOver(now: number): void;
}

/** Number of the kept cost. */
const own = 0;

/** Tells one engine when its step is over, or when to look again. */
export class StepClock extends Timer implements StagedStep {
  /** What others made the last slowed step wait longer for, ns. */
  memoryWaitNs = 0;
  exchangeWaitNs = 0;
  readonly #waits: StepWaits;
  readonly #user: StepUser;
  readonly #simulator: Simulator;
  /** The step beside others, from the first one on. */
  #step: SharedStep | undefined;
  /** What the step still waits for: its work with what it exchanges, its loads. */
  #due = 0;
  #isSlowed = false;
  #wasSlowed = false;
  /** What the step under way costs, where its end is not known or may change. */
  readonly #cost = new KeptCosts(1);
  #beganNs = 0;
  /** Where it is on its way through the stages; none where it does not go stage by stage. */
  #stage = -1;

  constructor(simulator: Simulator, waits: StepWaits, user: StepUser) {
    super(simulator);
    this.#waits = waits;
    this.#user = user;
    this.#simulator = simulator;
  }

  /** The end of the running step is not known. */
  get isSlowed(): boolean {
    return this.#isSlowed;
  }

  /** That of the step that is over was not. */
  get wasSlowed(): boolean {
    return this.#wasSlowed;
  }

  /** The end of the next step will not be known. */
  get isShared(): boolean {
    const { traffic, exchanges, inputs, stages } = this.#waits;
    const moves = traffic?.isShared ?? false;
    const sharesWays = (exchanges?.areShared(moves) ?? false) || (inputs?.areShared ?? false);
    return stages !== undefined || moves || sharesWays;
  }

  /** Goes off at `atNs`. */
  set(atNs: number): void {
    this.#due = 1;
    this.ringAt(atNs);
  }

  /** A step of `cost` begins at `now`, and beside it comes what takes `loadNs` alone and uses these parts. */
  begin(now: number, cost: StepCost, loadNs: number, uses: readonly KvUse[]): void {
    const { loads, stages } = this.#waits;
    const loadedNs = loadNs > 0 ? loads.start(uses, now, loadNs, (endNs) => this.ring(endNs)) : now;
    this.#due = loadedNs === undefined ? 2 : 1;
    if (this.isShared) {
      // What loads in a time of its own is over with the work, or after it.
      if (loadedNs !== undefined && loadedNs > now) {
        this.#due = 2;
        this.ringAt(loadedNs);
      }
      this.#share(now, cost);
    } else {
      if (this.#mayShare) this.#cost.keep(own, cost);
      this.#beganNs = now;
      this.ringAt(now + Math.max(cost.totalNs, (loadedNs ?? now) - now));
    }
    if (stages !== undefined) stages.come(this, this.#stage, now);
  }

  /** A step of `cost` begins at `now`, beside something that moves. */
  beginShared(now: number, cost: StepCost): void {
    this.#due = 1;
    this.#share(now, cost);
    this.#waits.stages?.come(this, this.#stage, now);
  }

  /** A step of `cost` that is over at `endNs` if nothing moves goes on at `now` beside something that does. */
  goesOnBeside(now: number, endNs: number, cost: StepCost): void {
    this.silence();
    this.#due = 1;
    this.#cost.keep(own, cost);
    this.#goOn(now, endNs - now);
  }

  /** Something begins to move beside the step that runs. */
  slow(now: number): void {
    if (this.#isSlowed) {
      this.#beside.slow(now);
      return;
    }
    const leftNs = this.ringsNs - now;
    // One that ends now does so undisturbed; one whose work is done only loads.
    if (leftNs <= 0 || leftNs === Number.POSITIVE_INFINITY) return;
    const workLeftNs = this.#beganNs + this.#cost.totalNs(own) - now;
    if (workLeftNs <= 0) return;
    if (workLeftNs < leftNs) this.#due++;
    else this.silence();
    this.#goOn(now, workLeftNs);
  }

  /** Gives up whatever goes on at `now`. */
  cancel(now: number): void {
    this.silence();
    this.#waits.loads.stop();
    this.#step?.cancel();
    if (this.#stage >= 0) this.#waits.stages?.leave(this, this.#stage, now);
    this.#stage = -1;
    this.#isSlowed = false;
  }

  enter(now: number): void {
    const { stages } = this.#waits;
    const count = (stages as StageLine).stages;
    const ns = this.#cost.totalNs(own) / count;
    this.#beside.begin(now, this.#cost.get(own), { ns, exchanged: 1, stage: this.#stage, stages: count });
  }

  get #beside(): SharedStep {
    this.#step ??= new SharedStep(this.#simulator, this.#waits, (now) => this.#workOver(now));
    return this.#step;
  }

  get #mayShare(): boolean {
    const { traffic, exchanges, inputs } = this.#waits;
    return traffic !== undefined || exchanges !== undefined || inputs !== undefined;
  }

  /** Begins a whole step of `cost`: now, or once it comes to its first stage. */
  #share(now: number, cost: StepCost): void {
    this.memoryWaitNs = 0;
    this.exchangeWaitNs = 0;
    this.#isSlowed = true;
    this.#cost.keep(own, cost);
    if (this.#waits.stages === undefined) this.#beside.begin(now, cost, { ns: cost.totalNs, exchanged: 1 });
    else this.#stage = 0;
  }

  /** Goes on beside something that moves with the last `ns` of the step. */
  #goOn(now: number, ns: number): void {
    this.memoryWaitNs = 0;
    this.exchangeWaitNs = 0;
    this.#isSlowed = true;
    const cost = this.#cost.get(own);
    const { totalNs } = cost;
    this.#beside.begin(now, cost, { ns, exchanged: totalNs > 0 ? Math.min(1, ns / totalNs) : 0 });
  }

  #workOver(now: number): void {
    this.memoryWaitNs += this.#beside.memoryWaitNs;
    this.exchangeWaitNs += this.#beside.exchangeWaitNs;
    const { stages } = this.#waits;
    if (stages !== undefined && this.#stage >= 0) {
      const left = this.#stage++;
      const isThrough = this.#stage === stages.stages;
      if (isThrough) this.#stage = -1;
      stages.leave(this, left, now);
      if (!isThrough) {
        stages.come(this, this.#stage, now);
        return;
      }
    }
    this.ring(now);
  }

  /** A part of the step is over. */
  protected ring(now: number): void {
    this.#due--;
    if (this.#due > 0) return;
    this.#wasSlowed = this.#isSlowed;
    this.#isSlowed = false;
    this.#user.stepOver(now);
  }
}
