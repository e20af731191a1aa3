/**
 * One server that divides itself equally among all jobs present: n jobs run at 1/n of its speed each.
 *
 * Kept in virtual time V, which advances at 1/n: a job of service S that comes at V leaves when V reaches V + S,
 * whoever comes or goes meanwhile. So one arrival or departure costs O(1) and one alarm stands for all jobs.
 */
import { Alarm } from "./alarm.ts";
import { EventQueue } from "./event-queue.ts";
import type { Simulator, Worker } from "./simulator.ts";
import type { Target } from "./target.ts";

/** An egalitarian processor-sharing server; the client of a job is told by `handle(code, now)` when it is served. */
export class ProcessorSharingServer implements Worker {
  readonly name: string;
  /** Time with at least one job present, ns. */
  busyNs = 0;

  readonly #simulator: Simulator;
  /** Jobs ordered by the virtual time at which they leave. */
  readonly #jobs = new EventQueue();
  readonly #alarm: Alarm;
  #virtualNs = 0;
  #updatedNs = 0;

  constructor(simulator: Simulator, options: { name: string }) {
    this.#simulator = simulator;
    this.name = options.name;
    this.#alarm = new Alarm(simulator, (now) => this.#complete(now));
    simulator.watch(this);
  }

  /** Jobs present. */
  get running(): number {
    return this.#jobs.size;
  }

  /** Adds a job that alone would take `serviceNs`; tells `client` with `code` when it has had that much service. */
  submit(serviceNs: number, client: Target, code: number): void {
    this.#advance(this.#simulator.now);
    this.#jobs.push(this.#virtualNs + serviceNs, client, code);
    this.#setAlarm();
  }

  unfinished(): string[] {
    return this.#jobs.size > 0 ? [`${this.name}: ${this.#jobs.size} jobs wait for service`] : [];
  }

  #advance(now: number): void {
    const elapsedNs = now - this.#updatedNs;
    this.#updatedNs = now;
    if (this.#jobs.size === 0) return;
    this.#virtualNs += elapsedNs / this.#jobs.size;
    this.busyNs += elapsedNs;
  }

  #setAlarm(): void {
    if (this.#jobs.size === 0) {
      this.#alarm.cancel();
      return;
    }
    const remainingNs = Math.max(0, this.#jobs.peekTime() - this.#virtualNs) * this.#jobs.size;
    this.#alarm.set(this.#simulator.now + remainingNs);
  }

  #complete(now: number): void {
    this.#advance(now);
    this.#jobs.pop();
    // The alarm was set for this job: its virtual time is reached, whatever rounding says.
    this.#virtualNs = Math.max(this.#virtualNs, this.#jobs.time);
    const { target, code } = this.#jobs;
    this.#setAlarm();
    (target as Target).handle(code, now);
  }
}
