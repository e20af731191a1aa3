/**
 * Who waits before which pool: those whom quotas let start, whom the pool can hold and takes in for as long as they need, and for
 * whom nobody was stopped elsewhere. A policy that says how it looks at the line has one kept for each pool; for others the
 * jobs are gone through at every decision.
 */
import { JobLine, type LineOrder } from "./job-line.ts";
import { JobList } from "./job-list.ts";
import { canHold } from "./pool.ts";
import type { PoolState } from "./pool-state.ts";
import type { QueuedJob } from "./queued-job.ts";
import { QuotaGate } from "./quota-gate.ts";
import { type Quotas, withinQuotas } from "./quotas.ts";

/** What it is made of. */
export interface WaitingParts {
  /** All that come, in the order of submission. */
  jobs: readonly QueuedJob[];
  pools: readonly PoolState[];
  quotas: Quotas;
  /** How the policy looks at the line; unknown when absent. */
  order?: LineOrder | undefined;
  /** A job as long as it takes in a pool. */
  asIn(job: QueuedJob, state: PoolState): QueuedJob;
}

/** Those who wait. */
export class WaitingJobs {
  readonly #parts: WaitingParts;
  readonly #list = new JobList();
  /** Pools in which others were stopped for a job, by its index. */
  readonly #promised = new Map<number, PoolState>();
  readonly #gate: QuotaGate | undefined;
  readonly #lines: ReadonlyMap<PoolState, JobLine>;
  /** Where lines are kept, how many may start, by their accelerators. */
  readonly #sizes = new Map<number, number>();
  /** Where none are kept, who may start, until somebody comes or goes. */
  #known: readonly QueuedJob[] | undefined;

  constructor(parts: WaitingParts) {
    this.#parts = parts;
    const { jobs, pools, quotas, order } = parts;
    this.#gate = order && new QuotaGate(quotas, jobs, () => pools.map(({ running }) => running));
    const line = ({ pool }: PoolState) =>
      new JobLine(
        jobs.filter((job) => canHold(pool, job)),
        order ?? {},
      );
    this.#lines = new Map(order ? pools.map((state) => [state, line(state)]) : []);
  }

  get length(): number {
    return this.#list.length;
  }

  some(isSuch: (job: QueuedJob) => boolean): boolean {
    return this.#list.some(isSuch);
  }

  /** `job` waits from now on. */
  add(job: QueuedJob): void {
    this.#list.add(job);
    this.#known = undefined;
    this.#gate?.add(job);
  }

  /** `job`, which may, starts. */
  begins(job: QueuedJob): void {
    this.#promised.delete(job.index);
    this.#list.remove(job);
    this.#known = undefined;
    this.#gate?.begins(job);
    this.#count(job, -1);
    for (const line of this.#lines.values()) line.remove(job.index);
  }

  /** `job` runs no more. */
  ends(job: QueuedJob): void {
    this.#known = undefined;
    this.#gate?.ends(job);
  }

  /** Others are stopped in the pool of `state`, so that `job` can start there. */
  promise({ index }: QueuedJob, state: PoolState): void {
    this.#promised.set(index, state);
  }

  /** Whether quotas let anybody start. */
  mayStart(): boolean {
    if (this.#gate === undefined) return this.#allowed().length > 0;
    this.#gate.settle((job, mayStart) => {
      this.#count(job, mayStart ? 1 : -1);
      for (const [state, line] of this.#lines) {
        if (!mayStart) line.remove(job.index);
        else if (canHold(state.pool, job)) line.add(this.#parts.asIn(job, state));
      }
    });
    return this.#sizes.size > 0;
  }

  /** Who may start in the pool of `state` now, as long as they take there. */
  in(state: PoolState, now: number): readonly QueuedJob[] {
    const waiting: QueuedJob[] = [];
    for (const job of this.#allowed()) {
      const own = this.#parts.asIn(job, state);
      if (this.#isFor(own, state, now)) waiting.push(own);
    }
    return waiting;
  }

  /** The same as a line, after `mayStart`; undefined where none are kept. */
  lineIn(state: PoolState, now: number): JobLine | undefined {
    const line = this.#lines.get(state);
    if (line === undefined) return undefined;
    line.limitNs = state.longestNs(now);
    for (const [index, promised] of this.#promised) {
      const job = this.#list.get(index);
      if (promised === state || !canHold(state.pool, job)) continue;
      const own = this.#parts.asIn(job, state);
      const isFree = this.#lines.get(promised)?.waits(index) && !promised.mayAdmit(own, now);
      if (isFree) line.add(own);
      else line.remove(index);
    }
    return line;
  }

  /** How many who may start in one of `states` wait because what is free there is in pieces. */
  brokenFor(states: readonly PoolState[], now: number): number {
    const sizes = new Map<number, readonly PoolState[]>();
    const broken = (size: number) => {
      const known = sizes.get(size) ?? states.filter((state) => state.isBrokenFor(size));
      sizes.set(size, known);
      return known;
    };
    let waiting = 0;
    const [only, ...others] = this.#parts.pools;
    if (this.#gate !== undefined && others.length === 0 && only?.pool.closeNs === Number.POSITIVE_INFINITY) {
      for (const [size, jobs] of this.#sizes) if (broken(size).length > 0) waiting += jobs;
      return waiting;
    }
    for (const job of this.#allowed()) {
      if (broken(job.accelerators).some((state) => this.#isFor(job, state, now))) waiting++;
    }
    return waiting;
  }

  #allowed(): readonly QueuedJob[] {
    const { quotas, pools } = this.#parts;
    const running = pools.map((state) => state.running);
    this.#known ??= withinQuotas(quotas, { waiting: this.#list.all(), running });
    return this.#known;
  }

  #count({ accelerators }: QueuedJob, more: number): void {
    const jobs = (this.#sizes.get(accelerators) ?? 0) + more;
    if (jobs > 0) this.#sizes.set(accelerators, jobs);
    else this.#sizes.delete(accelerators);
  }

  /** Whether `job` may start in this pool now: others may have been stopped for it elsewhere. */
  #isFor(job: QueuedJob, state: PoolState, now: number): boolean {
    const promised = this.#promised.get(job.index);
    const waitsElsewhere = promised !== undefined && promised !== state && promised.mayAdmit(job, now);
    return !waitsElsewhere && state.admits(job, now);
  }
}
