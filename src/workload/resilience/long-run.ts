/**
 * Work of weeks among failures and checkpoints, in simulated time. One event a failure: what lies between two failures is
 * whole cycles of work and checkpoint, which are jumped over.
 *
 *     | work t | checkpoint d | work t | checkpoint d | work ... X detection | replacement | restart | work t | ...
 *
 * A failure loses the work since the last checkpoint that was complete. With asynchronous checkpoints a cycle is the work and
 * a short stall; the copy is complete a save time after it, and until then the one before counts. Failures strike during
 * checkpoints and restarts too: a restart that is struck begins anew. A job that stands still is not struck.
 *
 * Of a reclaim there is a notice. A job that can save its state before the host is gone stops and does so: it loses the time
 * of one save and no work. One that cannot works on until the host is gone; one that ends before does not mind. A fault that a
 * canary finds is such a notice with time enough. Canaries take an even share of the time of the work.
 *
 * A slow host drags the whole job along until it is noticed: steps take `slowdown` times as long, then the job stops as after
 * a notice. A second slow host meanwhile makes no difference, and leaves with the first.
 *
 * An elastic job that goes on with fewer ranks is dragged along in the same way, until the hosts are there (`elastic.ts`).
 */

import { assert } from "../../base/errors.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { Target } from "../../kernel/target.ts";
import { type CheckpointPlan, undisturbed } from "./checkpoint-plan.ts";
import { clockAt, type Dragged, wentAt } from "./dragged.ts";
import { MissingHosts } from "./elastic.ts";
import type { FailureCause } from "./failure-model.ts";
import type { Failure } from "./failure-stream.ts";
import type { LongRunPlan } from "./long-run-plan.ts";
import { type LossName, lossNames } from "./losses.ts";
import { Progress } from "./progress.ts";
import { lossesOfRestart, type Restart, wholeRestartNs } from "./restart.ts";
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

/** A run under way. */
export class LongRun implements Target {
  interruptions = 0;
  /** Of these, found by a canary before they struck. */
  found = 0;
  checkpoints = 0;
  /** When each interruption was, from the start, ns. */
  readonly strikesNs: number[] = [];
  readonly lostNs = new Map<LossName, number>(lossNames.map((name) => [name, 0]));
  /** By cause: interruptions, and all the time that each cost, ns. */
  readonly byCause = new Map<string, { count: number; lostNs: number }>();
  readonly #simulator: Clock;
  readonly #plan: LongRunPlan;
  readonly #done: (now: number) => void;
  /** Work with what canaries take of its time, ns. */
  readonly #workNs: number;
  #startNs = 0;
  /** Work that a complete checkpoint holds, ns. */
  #savedNs = 0;
  #failure!: Failure;
  /** Known to come after it. */
  #following: Failure | undefined;
  readonly #progress: Progress;
  readonly #missing: MissingHosts;
  readonly #tiers: TieredCheckpoints;
  /** Place of the checkpoint that the last failure left. */
  #tier: number | undefined = 0;
  /** While the job has fewer ranks. */
  #fewer: Fewer | undefined;
  /** That the hosts are there, in the place of a failure. */
  #rejoin: Failure | undefined;

  constructor(simulator: Clock, plan: LongRunPlan, done: (now: number) => void) {
    const { intervalNs, stallNs, saveNs } = plan.checkpoints;
    assert(saveNs <= intervalNs + stallNs, "a checkpoint takes longer than the time to the next");
    this.#simulator = simulator;
    this.#plan = plan;
    this.#missing = new MissingHosts(plan.elastic);
    this.#tiers = new TieredCheckpoints(plan.tiers, plan.checkpoints);
    this.#done = done;
    this.#workNs = plan.workNs / (1 - (plan.canaryShare ?? 0));
    this.#progress = new Progress(this.#workNs);
  }

  /** What it is to do, canaries not counted in, ns. */
  get workNs(): number {
    return this.#plan.workNs;
  }

  /** Work that a complete checkpoint holds, ns; while the job works, at its last start. */
  get savedNs(): number {
    return this.#savedNs;
  }

  /** Its checkpoints; undefined where none are made. */
  get checkpointPlan(): CheckpointPlan | undefined {
    const { checkpoints } = this.#plan;
    return checkpoints.intervalNs === Number.POSITIVE_INFINITY ? undefined : checkpoints;
  }

