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
 * of one save and no work. One that cannot works on until the host is gone; one that ends before does not mind.
 */
import { assert } from "../../../base/errors.ts";
import type { Target } from "../../../kernel/event-queue.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { FailureCause } from "./failure-model.ts";
import type { Failure } from "./failure-stream.ts";

/** How a job saves its state. */
export interface CheckpointPlan {
  /** Work between two checkpoints, ns; Infinity: none are made. */
  intervalNs: number;
  /** Time that work stands still for one, ns. */
  stallNs: number;
  /** From the start of one until it counts, ns; the stall when checkpoints are synchronous. */
  saveNs: number;
}

/** What a failure costs before work goes on, ns. */
export interface Downtime {
  detectionNs: number;
  /** Until somebody acts, and until a host is there. */
  waitingNs: number;
  replacementNs: number;
  /** Loading the checkpoint, compiling, joining again. */
  restartNs: number;
}

/** A long run. */
export interface LongRunPlan {
  workNs: number;
  checkpoints: CheckpointPlan;
  /** The next failure; times count from the start of the run. */
  nextFailure(): Failure;
  /** `atNs` counts from the start of the run. */
  downtime(cause: FailureCause, atNs: number): Downtime;
  /** How long wrong results go unnoticed, ns: work of that time is lost too. */
  corruptionNs: number;
}

/** Where the time of a run went that was not useful, ns. */
export const lossNames = [
  "checkpoints",
  "lost work",
  "detection",
  "waiting",
  "replacement",
  "restart",
] as const;

/** Why time was lost. */
export type LossName = (typeof lossNames)[number];

/** A run under way. */
export class LongRun implements Target {
  interruptions = 0;
  checkpoints = 0;
  readonly lostNs = new Map<LossName, number>(lossNames.map((name) => [name, 0]));
  /** By cause: interruptions, and all the time that each cost, ns. */
  readonly byCause = new Map<string, { count: number; lostNs: number }>();
  readonly #simulator: Simulator;
  readonly #plan: LongRunPlan;
  readonly #done: (now: number) => void;
  #startNs = 0;
  /** Work that a complete checkpoint holds, ns. */
  #savedNs = 0;
  #failure!: Failure;

  constructor(simulator: Simulator, plan: LongRunPlan, done: (now: number) => void) {
    const { intervalNs, stallNs, saveNs } = plan.checkpoints;
    assert(saveNs <= intervalNs + stallNs, "a checkpoint takes longer than the time to the next");
    this.#simulator = simulator;
    this.#plan = plan;
    this.#done = done;
  }

  start(): void {
    this.#startNs = this.#simulator.now;
    this.#failure = this.#plan.nextFailure();
    this.#work(0);
  }

  /** A failure has struck (1), or the work is done (0). */
  handle(code: number, now: number): void {
    if (code === 0) this.#done(now);
    else this.#work(now - this.#startNs);
  }

  /** Works from `from` until the next failure, or to the end. All times count from the start. */
  #work(from: number): void {
    const { workNs, checkpoints } = this.#plan;
    const { intervalNs, stallNs, saveNs } = checkpoints;
    const left = workNs - this.#savedNs;
    const cycles = intervalNs < Number.POSITIVE_INFINITY ? Math.ceil(left / intervalNs - 1e-9) : 0;
    const end = from + left + cycles * stallNs;
    const { atNs, cause } = this.#failure;
    const noticeNs = cause.effect === "reclaim" ? (cause.noticeNs ?? 0) : 0;
    const savesInTime = intervalNs < Number.POSITIVE_INFINITY && noticeNs > 0 && saveNs <= noticeNs;
    // Without time to save, the job stops when the host is gone.
    const failNs = savesInTime ? atNs : atNs + noticeNs;
    if (atNs + noticeNs >= end) {
      this.checkpoints += cycles;
      this.#lose("checkpoints", cycles * stallNs);
      this.#simulator.scheduleAt(this.#startNs + end, this, 0);
      return;
    }
    const wentNs = failNs - from;
    if (savesInTime) {
      this.#saveAtNotice(wentNs, failNs);
      return;
    }
    const saved = this.#savedBy(wentNs, left);
    const stalled = Math.min(saved.cycles, cycles) * stallNs;
    // What was done and is gone: work, and the checkpoint that was not complete.
    const goneNs = wentNs - saved.workNs - stalled;
    this.checkpoints += saved.cycles;
    this.#savedNs += saved.workNs;
    this.#lose("checkpoints", stalled);
    this.#fail(goneNs, failNs);
  }

  /** Saves all work of the `wentNs` up to the notice at `noticeNs`; a save under way then is begun anew. */
  #saveAtNotice(wentNs: number, noticeNs: number): void {
    const { intervalNs, stallNs, saveNs } = this.#plan.checkpoints;
    const cycles = Math.floor(wentNs / (intervalNs + stallNs));
    const workNs = cycles * intervalNs + Math.min(wentNs - cycles * (intervalNs + stallNs), intervalNs);
    this.checkpoints += cycles + 1;
    this.#savedNs += workNs;
    this.#lose("checkpoints", wentNs - workNs);
    this.#fail(0, noticeNs + saveNs, saveNs);
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
    const { cause } = this.#failure;
    const { downtime, nextFailure, corruptionNs } = this.#plan;
    this.#count(cause);
    this.#lose("checkpoints", savingNs, cause);
    this.#lose("lost work", goneNs, cause);
    if (cause.effect === "corrupt") {
      const back = Math.min(this.#savedNs, corruptionNs);
      this.#savedNs -= back;
      this.#lose("lost work", back, cause);
    }
    let at = failNs;
    let struck = cause;
    for (;;) {
      const { detectionNs, waitingNs, replacementNs, restartNs } = downtime(struck, at);
      this.#lose("detection", detectionNs, struck);
      this.#lose("waiting", waitingNs, struck);
      this.#lose("replacement", replacementNs, struck);
      at += detectionNs + waitingNs + replacementNs;
      // A job that stands still is not struck again.
      do this.#failure = nextFailure();
      while (this.#failure.atNs <= at);
      const restarted = Math.min(restartNs, this.#failure.atNs - at);
      this.#lose("restart", restarted, struck);
      at += restarted;
      if (restarted === restartNs) break;
      struck = this.#failure.cause;
      this.#count(struck);
    }
    this.#simulator.scheduleAt(this.#startNs + at, this, 1);
  }

  #count({ name }: FailureCause): void {
    this.interruptions++;
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
