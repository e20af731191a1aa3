/**
 * Requests that leave when they have waited too long. Every request has the same limit, so deadlines come in the order of
 * arrival: one line and one pending event serve them all, and a request that is done in time costs no event.
 */

import { RingBuffer } from "../../../kernel/ring-buffer.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { Request } from "../load/request.ts";

/** Calls `expired` for every watched request that is still in the system `limitNs` after it was watched. */
export class Deadlines implements Target {
  readonly #simulator: Simulator;
  readonly #limitNs: number;
  readonly #expired: (request: Request, now: number) => void;
  readonly #watched = new RingBuffer<Request>();
  readonly #due = new RingBuffer<number>();

  constructor(simulator: Simulator, limitNs: number, expired: (request: Request, now: number) => void) {
    this.#simulator = simulator;
    this.#limitNs = limitNs;
    this.#expired = expired;
  }

  watch(request: Request, now: number): void {
    this.#watched.push(request);
    this.#due.push(now + this.#limitNs);
    if (this.#watched.size === 1) this.#simulator.scheduleAt(now + this.#limitNs, this, 0);
  }

  handle(_code: number, now: number): void {
    while (this.#watched.size > 0 && (this.#due.at(0) as number) <= now) {
      this.#due.shift();
      this.#expired(this.#watched.shift() as Request, now);
    }
    while (this.#watched.size > 0 && isDone(this.#watched.at(0) as Request)) {
      this.#due.shift();
      this.#watched.shift();
    }
    if (this.#watched.size > 0) this.#simulator.scheduleAt(this.#due.at(0) as number, this, 0);
  }
}

/** Whether a request has left the system, however it ended. */
export function isDone(request: Request): boolean {
  return request.status !== "waiting" && request.status !== "running";
}
