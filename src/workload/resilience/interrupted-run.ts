/**
 * What failures do to a run: how they drag it along, what they leave of it, and how long it stands still before work goes on.
 *
 *     ... work X detection | waiting | replacement | restart | work ...
 *                                                X struck again: it starts anew
 *
 * A job that stands still is not struck; one that restarts is. A second slow host beside one that drags the job along makes no
 * difference, and leaves with the first. What the work in between comes to is for those who extend this (`long-run.ts`).
 */

import type { Simulator } from "../../kernel/simulator.ts";
import type { Target } from "../../kernel/target.ts";
import type { CheckpointPlan } from "./checkpoint-plan.ts";
import type { Dragged } from "./dragged.ts";
import { MissingHosts } from "./elastic.ts";
import type { FailureCause } from "./failure-model.ts";
import type { Failure } from "./failure-stream.ts";
import type { LongRunPlan } from "./long-run-plan.ts";
import type { PlayedWork } from "./played-work.ts";
import type { Progress } from "./progress.ts";
import { lossesOfRestart, type Restart, wholeRestartNs } from "./restart.ts";
import { RunAccount } from "./run-account.ts";
import { LoadUnderWay, type SharedLoad } from "./shared-load.ts";
import { type Left, TieredCheckpoints } from "./tiered-checkpoints.ts";

/** What a run needs of time: it has one event pending at most. */
export type Clock = Pick<Simulator, "now" | "scheduleAt">;

/** Hosts that are missing while a job goes on. */
interface Fewer {
  slowdown: number;
  /** When they are there. */
  allNs: number;
  /** To take them in again. */
  restart: Restart;
  failure: Failure;
}

/** Event codes of a run: all is done, or work goes on. */
export const doneCode = 0;
export const workCode = 1;

/** A run that failures interrupt. All times count from its start, ns. */
export abstract class InterruptedRun extends RunAccount implements Target {
  /** How its state is saved. */
  protected saving: CheckpointPlan;
  protected startNs = 0;
  /** Work that a complete checkpoint holds, ns; of cycles under way, at their start. */
  protected heldNs = 0;
  protected failure!: Failure;
  protected readonly tiers: TieredCheckpoints;
  /** Who plays its work; undefined where that is cycles. */
  protected player: PlayedWork | undefined;
  protected progress!: Progress;
  protected readonly simulator: Clock;
  protected readonly plan: LongRunPlan;
  /** Known to come after the next failure. */
  #following: Failure | undefined;
  readonly #missing: MissingHosts;
  /** Place of the checkpoint that the last failure left. */
  #tier: number | undefined = 0;
  /** While the job has fewer ranks. */
  #fewer: Fewer | undefined;
  /** That the hosts are there, in the place of a failure. */
  #rejoin: Failure | undefined;

  constructor(simulator: Clock, plan: LongRunPlan, player?: PlayedWork) {
    super();
    this.simulator = simulator;
    this.plan = plan;
    this.player = player;
    this.saving = plan.checkpoints;
    this.#missing = new MissingHosts(plan.elastic);
    this.tiers = new TieredCheckpoints(plan.tiers, plan.checkpoints);
  }

  /** Work goes on at `from`. */
  protected abstract work(from: number): void;

  /** Share of the time of work that canaries leave to it. */
  protected get workShare(): number {
    return 1 - (this.plan.canaryShare ?? 0);
  }

  /** When an event of it comes up. */
  abstract handle(code: number, now: number): void;

  /** Time to bring the state to where it outlasts what `cause` does, ns. */
  protected leaveNs(cause: FailureCause): number {
    return this.saving.saveNs + this.tiers.leaveNs(cause);
  }

  /** Enters `workNs` as saved, and gives what a host takes along of all that was, ns. */
  protected strike(cause: FailureCause, atNs: number, { wentNs = 0, workNs = 0 } = {}): number {
    const baseNs = this.heldNs;
    const savedNs = baseNs + workNs;
    this.keep(this.tiers.struck(cause, { atNs, wentNs, baseNs, savedNs }));
    return savedNs - this.heldNs;
  }