  start(): void {
    this.#startNs = this.#simulator.now;
    this.#lose("canaries", this.#workNs - this.#plan.workNs);
    const at = this.#checked(0);
    this.#failure = this.#nextAfter(at);
    this.#work(at);
  }

  /** A failure has struck (1), or the work is done (0). */
  handle(code: number, now: number): void {
    if (code === 0) this.#done(now);
    else this.#work(now - this.#startNs);
  }

  /** Works from `from` until the next failure, or to the end. All times count from the start. */
  #work(from: number): void {
    const { intervalNs, stallNs } = this.#plan.checkpoints;
    const left = this.#workNs - this.#savedNs;
    const { cycles, endNs } = undisturbed(left, this.#plan.checkpoints);
    const dragged = this.#drag(from);
    const end = clockAt(from, endNs, dragged);
    const { atNs, cause, isFound = false } = this.#failure;
    const noticeNs = isFound ? 0 : cause.effect === "reclaim" ? (cause.noticeNs ?? 0) : 0;
    const leaveNs = this.#leaveNs(cause);
    const isAnnounced =
      (isFound && leaveNs < Number.POSITIVE_INFINITY) || (noticeNs > 0 && leaveNs <= noticeNs);
    const savesInTime = intervalNs < Number.POSITIVE_INFINITY && isAnnounced;
    // Without time to save, the job stops when the host is gone.
    const failNs = savesInTime ? atNs : atNs + noticeNs;
    if (atNs + noticeNs >= end) {
      this.checkpoints += cycles;
      this.#lose("checkpoints", cycles * stallNs);
      this.#loseDragged(end, dragged);
      this.#simulator.scheduleAt(this.#startNs + end, this, 0);
      return;
    }
    this.#loseDragged(failNs, dragged);
    const wentNs = wentAt(from, failNs, dragged);
    if (savesInTime) {
      this.#saveAtNotice(wentNs, failNs);
      return;
    }
    const saved = this.#savedBy(wentNs, left);
    const stalled = Math.min(saved.cycles, cycles) * stallNs;
    // What was done and is gone: work, and the checkpoint that was not complete.
    const goneNs = wentNs - saved.workNs - stalled;
    this.checkpoints += saved.cycles;
    this.#lose("checkpoints", stalled);
    const alongNs = this.#strike(cause, failNs, { wentNs, workNs: saved.workNs });
    this.#fail(goneNs + alongNs, failNs);
  }

