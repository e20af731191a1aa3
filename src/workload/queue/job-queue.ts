/**
 * A queue of gang jobs before one pool of equal accelerators, in simulated time. Whenever jobs come or go the policy chooses
 * who starts; all of one moment are known before it is asked. What it answers is checked: jobs that wait, each once, that fit.
 *
 * Events: two a job, and one a moment for the policy.
 */
import type { Target } from "../../kernel/event-queue.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { QueuedJob, QueuePolicy, QueueView, RunningJob } from "./queue-policy.ts";
import { type Quotas, withinQuotas } from "./quotas.ts";

const decideCode = -1;

/** The pool and its line. */
export class JobQueue implements Target {
  /** When each job started, ns, by index; NaN where it has not. */
  readonly startNs: Float64Array;
  readonly #simulator: Simulator;
  readonly #jobs: readonly QueuedJob[];
  readonly #policy: { name: string; choose: QueuePolicy["choose"] };
  readonly #quotas: Quotas;
  readonly #over: (now: number) => void;
  readonly #running: RunningJob[] = [];
  readonly #usedNs = new Map<string, number>();
  #waiting: QueuedJob[] = [];
  #free: number;
  #next = 0;
  #left: number;
  #offsetNs = 0;
  #deciding = false;

  /** `over` is called when the last job has ended. */
  constructor(
    simulator: Simulator,
    parts: {
      jobs: readonly QueuedJob[];
      accelerators: number;
      policy: { name: string; choose: QueuePolicy["choose"] };
      /** None when absent. */
      quotas?: Quotas;
      over: (now: number) => void;
    },
  ) {
    this.#simulator = simulator;
    this.#jobs = parts.jobs;
    this.#policy = parts.policy;
    this.#quotas = parts.quotas ?? {};
    this.#over = parts.over;
    this.#free = parts.accelerators;
    this.#left = parts.jobs.length;
    this.startNs = new Float64Array(parts.jobs.length).fill(Number.NaN);
  }

  /** Jobs that wait or run. */
  get held(): number {
    return this.#waiting.length + this.#running.length;
  }

  start(): void {
    this.#offsetNs = this.#simulator.now;
    this.#awaitNext();
  }

  handle(code: number, now: number): void {
    if (code === decideCode) {
      this.#deciding = false;
      this.#decide(now);
      return;
    }
    const job = this.#jobs[code]!;
    if (Number.isNaN(this.startNs[code])) {
      this.#waiting.push(job);
      this.#next++;
      this.#awaitNext();
    } else this.#end(job, now);
    if (this.#deciding) return;
    this.#deciding = true;
    this.#simulator.schedule(0, this, decideCode);
  }

  #awaitNext(): void {
    const job = this.#jobs[this.#next];
    if (job !== undefined) this.#simulator.scheduleAt(this.#offsetNs + job.submitNs, this, this.#next);
  }

  #end(job: QueuedJob, now: number): void {
    this.#free += job.accelerators;
    this.#running.splice(
      this.#running.findIndex((running) => running.job === job),
      1,
    );
    this.#usedNs.set(job.user, (this.#usedNs.get(job.user) ?? 0) + job.accelerators * job.durationNs);
    this.#left--;
    if (this.#left === 0) this.#over(now);
  }

  #decide(now: number): void {
    if (this.#waiting.length === 0) return;
    const view: QueueView = {
      now,
      free: this.#free,
      waiting: withinQuotas(this.#quotas, { waiting: this.#waiting, running: this.#running }),
      running: this.#running,
      used: (user) => this.#used(user, now),
    };
    const chosen = this.#policy.choose(view);
    if (chosen.length === 0) return;
    const started = new Set(chosen);
    for (const job of chosen) this.#begin(job, now);
    this.#waiting = this.#waiting.filter((job) => !started.has(job));
  }

  #begin(job: QueuedJob, now: number): void {
    this.#free -= job.accelerators;
    this.startNs[job.index] = now;
    const endNs = now + job.durationNs;
    let [place, end] = [0, this.#running.length];
    while (place < end) {
      const middle = (place + end) >> 1;
      if (endsAfter(this.#running[middle]!, endNs, job)) end = middle;
      else place = middle + 1;
    }
    this.#running.splice(place, 0, { job, endNs });
    this.#simulator.scheduleAt(endNs, this, job.index);
  }

  #used(user: string, now: number): number {
    return this.#running.reduce(
      (sum, { job }) => (job.user === user ? sum + job.accelerators * (now - this.startNs[job.index]!) : sum),
      this.#usedNs.get(user) ?? 0,
    );
  }
}

function endsAfter(running: RunningJob, endNs: number, job: QueuedJob): boolean {
  return running.endNs > endNs || (running.endNs === endNs && running.job.index > job.index);
}