  protected keep({ savedNs, tier }: Left): void {
    this.#goBack(savedNs);
    this.#tier = tier;
  }

  /** What is played goes back to a whole step. */
  #goBack(savedNs: number): void {
    const { player, workShare } = this;
    this.heldNs = player === undefined ? savedNs : player.goBack(savedNs * workShare) / workShare;
  }

  /** Where the next failure is a slow host: how it drags the job along, and what ends that, as the next failure. */
  protected drag(from: number): Dragged | undefined {
    if (this.#fewer !== undefined) return this.#dragFewer(from, this.#fewer);
    const failure = this.failure;
    if (failure.cause.effect !== "slow" || failure.isFound) return undefined;
    const { atNs, cause } = failure;
    const fromNs = Math.max(from, atNs);
    const untilNs = fromNs + (this.plan.slowNs?.(cause, fromNs) ?? 0);
    let following: Failure;
    do following = this.#next(from);
    while (following.atNs <= from || (following.cause.effect === "slow" && following.atNs <= untilNs));
    const slowdown = cause.slowdown ?? 1;
    const dragged: Dragged = { fromNs, untilNs, slowdown, failure, loss: "slow hosts" };
    if (following.atNs <= untilNs) this.failure = following;
    else {
      this.failure = { atNs: untilNs, cause, isFound: true };
      this.#following = following;
    }
    return dragged;
  }

  /** Works with fewer ranks until a failure or until all hosts are there; slow hosts meanwhile make no difference. */
  #dragFewer(from: number, { slowdown, allNs, failure }: Fewer): Dragged {
    const untilNs = Math.max(from, allNs);
    while (this.failure.cause.effect === "slow" && this.failure.atNs <= untilNs) {
      this.failure = this.nextAfter(from);
    }
    if (this.failure.atNs > untilNs) {
      this.#following = this.failure;
      this.#rejoin = { atNs: untilNs, cause: failure.cause, isFound: true };
      this.failure = this.#rejoin;
    }
    return { fromNs: from, untilNs, slowdown, failure, loss: "fewer ranks" };
  }

  protected loseDragged(untilNs: number, dragged: Dragged | undefined): void {
    if (dragged === undefined || untilNs <= dragged.fromNs) return;
    const { fromNs, slowdown, failure, loss } = dragged;
    if (!this.byCause.has(failure.cause.name)) this.byCause.set(failure.cause.name, { count: 0, lostNs: 0 });
    this.lose(loss, (untilNs - fromNs) * (1 - 1 / slowdown), failure.cause);
  }

  #next(afterNs: number): Failure {
    const failure = this.#following ?? this.plan.nextFailure(afterNs);
    this.#following = undefined;
    return failure;
  }

  /** A job that stands still is not struck. */
  protected nextAfter(at: number): Failure {
    for (;;) {
      const failure = this.#next(at);
      if (failure.atNs > at) return failure;
    }
  }

  /** When the checks before a start at `at` are over. */
  protected checked(at: number, cause?: FailureCause): number {
    const checkNs = this.plan.preflight?.(at) ?? 0;
    this.lose("preflight", checkNs, cause);
    return at + checkNs;
  }

  /** The job stops at `failNs`, after it saved its state for `savingNs`; it may be struck again before it works. */
  protected fail(goneNs: number, failNs: number, savingNs = 0): void {
    const { cause, isFound = false } = this.failure;
    const { corruptionNs } = this.plan;
    const rejoined = this.failure === this.#rejoin ? this.#fewer : undefined;
    if (rejoined === undefined) this.#strikes(this.failure, { ofWork: true });
    this.lose("checkpoints", savingNs, cause);
    this.lose("lost work", goneNs, cause);
    if (cause.effect === "corrupt" && !isFound) {
      const beforeNs = this.heldNs;
      this.#goBack(beforeNs - Math.min(beforeNs, corruptionNs));
      this.lose("lost work", beforeNs - this.heldNs, cause);
    }
    this.#restart(this.failure, failNs, rejoined);
  }

  /** Stands still from `failNs` on and starts again, anew as often as that is struck, until work goes on. */
  #restart(first: Failure, failNs: number, rejoined?: Fewer): void {
    let [struck, at] = [first, failNs];
    for (;;) {
      const isRejoin = rejoined !== undefined && struck === this.#rejoin;
      const down = isRejoin ? { atNs: at, restart: rejoined.restart } : this.#stand(struck, at);
      if (isRejoin) this.#fewer = undefined;
      at = this.checked(down.atNs, struck.cause);
      this.failure = this.nextAfter(at);
      // A slow host does not end a restart.
      const endsNs = this.failure.cause.effect === "slow" ? Number.POSITIVE_INFINITY : this.failure.atNs;
      const load = this.plan.loadAgain?.(this.#tier);
      // What loads beside others does so last.
      const restart = load ? { ...down.restart, restoreNs: 0 } : down.restart;
      const restartNs = wholeRestartNs(restart);
      const restarted = Math.min(restartNs, endsNs - at);
      for (const [name, ns] of lossesOfRestart(restart, restarted)) this.lose(name, ns, struck.cause);
      at += restarted;
      if (restarted === restartNs) {
        this.player?.rests(this.startNs + at);
        if (load) this.#load(load, { at, endsNs }, struck.cause);
        else this.simulator.scheduleAt(this.startNs + at, this, workCode);
        return;
      }
      struck = this.#struckAgain();
    }
  }

  /** The failure that ends a start. */
  #struckAgain(): Failure {
    const struck = this.failure;
    this.#strikes(struck, { ofWork: false });
    this.lose("lost work", this.strike(struck.cause, struck.atNs, {}), struck.cause);
    return struck;
  }

  /** Loads the state from `at` on with others, and works; unless a failure at `endsNs` comes first. */
  #load(load: SharedLoad, { at, endsNs }: { at: number; endsNs: number }, cause: FailureCause): void {
    const [beginNs, strikesNs] = [this.startNs + at, this.startNs + endsNs];
    const done = (now: number, isStruck: boolean) => {
      const over = isStruck ? endsNs : now - this.startNs;
      this.lose("checkpoint restore", over - at, cause);
      if (isStruck) this.#restart(this.#struckAgain(), over);
      else this.work(over);
    };
    const start: SharedLoad["start"] = (client, code) => {
      this.player?.loads();
      return load.start(client, code);
    };
    new LoadUnderWay(this.simulator, { ...load, start }, { beginNs, strikesNs, done });
  }

  /** Stands still from `at`, when `struck` stops the job, until it restarts, with all ranks or with fewer. */
  #stand(struck: Failure, at: number): { atNs: number; restart: Restart } {
    const { cause, isFound = false } = struck;
    const left = { isFound, tier: this.#tier };
    const { detectionNs, waitingNs, replacementNs, restart } = this.plan.downtime(cause, at, left);
    const restartNs = wholeRestartNs(restart);
    const { stallNs, saveNs } = this.saving;
    const atNs = at + detectionNs;
    this.lose("detection", detectionNs, cause);
    const awayNs = waitingNs + replacementNs;
    const allNs = this.#missing.miss(atNs, awayNs, cause.hosts);
    const slowdown = this.#missing.goesOn({ atNs, allNs }, { restartNs, saveNs: saveNs + stallNs });
    this.#fewer = slowdown === undefined ? undefined : { slowdown, allNs, restart, failure: struck };
    if (slowdown !== undefined) return { atNs, restart };
    // Hosts of earlier failures may be longer away than this one; of its own, sums of moments would leave a rest.
    const longerNs = Math.max(0, allNs - (atNs + awayNs));
    this.lose("waiting", waitingNs + longerNs, cause);
    this.lose("replacement", replacementNs, cause);
    return { atNs: allNs, restart };
  }

  /** Counts an interruption; a run that does not get on ends here. */
  #strikes(failure: Failure, { ofWork }: { ofWork: boolean }): void {
    this.count(failure);
    const { interruptions } = this;
    const { atNs, cause } = failure;
    this.progress.look({ interruptions, ofWork, savedNs: this.heldNs, atNs, name: cause.name });
  }
}