  /** Time to bring the state to where it outlasts what `cause` does, ns. */
  #leaveNs(cause: FailureCause): number {
    return this.#plan.checkpoints.saveNs + this.#tiers.leaveNs(cause);
  }

  /** Enters `workNs` as saved, and gives what a host takes along of all that was, ns. */
  #strike(cause: FailureCause, atNs: number, { wentNs = 0, workNs = 0 }): number {
    const baseNs = this.#savedNs;
    const savedNs = baseNs + workNs;
    this.#keep(this.#tiers.struck(cause, { atNs, wentNs, baseNs, savedNs }));
    return savedNs - this.#savedNs;
  }

  #keep({ savedNs, tier }: Left): void {
    this.#savedNs = savedNs;
    this.#tier = tier;
  }

  /** Where the next failure is a slow host: how it drags the job along, and what ends that, as the next failure. */
  #drag(from: number): Dragged | undefined {
    if (this.#fewer !== undefined) return this.#dragFewer(from, this.#fewer);
    const failure = this.#failure;
    if (failure.cause.effect !== "slow" || failure.isFound) return undefined;
    const { atNs, cause } = failure;
    const fromNs = Math.max(from, atNs);
    const untilNs = fromNs + (this.#plan.slowNs?.(cause, fromNs) ?? 0);
    let following: Failure;
    do following = this.#next(from);
    while (following.atNs <= from || (following.cause.effect === "slow" && following.atNs <= untilNs));
    const slowdown = cause.slowdown ?? 1;
    const dragged: Dragged = { fromNs, untilNs, slowdown, failure, loss: "slow hosts" };
    if (following.atNs <= untilNs) this.#failure = following;
    else {
      this.#failure = { atNs: untilNs, cause, isFound: true };
      this.#following = following;
    }
    return dragged;
  }

  /** Works with fewer ranks until a failure or until all hosts are there; slow hosts meanwhile make no difference. */
  #dragFewer(from: number, { slowdown, allNs, failure }: Fewer): Dragged {
    const untilNs = Math.max(from, allNs);
    while (this.#failure.cause.effect === "slow" && this.#failure.atNs <= untilNs) {
      this.#failure = this.#nextAfter(from);
    }
    if (this.#failure.atNs > untilNs) {
      this.#following = this.#failure;
      this.#rejoin = { atNs: untilNs, cause: failure.cause, isFound: true };
      this.#failure = this.#rejoin;
    }
    return { fromNs: from, untilNs, slowdown, failure, loss: "fewer ranks" };
  }

  #loseDragged(untilNs: number, dragged: Dragged | undefined): void {
    if (dragged === undefined || untilNs <= dragged.fromNs) return;
    const { fromNs, slowdown, failure, loss } = dragged;
    if (!this.byCause.has(failure.cause.name)) this.byCause.set(failure.cause.name, { count: 0, lostNs: 0 });
    this.#lose(loss, (untilNs - fromNs) * (1 - 1 / slowdown), failure.cause);
  }

  #next(afterNs: number): Failure {
    const failure = this.#following ?? this.#plan.nextFailure(afterNs);
    this.#following = undefined;
    return failure;
  }

  /** A job that stands still is not struck. */
  #nextAfter(at: number): Failure {
    for (;;) {
      const failure = this.#next(at);
      if (failure.atNs > at) return failure;
    }
  }

  /** When the checks before a start at `at` are over. */
  #checked(at: number, cause?: FailureCause): number {
    const checkNs = this.#plan.preflight?.(at) ?? 0;
    this.#lose("preflight", checkNs, cause);
    return at + checkNs;
  }

  /** Saves all work of the `wentNs` up to the notice at `noticeNs`; a save under way then is begun anew. */
  #saveAtNotice(wentNs: number, noticeNs: number): void {
    const { intervalNs, stallNs } = this.#plan.checkpoints;
    const cycles = Math.floor(wentNs / (intervalNs + stallNs));
    const begunNs = Math.min(wentNs - cycles * (intervalNs + stallNs), intervalNs);
    // The last cycle may be shorter, and the notice come in its checkpoint.
    const workNs = Math.min(this.#workNs - this.#savedNs, cycles * intervalNs + begunNs);
    this.checkpoints += cycles + 1;
    const baseNs = this.#savedNs;
    const savedNs = baseNs + workNs;
    this.#lose("checkpoints", wentNs - workNs);
    const { cause } = this.#failure;
    this.#keep(this.#tiers.left(cause, { atNs: noticeNs, wentNs, baseNs, savedNs }));
    const leaveNs = this.#leaveNs(cause);
    this.#fail(0, noticeNs + leaveNs, leaveNs);
  }

  /** Checkpoints that are complete after `wentNs` of work and stalls, and the work that they hold. */
  #savedBy(wentNs: number, left: number): { cycles: number; workNs: number } {
    const { intervalNs, stallNs, saveNs } = this.#plan.checkpoints;
    if (intervalNs === Number.POSITIVE_INFINITY) return { cycles: 0, workNs: 0 };
    // The k-th begins when k intervals of work and k - 1 stalls are over, and counts a save time later.
    const cycles = Math.max(0, Math.floor((wentNs - saveNs + stallNs) / (intervalNs + stallNs)));
    return { cycles, workNs: Math.min(left, cycles * intervalNs) };
  }

  /** The job stops at `failNs`, after it saved its state for `savingNs`; it may be struck again before it works. */
  #fail(goneNs: number, failNs: number, savingNs = 0): void {
    const { cause, isFound = false } = this.#failure;
    const { corruptionNs } = this.#plan;
    const rejoined = this.#failure === this.#rejoin ? this.#fewer : undefined;
    if (rejoined === undefined) this.#count(this.#failure);
    this.#lose("checkpoints", savingNs, cause);
    this.#lose("lost work", goneNs, cause);
    if (cause.effect === "corrupt" && !isFound) {
      const back = Math.min(this.#savedNs, corruptionNs);
      this.#savedNs -= back;
      this.#lose("lost work", back, cause);
    }
    this.#restart(this.#failure, failNs, rejoined);
  }

  /** Stands still from `failNs` on and starts again, anew as often as that is struck, until work goes on. */
  #restart(first: Failure, failNs: number, rejoined?: Fewer): void {
    let [struck, at] = [first, failNs];
    for (;;) {
      const isRejoin = rejoined !== undefined && struck === this.#rejoin;
      const down = isRejoin ? { atNs: at, restart: rejoined.restart } : this.#stand(struck, at);
      if (isRejoin) this.#fewer = undefined;
      at = this.#checked(down.atNs, struck.cause);
      this.#failure = this.#nextAfter(at);
      // A slow host does not end a restart.
      const endsNs = this.#failure.cause.effect === "slow" ? Number.POSITIVE_INFINITY : this.#failure.atNs;
      const load = this.#plan.loadAgain?.(this.#tier);
      // What loads beside others does so last.
      const restart = load ? { ...down.restart, restoreNs: 0 } : down.restart;
      const restartNs = wholeRestartNs(restart);
      const restarted = Math.min(restartNs, endsNs - at);
      for (const [name, ns] of lossesOfRestart(restart, restarted)) this.#lose(name, ns, struck.cause);
      at += restarted;
      if (restarted === restartNs) {
        if (load) this.#load(load, { at, endsNs }, struck.cause);
        else this.#simulator.scheduleAt(this.#startNs + at, this, 1);
        return;
      }
      struck = this.#struckAgain();
    }
  }

  /** The failure that ends a start. */
  #struckAgain(): Failure {
    const struck = this.#failure;
    this.#count(struck);
    this.#lose("lost work", this.#strike(struck.cause, struck.atNs, {}), struck.cause);
    return struck;
  }

  /** Loads the state from `at` on with others, and works; unless a failure at `endsNs` comes first. */
  #load(load: SharedLoad, { at, endsNs }: { at: number; endsNs: number }, cause: FailureCause): void {
    const [beginNs, strikesNs] = [this.#startNs + at, this.#startNs + endsNs];
    const done = (now: number, isStruck: boolean) => {
      const over = isStruck ? endsNs : now - this.#startNs;
      this.#lose("checkpoint restore", over - at, cause);
      if (isStruck) this.#restart(this.#struckAgain(), over);
      else this.#work(over);
    };
    new LoadUnderWay(this.#simulator, load, { beginNs, strikesNs, done });
  }

  /** Stands still from `at`, when `struck` stops the job, until it restarts, with all ranks or with fewer. */
  #stand(struck: Failure, at: number): { atNs: number; restart: Restart } {
    const { cause, isFound = false } = struck;
    const left = { isFound, tier: this.#tier };
    const { detectionNs, waitingNs, replacementNs, restart } = this.#plan.downtime(cause, at, left);
    const restartNs = wholeRestartNs(restart);
    const { stallNs, saveNs } = this.#plan.checkpoints;
    const atNs = at + detectionNs;
    this.#lose("detection", detectionNs, cause);
    const awayNs = waitingNs + replacementNs;
    const allNs = this.#missing.miss(atNs, awayNs, cause.hosts);
    const slowdown = this.#missing.goesOn({ atNs, allNs }, { restartNs, saveNs: saveNs + stallNs });
    this.#fewer = slowdown === undefined ? undefined : { slowdown, allNs, restart, failure: struck };
    if (slowdown !== undefined) return { atNs, restart };
    // Hosts of earlier failures may be longer away than this one; of its own, sums of moments would leave a rest.
    const longerNs = Math.max(0, allNs - (atNs + awayNs));
    this.#lose("waiting", waitingNs + longerNs, cause);
    this.#lose("replacement", replacementNs, cause);
    return { atNs: allNs, restart };
  }

  #count({ atNs, cause: { name, effect }, isFound = false }: Failure): void {
    this.interruptions++;
    this.strikesNs.push(atNs);
    this.#progress.look({ interruptions: this.interruptions, savedNs: this.#savedNs, atNs, name });
    if (isFound && effect !== "slow") this.found++;
    const known = this.byCause.get(name) ?? { count: 0, lostNs: 0 };
    known.count++;
    this.byCause.set(name, known);
  }

  #lose(name: LossName, ns: number, cause?: FailureCause): void {
    this.lostNs.set(name, (this.lostNs.get(name) as number) + ns);
    const known = cause && this.byCause.get(cause.name);
    if (known) known.lostNs += ns;
  }
}
