/**
 * `servers` equal servers before one line, first come, first served. Jobs bring their own service time.
 *
 * Little's law and the M/M/c formulas hold for it (tests derive them). Busy time = sum of service, at most
 * `servers` x elapsed.
 */
import type { Target } from "./event-queue.ts";
import { RingBuffer } from "./ring-buffer.ts";
import type { Simulator, Worker } from "./simulator.ts";

interface Job {
  serviceNs: number;
  client: Target;
  code: number;
}

/** A line before one or more servers; the client of a job is told by `handle(code, now)` when it is served. */
export class FifoServer implements Target, Worker {
  readonly name: string;
  readonly servers: number;
  /** Service given so far, ns summed over servers. */
  busyNs = 0;

  readonly #simulator: Simulator;
  readonly #line = new RingBuffer<Job>();
  readonly #running: (Job | undefined)[];
  #idle: number[];

  constructor(simulator: Simulator, options: { name: string; servers?: number }) {
    this.#simulator = simulator;
    this.name = options.name;
    this.servers = options.servers ?? 1;
    this.#running = new Array(this.servers).fill(undefined);
    this.#idle = Array.from({ length: this.servers }, (_, index) => this.servers - 1 - index);
    simulator.watch(this);
  }

  /** Jobs in line, not in service. */
  get waiting(): number {
    return this.#line.size;
  }

  /** Jobs in service. */
  get running(): number {
    return this.servers - this.#idle.length;
  }

  /** Serves a job of `serviceNs` when its turn comes, then tells `client` with `code`. */
  submit(serviceNs: number, client: Target, code: number): void {
    const job = { serviceNs, client, code };
    const server = this.#idle.pop();
    if (server === undefined) this.#line.push(job);
    else this.#start(server, job);
  }

  handle(server: number, now: number): void {
    const job = this.#running[server] as Job;
    this.#running[server] = undefined;
    const next = this.#line.shift();
    if (next === undefined) this.#idle.push(server);
    else this.#start(server, next);
    job.client.handle(job.code, now);
  }

  unfinished(): string[] {
    return this.#line.size > 0 ? [`${this.name}: ${this.#line.size} jobs wait for a server`] : [];
  }

  #start(server: number, job: Job): void {
    this.#running[server] = job;
    this.busyNs += job.serviceNs;
    this.#simulator.schedule(job.serviceNs, this, server);
  }
}
