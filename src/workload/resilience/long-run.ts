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
 *
 * Work beside which other jobs run is played step by step (`played-work.ts`): failures then stop it in the middle of a step, and
 * checkpoints hold whole steps and are complete when they are. Once nobody else runs, cycles of what is left follow.
 */

import { assert } from "../../base/errors.ts";
import { type CheckpointPlan, completeBy, doneBy, undisturbed } from "./checkpoint-plan.ts";
import { clockAt, type Dragged, wentAt } from "./dragged.ts";
import { type Clock, doneCode, InterruptedRun, workCode } from "./interrupted-run.ts";
import type { LongRunPlan } from "./long-run-plan.ts";
import type { PlayedWork } from "./played-work.ts";
import { Progress } from "./progress.ts";

/** Work from a start to the next failure; times count from the start of the run, ns. */
interface Stretch {
  fromNs: number;
  dragged: Dragged | undefined;
  /** When the job stops, and whether it saves all its work then. */
  failNs: number;
  savesInTime: boolean;
  /** When it must, saved or not. */
  lastNs: number;
}

/** What is still to be done when nobody else runs any more. */
export interface WorkLeft {
  /** How old the run was when nobody else ran any more, ns; what was played since counts as work to do. */
  ageNs: number;
  /** Of the whole run, and what of it was done then, ns of steps. */
  workNs: number;
  doneNs: number;
  plan: Pick<LongRunPlan, "checkpoints" | "tiers">;
}

/** A run under way. */
export class LongRun extends InterruptedRun {
  readonly #done: (now: number) => void;
  /** What it is to do, canaries not counted in, ns; about so much while it is played. */
  #usefulNs: number;
  /** The same with what canaries take of its time. */
  #workNs: number;
  #endNs: number | undefined;
  /** Work that is played. */
  #stretch!: Stretch;
  /** Work that was saved when it began, and stalls of checkpoints that have been complete since, ns. */
  #baseNs = 0;
  #stalledNs = 0;

  /** `player` plays its work; cycles follow each other where that is absent. */
  constructor(simulator: Clock, plan: LongRunPlan, done: (now: number) => void, player?: PlayedWork) {
    super(simulator, plan, player);
    const { intervalNs, stallNs, saveNs } = plan.checkpoints;
    assert(saveNs <= intervalNs + stallNs, "a checkpoint takes longer than the time to the next");
    this.#done = done;
    this.#usefulNs = plan.workNs;
    this.#workNs = plan.workNs / this.workShare;
    this.progress = new Progress(this.#workNs);
  }

  /** What it is to do, canaries not counted in, ns; about so much while it is played. */
  get workNs(): number {
    return this.#usefulNs;
  }

  /** Work that a complete checkpoint holds, ns; of cycles under way, at their start. */
  get savedNs(): number {
    return this.heldNs;
  }

  /** The same without what canaries took of it. */
  get savedWorkNs(): number {
    return this.heldNs * this.workShare;
  }

  /** Its checkpoints; undefined where none are made. */
  get checkpointPlan(): CheckpointPlan | undefined {
    return this.saving.intervalNs === Number.POSITIVE_INFINITY ? undefined : this.saving;
  }

  /** Whether its losses are told up to now: those of cycles under way are ahead of their work. */
  get isTold(): boolean {
    return this.player !== undefined || this.#endNs !== undefined;
  }

  /** How long it has been under way, ns. */
  get ageNs(): number {
    return this.simulator.now - this.startNs;
  }

  /** Time of it that was lost so far, ns. */
  get downNs(): number {
    return this.#endNs === undefined ? this.allLostNs : this.#endNs - this.startNs - this.#usefulNs;
  }

  start(): void {
    this.startNs = this.simulator.now;
    if (this.player === undefined) this.lose("canaries", this.#workNs - this.#usefulNs);
    const at = this.checked(0);
    this.failure = this.nextAfter(at);
    if (this.player === undefined) this.work(at);
    else this.simulator.scheduleAt(this.startNs + at, this, workCode);
  }

  handle(code: number, now: number): void {
    if (code === doneCode) this.#finish(now);
    else this.work(now - this.startNs);
  }

  #finish(now: number): void {
    this.#endNs = now;
    this.#done(now);
  }

  /** Works from `from` until the next failure, or to the end. All times count from the start. */
  protected work(from: number): void {
    const dragged = this.drag(from);
    const stretch = { fromNs: from, dragged, ...this.#stop() };
    if (this.player) this.#play(stretch, this.player);
    else this.#pass(stretch, from);
  }

  /** When the next failure stops the job. */
  #stop(): Pick<Stretch, "failNs" | "savesInTime" | "lastNs"> {
    const { atNs, cause, isFound = false } = this.failure;
    const noticeNs = isFound ? 0 : cause.effect === "reclaim" ? (cause.noticeNs ?? 0) : 0;
    const leaveNs = this.leaveNs(cause);
    const isAnnounced =
      (isFound && leaveNs < Number.POSITIVE_INFINITY) || (noticeNs > 0 && leaveNs <= noticeNs);
    const savesInTime = this.saving.intervalNs < Number.POSITIVE_INFINITY && isAnnounced;
    const lastNs = atNs + noticeNs;
    // Without time to save, the job stops when the host is gone.
    return { savesInTime, failNs: savesInTime ? atNs : lastNs, lastNs };
  }

  /** Passes over the cycles of a stretch whose work, from what is saved on, began at `begunNs` or would have. */
  #pass({ dragged, failNs, savesInTime, lastNs }: Stretch, begunNs: number): void {
    const { stallNs } = this.saving;
    const left = this.#workNs - this.heldNs;
    const { cycles, endNs } = undisturbed(left, this.saving);
    const end = clockAt(begunNs, endNs, dragged);
    if (lastNs >= end) {
      this.checkpoints += cycles;
      this.lose("checkpoints", cycles * stallNs);
      this.loseDragged(end, dragged);
      this.simulator.scheduleAt(this.startNs + end, this, doneCode);
      return;
    }
    this.loseDragged(failNs, dragged);
    const wentNs = wentAt(begunNs, failNs, dragged);
    if (savesInTime) {
      this.#saveAtNotice(wentNs, failNs);
      return;
    }
    const saved = completeBy(wentNs, left, this.saving);
    const stalled = Math.min(saved.cycles, cycles) * stallNs;
    // What was done and is gone: work, and the checkpoint that was not complete.
    const goneNs = wentNs - saved.workNs - stalled;
    this.checkpoints += saved.cycles;
    this.lose("checkpoints", stalled);
    const alongNs = this.strike(this.failure.cause, failNs, { wentNs, workNs: saved.workNs });
    this.fail(goneNs + alongNs, failNs);
  }

