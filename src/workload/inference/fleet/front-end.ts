/**
 * The front end of a server: one process that takes requests in, tokenises them and hands them to the engine, one at a
 * time. Requests that come together reach the engine one after the other, so the first of them starts alone; a client that
 * asks again as soon as it has its answer misses the step that begins at that moment.
 */

import { RingBuffer } from "../../../kernel/ring-buffer.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { Request } from "../load/request.ts";

/** First in, first out, a fixed time for each request; no time, no event. */
export class FrontEnd implements Target {
  readonly #simulator: Simulator;
  readonly #perRequestNs: number;
  readonly #ready: (request: Request, now: number) => void;
  readonly #inside = new RingBuffer<Request>();
  #freeNs = 0;

  constructor(simulator: Simulator, perRequestNs: number, ready: (request: Request, now: number) => void) {
    this.#simulator = simulator;
    this.#perRequestNs = perRequestNs;
    this.#ready = ready;
  }

  /** Requests inside. */
  get held(): number {
    return this.#inside.size;
  }

  take(request: Request, now: number): void {
    if (this.#perRequestNs === 0) {
      this.#ready(request, now);
      return;
    }
    this.#inside.push(request);
    this.#freeNs = Math.max(now, this.#freeNs) + this.#perRequestNs;
    this.#simulator.scheduleAt(this.#freeNs, this, 0);
  }

  handle(_code: number, now: number): void {
    this.#ready(this.#inside.shift() as Request, now);
  }
}
