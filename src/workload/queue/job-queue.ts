/**
 * A queue of gang jobs before pools of equal accelerators, in simulated time. Whenever jobs come or go, or capacity does, the
 * policy chooses for one pool after the other who starts there; all changes of one moment are known before it is asked. What it
 * answers is checked: jobs that wait, each once, that fit. A job runs within one pool, on all its accelerators at once.
 *
 * A policy that preempts is asked when no pool has room for those that still wait. A job for which others are stopped waits for
 * that pool alone until it starts, so that nobody is stopped elsewhere for it too.
 *
 * Events: one a moment for the jobs that arrive, those of the pools, and one a moment for the policy.
 */
import type { RandomStreams } from "../../base/random.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { Target } from "../../kernel/target.ts";
import { Fragmentation } from "./fragmentation.ts";
import type { JobData } from "./job-data.ts";
import type { JobRun, JobRuns } from "./job-runs.ts";
import type { PlacementRule } from "./placement.ts";
import type { PlayedRun } from "./played-run.ts";
import type { Pool } from "./pool.ts";
import { type PoolRun, PoolState } from "./pool-state.ts";
import type { LinedPolicy, LinedView } from "./queue-policy.ts";
import type { QueuedJob } from "./queued-job.ts";
import type { Quotas } from "./quotas.ts";
import { UserTime } from "./user-time.ts";
import { WaitingJobs } from "./waiting-jobs.ts";

const decideCode = -1;

/** A run that is over. */
export type EndedRun = Pick<
  PoolRun,
  "job" | "pool" | "startNs" | "endNs" | "heldNs" | "stoppedBy" | "played"
>;

/** What a queue is made of. */
export interface QueueParts {
  jobs: readonly QueuedJob[];
  pools: readonly Pool[];
  policy: LinedPolicy & { name: string };
  /** None when absent. */
  quotas?: Quotas | undefined;
  /** Where on instances jobs lie; it makes no difference when absent. */
  placement?: PlacementRule | undefined;
  /** What jobs keep when they are stopped, and the work of each; absent where nothing stops a job. */
  stops?: { runs: JobRuns; workNs: readonly number[]; noticeNs: number } | undefined;
  streams?: RandomStreams | undefined;
  /** Of jobs that may run away from it; with `stops`. Absent where none do. */
  data?: JobData | undefined;
  /** Called when the last job has ended. */
  over(now: number): void;
}

/** The pools and their line. */
export class JobQueue implements Target {
  /** In the order of their ends. */
  readonly ended: EndedRun[] = [];
  readonly pools: readonly PoolState[];
  /** What whole instances cost; undefined where it makes no difference on which accelerators jobs are. */
  readonly fragmentation: Fragmentation | undefined;
  readonly #simulator: Simulator;
  readonly #parts: QueueParts;
  readonly #userTime = new UserTime();
  /** Of jobs that were stopped: what is left to do. */
  readonly #left = new Map<number, JobRun>();
  /** Run times on other instances than the first that a job could have, by its index. */
  readonly #paced = new Map<Instance | undefined, Map<number, { times: number; heldNs: number }>>();
  readonly #waiting: WaitingJobs;
  #next = 0;
  #unfinished: number;
  readonly #offsetNs: number;
  #deciding = false;

