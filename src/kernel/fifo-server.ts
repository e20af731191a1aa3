/**
 * `servers` equal servers before one line, first come, first served. Jobs bring their own service time.
 *
 * Little's law and the M/M/c formulas hold for it (tests derive them). Busy time = sum of service, at most
 * `servers` x elapsed.
 */

import { JobLine } from "./job-line.ts";
import type { Simulator, Worker } from "./simulator.ts";
import type { Target } from "./target.ts";

/** A line before one or more servers; the client of a job is told by `handle(code, now)` when it is served. */
export class FifoServer implements Target, Worker {
  readonly name: string;
  readonly servers: number;
  /** Service given so far, ns summed over servers. */
  busyNs = 0;

  readonly #simulator: Simulator;
  readonly #line = new JobLine();
  /** Of the job that each server serves: whom to tell, and what. */
  readonly #clients: (Target | undefined)[];
  readonly #codes: Float64Array;
  readonly #idle: number[];

  constructor(simulator: Simulator, options: { name: string; servers?: number }) {
    this.#simulator = simulator;
    this.name = options.name;
    this.servers = options.servers ?? 1;
    this.#clients = new Array(this.servers).fill(undefined);
    this.#codes = new Float64Array(this.servers);
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
    const server = this.#idle.pop();
    if (server === undefined) this.#line.push(serviceNs, client, code);
    else this.#start(server, serviceNs, client, code);
  }

  handle(server: number, now: number): void {
    const line = this.#line;
    const client = this.#clients[server] as Target;
    const code = this.#codes[server]!;
    if (line.size === 0) {
      this.#clients[server] = undefined;
      this.#idle.push(server);
    } else {
      const { serviceNs, client: next, code: nextCode } = line;
      line.shift();
      this.#start(server, serviceNs, next, nextCode);
    }
    client.handle(code, now);
  }

  unfinished(): string[] {
    return this.#line.size > 0 ? [`${this.name}: ${this.#line.size} jobs wait for a server`] : [];
  }

  #start(server: number, serviceNs: number, client: Target, code: number): void {
    this.#clients[server] = client;
    this.#codes[server] = code;
    this.busyNs += serviceNs;
    this.#simulator.schedule(serviceNs, this, server);
  }
}
