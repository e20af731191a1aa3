/**
 * A pool in simulated time: who runs on it until when, what is free, and who must leave because an instance is taken back or
 * the capacity ends. A job that is told to stop keeps its accelerators until its state is saved or its time is up.
 *
 * Events: one a job for its end, one more for each stop; two for a capacity block; two for each instance taken back.
 */
import { randomExponential } from "d3-random";
import { assert } from "../../base/errors.ts";
import type { RandomStreams } from "../../base/random.ts";
import type { Instance } from "../../hardware/instance.ts";
import { Alarm } from "../../kernel/alarm.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { Target } from "../../kernel/target.ts";
import type { FailureCause } from "../resilience/failure-model.ts";
import type { IdleFaults } from "../resilience/idle-hosts.ts";
import { wholeRestartNs } from "../resilience/restart.ts";
import { HostHealth } from "./host-health.ts";
import type { JobRun, JobRuns } from "./job-runs.ts";
import { Placement, type PlacementRule } from "./placement.ts";
import type { PlayedRun, RunStop } from "./played-run.ts";
import { canHold, type Pool } from "./pool.ts";
import { compareEnds, type RunningJob } from "./queue-policy.ts";
import type { QueuedJob } from "./queued-job.ts";
import { CountedRoom, type Room } from "./room.ts";

/** A run under way, or over. Times in ns, by the simulator's clock. */
export class PoolRun implements RunningJob, JobRun {
  readonly job: QueuedJob;
  readonly pool: string;
  readonly times: number;
  readonly workNs: number;
  readonly fetchNs: number;
  readonly instance: Instance | undefined;
  readonly brought: readonly FailureCause[];
  readonly startNs: number;
  endNs: number;
  /** For how long it holds its accelerators, ns. */
  heldNs: number;
  /** Set once it has been told to stop. */
  stop: RunStop | undefined = undefined;
  /** What it came to, where runs can be stopped. */
  played: PlayedRun | undefined = undefined;

  constructor(
    { job, times, workNs, fetchNs = 0, brought = [] }: JobRun,
    { name, instance }: Pool,
    startNs: number,
  ) {
    this.job = job;
    this.pool = name;
    this.instance = instance;
    this.times = times;
    this.workNs = workNs;
    this.fetchNs = fetchNs;
    this.brought = brought;
    this.startNs = startNs;
    this.heldNs = job.durationNs;
    this.endNs = startNs + job.durationNs;
  }

  /** It takes so long in place of the run time that was known, ns. */
  lasts(heldNs: number): void {
    this.heldNs = heldNs;
    this.endNs = this.startNs + heldNs;
  }

  get isLeaving(): boolean {
    return this.stop !== undefined;
  }

  /** Why it was stopped; undefined where the job is done. */
  get stoppedBy(): string | undefined {
    return this.stop?.cause;
  }
}

const [openCode, closeCode, reclaimCode] = [-1, -2, -3];

/** What a pool asks and tells. */
export interface PoolParts {
  simulator: Simulator;
  /** Of the run of the queue: times of a pool count from here. */
  offsetNs: number;
  streams?: RandomStreams | undefined;
  /** Where on instances jobs lie; it makes no difference when absent. */
  placement?: PlacementRule | undefined;
  /** Absent where nothing is ever stopped. */
  runs?: JobRuns | undefined;
  /** A run has ended, by itself or stopped. */
  ended(run: PoolRun, now: number): void;
  /** Something else has changed. */
  changed(): void;
  /** Whether anything may still start here. */
  isAlive(): boolean;
}

/** A pool and who is on it. */
export class PoolState implements Target {
  /** In the order of their ends; equal ends in the order of submission. */
  readonly running: PoolRun[] = [];
  readonly pool: Pool;
  free = 0;
  isOpen = false;
  /** When instances were away that had been taken back, ns by the simulator's clock. */
  readonly away: { fromNs: number; untilNs: number }[] = [];
  /** When idle instances were replaced on which a canary had found a fault. */
  readonly replaced: { fromNs: number; untilNs: number }[] = [];
  readonly #parts: PoolParts;
  readonly #placement: Placement | undefined;
  readonly #hidden: IdleFaults | undefined;
  #health: HostHealth | undefined;
  /** Rings when a canary finds a fault on an idle instance. */
  readonly #canary: Alarm;
  readonly #gapNs: () => number;
  readonly #pick: () => number;