  #play(stretch: Stretch, player: PlayedWork): void {
    const { dragged, failNs } = stretch;
    this.#stretch = stretch;
    this.#baseNs = this.heldNs;
    this.#stalledNs = 0;
    player.goOn({
      stopsNs: this.startNs + failNs,
      slowsNs: this.startNs + (dragged?.fromNs ?? Number.POSITIVE_INFINITY),
      slownessAt: (atNs) => {
        const wait = dragged && this.startNs + dragged.fromNs < atNs ? dragged.slowdown : 1;
        return { step: wait / this.workShare, wait };
      },
      overNs: (beginNs, ns, what) =>
        this.startNs + clockAt(beginNs - this.startNs, what === "step" ? ns / this.workShare : ns, dragged),
    });
  }

  /** A checkpoint that was played is complete at `now`: it holds steps of `workNs`, and these stood still for `stallNs` for it. */
  saved(workNs: number, stallNs: number, now: number): void {
    this.checkpoints++;
    this.#stalledNs += stallNs;
    this.lose("checkpoints", stallNs);
    this.heldNs = Math.max(this.heldNs, workNs / this.workShare);
    this.tiers.saved(this.heldNs, now - this.startNs);
  }

  /** The moment has come at which what is played was to stop: it does, or goes on until another, which is returned. */
  stops(player: PlayedWork, now: number): number | undefined {
    const { fromNs, dragged, failNs, savesInTime, lastNs } = this.#stretch;
    const { cause } = this.failure;
    if (savesInTime && lastNs > failNs && player.leftNs <= lastNs - failNs) {
      // Over before the host is gone.
      this.#stretch = { ...this.#stretch, failNs: lastNs, savesInTime: false };
      return this.startNs + lastNs;
    }
    player.halt();
    this.loseDragged(failNs, dragged);
    const wentNs = wentAt(fromNs, failNs, dragged) - this.#stalledNs;
    if (!savesInTime) {
      const goneNs = wentNs - (this.heldNs - this.#baseNs);
      this.fail(goneNs + this.strike(cause, failNs), failNs);
      return undefined;
    }
    const workNs = player.doneNs / this.workShare;
    const goneNs = wentNs - (workNs - this.#baseNs);
    player.saveNow((savedNs) => {
      this.checkpoints++;
      this.heldNs = workNs;
      this.keep(this.tiers.left(cause, { atNs: failNs, wentNs: 0, baseNs: workNs, savedNs: workNs }));
      const savingNs = savedNs - now + this.tiers.leaveNs(cause);
      this.fail(goneNs, failNs + savingNs, savingNs);
    });
    return undefined;
  }

  /** All that was played is done. */
  over(player: PlayedWork, now: number): void {
    const workNs = player.doneNs;
    this.#usefulNs = workNs;
    this.loseDragged(now - this.startNs, this.#stretch.dragged);
    this.lose("canaries", workNs / this.workShare - workNs);
    this.#finish(now);
  }

  /** Nobody else runs any more: what is left of the work is cycles. */
  goOnAlone({ ageNs, workNs, doneNs, plan: { checkpoints, tiers } }: WorkLeft): void {
    this.player = undefined;
    this.#usefulNs = workNs;
    this.startNs = this.simulator.now - ageNs;
    this.saving = checkpoints;
    if (tiers) this.tiers.replan(tiers, checkpoints);
    this.#workNs = workNs / this.workShare;
    this.progress = new Progress(this.#workNs);
    this.lose("canaries", this.#workNs - workNs);
    const begunNs = ageNs - (doneNs / this.workShare - this.heldNs);
    this.#pass({ ...this.#stretch, ...this.#stop() }, begunNs);
  }

  /** Saves all work of the `wentNs` up to the notice at `noticeNs`; a save under way then is begun anew. */
  #saveAtNotice(wentNs: number, noticeNs: number): void {
    const { cycles, workNs } = doneBy(wentNs, this.#workNs - this.heldNs, this.saving);
    this.checkpoints += cycles + 1;
    const baseNs = this.heldNs;
    const savedNs = baseNs + workNs;
    this.lose("checkpoints", wentNs - workNs);
    const { cause } = this.failure;
    this.keep(this.tiers.left(cause, { atNs: noticeNs, wentNs, baseNs, savedNs }));
    const leaveNs = this.leaveNs(cause);
    this.fail(0, noticeNs + leaveNs, leaveNs);
  }
}