  constructor(simulator: Simulator, parts: QueueParts) {
    this.#simulator = simulator;
    this.#parts = parts;
    this.#offsetNs = simulator.now;
    this.#unfinished = parts.jobs.length;
    this.pools = parts.pools.map(
      (pool) =>
        new PoolState(pool, {
          simulator,
          offsetNs: this.#offsetNs,
          streams: parts.streams,
          placement: parts.placement,
          runs: parts.stops?.runs,
          ended: (run, now) => this.#end(run, now),
          changed: () => this.#decideSoon(),
          isAlive: () => this.#isAlive(),
        }),
    );
    const isPlaced = parts.placement !== undefined && parts.placement !== "anywhere";
    this.fragmentation = isPlaced ? new Fragmentation(this.#offsetNs) : undefined;
    const { jobs, quotas = {}, policy } = parts;
    const asIn = (job: QueuedJob, state: PoolState) => this.#asIn(job, state);
    this.#waiting = new WaitingJobs({ jobs, quotas, order: policy.order, pools: this.pools, asIn });
  }

  /** Jobs that wait or run. */
  get held(): number {
    return this.pools.reduce((sum, { running }) => sum + running.length, this.#waiting.length);
  }

  /** When each job started first, ns, by index; NaN where it has not. */
  get startNs(): Float64Array {
    const starts = new Float64Array(this.#parts.jobs.length).fill(Number.NaN);
    for (const { job, startNs } of this.ended) {
      const known = starts[job.index] ?? Number.NaN;
      if (!(known <= startNs)) starts[job.index] = startNs;
    }
    return starts;
  }

  start(): void {
    for (const pool of this.pools) pool.start();
    this.#awaitNext();
  }

  handle(code: number, now: number): void {
    if (code === decideCode) {
      this.#deciding = false;
      this.#decide(now);
      this.#bookFragmentation(now);
      return;
    }
    this.#submit(now);
    this.#awaitNext();
    this.#decideSoon();
  }

  /** All jobs of this moment stand in line before the policy is asked. */
  #submit(now: number): void {
    const { jobs } = this.#parts;
    for (let job = jobs[this.#next]; job !== undefined; job = jobs[this.#next]) {
      if (this.#offsetNs + job.submitNs > now) return;
      this.#waiting.add(job);
      this.#next++;
    }
  }

  #decideSoon(): void {
    if (this.#deciding) return;
    this.#deciding = true;
    this.#simulator.schedule(0, this, decideCode);
  }

  #awaitNext(): void {
    const job = this.#parts.jobs[this.#next];
    if (job !== undefined) this.#simulator.scheduleAt(this.#offsetNs + job.submitNs, this, this.#next);
  }

  /** Whether anything is left that could run some time. */
  #isAlive(): boolean {
    const { now } = this.#simulator;
    return (
      this.#next < this.#parts.jobs.length ||
      this.pools.some(
        (pool) => pool.running.length > 0 || this.#waiting.some((job) => pool.mayAdmit(job, now)),
      )
    );
  }

  #end(run: PoolRun, now: number): void {
    const { job, stop, played } = run;
    const pool = this.pools.find(({ pool: { name } }) => name === run.pool)?.pool;
    if (pool) this.#parts.data?.ran(job, pool, run);
    this.ended.push(run);
    this.#waiting.ends(job);
    this.#userTime.change(job.user, -job.accelerators, now);
    this.#decideSoon();
    if (stop !== undefined && played !== undefined) this.#lineUpAgain(run, played);
    else {
      this.#unfinished--;
      if (this.#unfinished === 0) this.#parts.over(now);
    }
  }

  /** A job that was stopped stands where it stood by its submission, with what no checkpoint holds still to do. */
  #lineUpAgain({ job, times, workNs, instance }: PoolRun, { savedNs }: PlayedRun): void {
    const left = { job, times: times + 1, workNs: (workNs - savedNs) / this.#pace(job, instance) };
    const durationNs = this.#parts.stops?.runs.play(left).heldNs ?? job.durationNs;
    const again = { ...job, durationNs };
    this.#left.set(job.index, { ...left, job: again });
    this.#waiting.add(again);
  }

  #decide(now: number): void {
    for (const state of this.pools) {
      if (!this.#waiting.mayStart()) return;
      // Where nothing is free nobody starts.
      if (state.free <= 0) continue;
      for (const job of this.#parts.policy.choose(this.#view(state, now))) this.#begin(state, job, now);
    }
    if (this.#waiting.mayStart()) this.#preempt(now);
  }

  #bookFragmentation(now: number): void {
    const { fragmentation, pools } = this;
    if (fragmentation === undefined) return;
    const open = pools.filter(({ isOpen }) => isOpen);
    fragmentation.set(now, {
      free: open.reduce((sum, { free }) => sum + free, 0),
      inPieces: open.reduce((sum, { inPieces }) => sum + inPieces, 0),
      waiting: this.#waiting.mayStart() ? this.#waiting.brokenFor(open, now) : 0,
    });
  }

  #preempt(now: number): void {
    const { stops, policy } = this.#parts;
    if (stops === undefined || policy.preempt === undefined) return;
    const { noticeNs, runs } = stops;
    const canSave = runs.saveNs !== undefined && runs.saveNs <= noticeNs;
    for (const state of this.pools) {
      if (!state.isOpen) continue;
      for (const preemption of policy.preempt(this.#view(state, now))) {
        this.#waiting.promise(preemption.job, state);
        for (const run of preemption.stops) {
          // Who has no time to save stops at once.
          state.stop(run as PoolRun, now, { noticeNs: canSave ? noticeNs : 0, cause: "preemption" });
        }
      }
    }
  }

  #begin(state: PoolState, job: QueuedJob, now: number): void {
    this.#waiting.begins(job);
    const workNs = this.#parts.stops?.workNs[job.index] ?? job.durationNs;
    const { times, workNs: left } = this.#left.get(job.index) ?? { times: 0, workNs };
    const { instance } = state.pool;
    this.#userTime.change(job.user, job.accelerators, now);
    const fetchNs = this.#parts.data?.fetchNs(job, state.pool);
    state.begin({ job, times, workNs: left * this.#pace(job, instance), fetchNs }, now);
  }

  /** Time of the work of `job` on such instances over that on the first that it could have, by which what is left is counted. */
  #pace({ index, timesNs }: QueuedJob, instance: Instance | undefined): number {
    const workNs = this.#parts.stops?.workNs[index];
    return timesNs === undefined || !workNs ? 1 : (timesNs.get(instance) ?? workNs) / workNs;
  }

  #view(state: PoolState, now: number): LinedView {
    const all = this.#waiting;
    let waiting: readonly QueuedJob[] | undefined;
    return {
      now,
      free: state.isOpen ? state.free : 0,
      room: () => state.room(),
      line: all.lineIn(state, now),
      get waiting() {
        waiting ??= all.in(state, now);
        return waiting;
      },
      running: state.running,
      used: (user) => this.#userTime.had(user, now),
    };
  }

  /** `job` as long as it takes in this pool, where its data may have to be copied to first. */
  #asIn(job: QueuedJob, { pool }: PoolState): QueuedJob {
    const { data } = this.#parts;
    if (data === undefined && job.timesNs === undefined) return job;
    const fetchNs = data?.fetchNs(job, pool) ?? 0;
    const durationNs = fetchNs + this.#runTimeNs(job, pool.instance);
    return durationNs === job.durationNs ? job : { ...job, durationNs };
  }

  /** For how long `job`, or what is left of it, holds such instances, failures included. */
  #runTimeNs(job: QueuedJob, instance: Instance | undefined): number {
    const { index, timesNs, durationNs } = job;
    const { stops } = this.#parts;
    const pace = this.#pace(job, instance);
    if (stops === undefined || timesNs === undefined || pace === 1) return durationNs;
    const { times, workNs } = this.#left.get(index) ?? { times: 0, workNs: stops.workNs[index] as number };
    const known = this.#paced.get(instance)?.get(index);
    if (known?.times === times) return known.heldNs;
    const { heldNs } = stops.runs.play({ job, times, workNs: workNs * pace, instance });
    const all = this.#paced.get(instance) ?? new Map<number, { times: number; heldNs: number }>();
    this.#paced.set(instance, all.set(index, { times, heldNs }));
    return heldNs;
  }
}