  constructor(pool: Pool, parts: PoolParts) {
    this.pool = pool;
    this.#parts = parts;
    const { reclaims, instances, accelerators, name } = pool;
    const { placement: rule = "anywhere" } = parts;
    this.#hidden = parts.runs?.hiddenOn(pool);
    this.#canary = new Alarm(parts.simulator, (now) => this.#replaceFound(now));
    const isPlaced = reclaims !== undefined || rule !== "anywhere" || this.#hidden !== undefined;
    const { chips = accelerators / instances } = pool;
    this.#placement = isPlaced ? new Placement(accelerators / chips, chips, rule) : undefined;
    const random = reclaims && parts.streams?.stream(`reclaims/${name}`);
    this.#pick = random ?? (() => 0);
    this.#gapNs = random && reclaims ? randomExponential.source(random)(instances / reclaims.mtbf) : () => 0;
  }

  /** Faults that canaries found where nobody worked, and those that jobs brought with them; undefined where none hide. */
  get faults(): { found: number; brought: number } | undefined {
    return this.#hidden && { found: this.#health?.found ?? 0, brought: this.#health?.brought ?? 0 };
  }

  start(): void {
    const { openNs } = this.pool;
    if (openNs === 0) this.handle(openCode, this.#parts.offsetNs);
    else this.#at(openNs, openCode);
  }

  /**
   * Whether `job` may start now: the pool is open, could hold it, and stays until it is done; or long enough to do some work
   * and save it.
   */
  admits(job: QueuedJob, now: number): boolean {
    return canHold(this.pool, job) && job.durationNs <= this.longestNs(now);
  }

  /** How long a job may take that starts now, ns. */
  longestNs(now: number): number {
    if (!this.isOpen) return Number.NEGATIVE_INFINITY;
    const leftNs = this.#closeNs - now;
    const { runs } = this.#parts;
    const canSave = runs?.saveNs !== undefined && leftNs > wholeRestartNs(runs.restart) + runs.saveNs;
    return canSave ? Number.POSITIVE_INFINITY : leftNs;
  }

  /** What is free, to try jobs in. */
  room(): Room {
    if (!this.isOpen) return new CountedRoom(0);
    return this.#isInWholes && this.#placement ? this.#placement.copy() : new CountedRoom(this.free);
  }

  /** Of what is free, accelerators on instances that are used in part, where that matters. */
  get inPieces(): number {
    return this.isOpen && this.#isInWholes ? (this.#placement?.inPieces ?? 0) : 0;
  }

  /** Whether so many accelerators are free, but in pieces that a job of as many cannot take. */
  isBrokenFor(accelerators: number): boolean {
    if (!this.isOpen || accelerators > this.free || !this.#isInWholes) return false;
    return this.#placement?.hasPlaceFor(accelerators) === false;
  }

  get #isInWholes(): boolean {
    return this.#placement !== undefined && this.#placement.rule !== "anywhere";
  }

  /** Whether `job` may start here now or later. */
  mayAdmit(job: QueuedJob, now: number): boolean {
    return this.admits(job, now) || (now < this.#closeNs && !this.isOpen && canHold(this.pool, job));
  }

  begin(run: JobRun, now: number): void {
    const { job } = run;
    this.free -= job.accelerators;
    assert(this.#placement?.take(job) !== false, "a job is started that finds no place");
    const brought = (this.#placement?.instancesOf(job) ?? []).flatMap(
      (instance) => this.#health?.take(instance, now) ?? [],
    );
    const begun = new PoolRun({ ...run, brought }, this.pool, now);
    const { runs } = this.#parts;
    if (runs && brought.length > 0) begun.lasts(runs.play(begun).heldNs);
    this.#watch();
    this.#insert(begun);
  }

  /** Tells `run` to stop. What can save its state before the notice is over does so; else it is stopped when that is. */
  stop(run: PoolRun, now: number, { noticeNs, cause }: { noticeNs: number; cause: string }): void {
    const stop = { atNs: now - run.startNs, noticeNs, cause };
    const played = this.#parts.runs?.play(run, stop);
    if (run.isLeaving || played === undefined || played.isOver) return;
    this.running.splice(this.running.indexOf(run), 1);
    run.stop = stop;
    run.endNs = Math.max(now, run.startNs + played.heldNs);
    run.heldNs = run.endNs - run.startNs;
    this.#insert(run);
  }

  handle(code: number, now: number): void {
    if (code === openCode) this.#open();
    else if (code === closeCode) this.#close(now);
    else if (code === reclaimCode) this.#reclaim(now);
    else if (code < reclaimCode) this.#restore(reclaimCode - 1 - code, now);
    else this.#end(code, now);
  }

  get #closeNs(): number {
    return this.#parts.offsetNs + this.pool.closeNs;
  }

  #at(ns: number, code: number): void {
    this.#parts.simulator.scheduleAt(this.#parts.offsetNs + ns, this, code);
  }

  #insert(run: PoolRun): void {
    let [place, end] = [0, this.running.length];
    while (place < end) {
      const middle = (place + end) >> 1;
      if (compareEnds(this.running[middle] as PoolRun, run) > 0) end = middle;
      else place = middle + 1;
    }
    this.running.splice(place, 0, run);
    this.#parts.simulator.scheduleAt(run.endNs, this, run.job.index);
  }

