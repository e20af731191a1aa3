/**
 * Quotas, kept from one decision to the next: whom `withinQuotas` lets start changes only with who comes, starts and ends. Those
 * under one quota are let in one after the other, as their quota lasts; who starts keeps of it what it had, so that nothing
 * changes for the others. Where jobs have two quotas, starts may close one of them for others, and all of their jobs are gone
 * through again.
 */
import { JobLine, type Lane } from "./job-line.ts";
import { JobList } from "./job-list.ts";
import type { RunningJob } from "./queue-policy.ts";
import type { QueuedJob } from "./queued-job.ts";
import { namesOf, type Quotas, withinQuotas } from "./quotas.ts";

/** Which of those who wait may start. */
export class QuotaGate {
  readonly #quotas: Quotas;
  readonly #running: () => readonly (readonly RunningJob[])[];
  /** Of each quota, what neither those who run have nor those who may start. */
  readonly #left: Map<string, number>;
  /** Quotas of jobs that have two. */
  readonly #shared: ReadonlySet<string>;
  /** Jobs under no quota that came since the last decision. */
  #free: QueuedJob[] = [];
  /** Those who may not start yet, by their only quota. */
  readonly #held: JobLine;
  readonly #lanes: ReadonlyMap<string | number, Lane>;
  /** Quotas of which something has changed since. */
  readonly #changed = new Set<string>();
  /** Those under quotas of `#shared`, and who of them may start. */
  readonly #together = new JobList();
  #allowed = new Map<number, QueuedJob>();

  /** Of `jobs` that may come, beside those that are `running`, pool by pool. */
  constructor(quotas: Quotas, jobs: readonly QueuedJob[], running: () => readonly (readonly RunningJob[])[]) {
    this.#quotas = quotas;
    this.#running = running;
    this.#left = new Map(Object.entries(quotas));
    this.#shared = new Set(
      jobs.flatMap((job) => {
        const names = this.#quotasOf(job);
        return names.length > 1 ? names : [];
      }),
    );
    const single = jobs.filter((job) => this.#quotasOf(job).length === 1 && !this.#isTogether(job));
    this.#held = new JobLine(single, { laneOf: (job) => this.#quotasOf(job)[0] as string });
    this.#lanes = new Map(this.#held.lanes.map((lane) => [lane.key, lane]));
  }

  /** `job` waits from now on. */
  add(job: QueuedJob): void {
    const [name] = this.#quotasOf(job);
    if (name === undefined) {
      this.#free.push(job);
      return;
    }
    this.#changed.add(name);
    if (this.#isTogether(job)) this.#together.add(job);
    else this.#held.add(job);
  }

  /** `job`, which may, starts. */
  begins(job: QueuedJob): void {
    if (!this.#isTogether(job)) return;
    this.#together.remove(job);
    this.#allowed.delete(job.index);
    for (const name of this.#quotasOf(job)) this.#changed.add(name);
  }

  /** `job` runs no more. */
  ends(job: QueuedJob): void {
    for (const name of this.#quotasOf(job)) {
      this.#left.set(name, (this.#left.get(name) ?? 0) + job.accelerators);
      this.#changed.add(name);
    }
  }

  /** Tells who may start now, or may not any more, since it was last asked. */
  settle(tell: (job: QueuedJob, mayStart: boolean) => void): void {
    for (const job of this.#free) tell(job, true);
    this.#free = [];
    if (this.#changed.size === 0) return;
    for (const name of this.#changed) if (!this.#shared.has(name)) this.#letIn(name, tell);
    if ([...this.#changed].some((name) => this.#shared.has(name))) this.#letInTogether(tell);
    this.#changed.clear();
  }

  #letIn(name: string, tell: (job: QueuedJob, mayStart: boolean) => void): void {
    const lane = this.#lanes.get(name) as Lane;
    for (let place = this.#held.next(lane, lane.start); place >= 0; place = this.#held.next(lane, place)) {
      const job = this.#held.at(place);
      const left = (this.#left.get(name) as number) - job.accelerators;
      if (left < 0) return;
      this.#left.set(name, left);
      this.#held.remove(job.index);
      tell(job, true);
    }
  }

  #letInTogether(tell: (job: QueuedJob, mayStart: boolean) => void): void {
    const before = this.#allowed;
    const waiting = this.#together.all();
    const allowed = withinQuotas(this.#quotas, { waiting, running: this.#running() });
    this.#allowed = new Map(allowed.map((job) => [job.index, job]));
    for (const [index, job] of before) if (!this.#allowed.has(index)) tell(job, false);
    for (const [index, job] of this.#allowed) if (!before.has(index)) tell(job, true);
  }

  #quotasOf(job: QueuedJob): readonly string[] {
    return this.#left.size === 0 ? [] : namesOf(job).filter((name) => this.#left.has(name));
  }

  #isTogether(job: QueuedJob): boolean {
    return this.#shared.size > 0 && this.#quotasOf(job).some((name) => this.#shared.has(name));
  }
}