  /** The end of a run; of one that has been told to stop since, the old end means nothing. */
  #end(index: number, now: number): void {
    const place = this.running.findIndex(({ job, endNs }) => job.index === index && endNs === now);
    const [run] = place < 0 ? [] : this.running.splice(place, 1);
    if (run === undefined) return;
    run.played = this.#parts.runs?.play(run, run.stop);
    const instances = this.#placement?.instancesOf(run.job) ?? [];
    this.free += this.#placement?.leave(run.job) ?? run.job.accelerators;
    this.#leaveFaults(run, instances, now);
    this.#parts.ended(run, now);
    if (this.#parts.isAlive()) this.#watch();
  }

  /** What still hides where `run` was stays on its instances, one after the other. */
  #leaveFaults({ played }: PoolRun, instances: readonly number[], now: number): void {
    const [health, placement] = [this.#health, this.#placement];
    if (health === undefined || placement === undefined) return;
    const hidden = played?.hidden ?? [];
    for (const [place, instance] of instances.entries()) {
      health.free(instance, now, { isIdle: placement.isIdle(instance), cause: hidden[place] });
    }
  }

  /** Waits for the next fault that a canary finds on an idle instance. */
  #watch(): void {
    const foundNs = this.#health?.nextFoundNs ?? Number.POSITIVE_INFINITY;
    if (foundNs < this.#closeNs) this.#canary.set(foundNs);
    else this.#canary.cancel();
  }

  /** Instances on which canaries have found a fault are replaced before anybody gets them. */
  #replaceFound(now: number): void {
    const { runs, simulator, isAlive } = this.#parts;
    if (runs === undefined || !isAlive()) return;
    for (const instance of this.#health?.foundBy(now) ?? []) {
      const taken = this.#placement?.reclaim(instance);
      if (taken === undefined) continue;
      this.free -= taken.free;
      const untilNs = now + runs.replaceNs;
      this.replaced.push({ fromNs: now, untilNs });
      simulator.scheduleAt(untilNs, this, reclaimCode - 1 - instance);
    }
    this.#watch();
  }

  #open(): void {
    const { accelerators, closeNs, reclaims } = this.pool;
    this.isOpen = true;
    this.free = accelerators;
    if (this.#hidden) {
      const { chips = accelerators } = this.pool;
      this.#health = new HostHealth(accelerators / chips, this.#parts.simulator.now, this.#hidden);
      this.#watch();
    }
    const { saveNs = 0 } = this.#parts.runs ?? {};
    if (closeNs < Number.POSITIVE_INFINITY) this.#at(Math.max(this.pool.openNs, closeNs - saveNs), closeCode);
    if (reclaims) this.#parts.simulator.schedule(this.#gapNs(), this, reclaimCode);
    this.#parts.changed();
  }

  /** Stops who would not be done when the capacity ends, a save time before. */
  #close(now: number): void {
    for (const run of [...this.running]) {
      if (run.endNs <= this.#closeNs) continue;
      this.stop(run, now, { noticeNs: this.#closeNs - now, cause: `end of ${this.pool.name}` });
    }
    this.isOpen = false;
    this.#parts.changed();
  }

  #reclaim(now: number): void {
    const { reclaims, instances, name } = this.pool;
    if (!reclaims || !this.isOpen || !this.#parts.isAlive()) return;
    const { notice, away } = reclaims;
    const instance = Math.min(instances - 1, Math.floor(this.#pick() * instances));
    const taken = this.#placement?.reclaim(instance);
    if (taken !== undefined) {
      this.free -= taken.free;
      this.#health?.leave(instance);
      for (const run of this.running.filter(({ job }) => taken.jobs.includes(job.index))) {
        this.stop(run, now, { noticeNs: notice, cause: `reclaim in ${name}` });
      }
      const goneNs = now + notice;
      this.away.push({ fromNs: goneNs, untilNs: goneNs + away });
      this.#parts.simulator.scheduleAt(goneNs + away, this, reclaimCode - 1 - instance);
    }
    this.#parts.simulator.schedule(this.#gapNs(), this, reclaimCode);
  }

  #restore(instance: number, now: number): void {
    this.free += this.#placement?.restore(instance) ?? 0;
    this.#health?.free(instance, now, { isIdle: this.#placement?.isIdle(instance) ?? false });
    this.#watch();
    this.#parts.changed();
  }
}
