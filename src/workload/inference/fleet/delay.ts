/** A stage that holds every request for the same time, any number at once: retrieval before a model, a way through a network. */

import { RingBuffer } from "../../../kernel/ring-buffer.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { Request } from "../load/request.ts";

/** First in, first out; no time, no event. */
export class Delay implements Target {
  readonly #simulator: Simulator;
  readonly #delayNs: number;
  readonly #done: (request: Request, now: number) => void;
  readonly #inside = new RingBuffer<Request>();

  constructor(simulator: Simulator, delayNs: number, done: (request: Request, now: number) => void) {
    this.#simulator = simulator;
    this.#delayNs = delayNs;
    this.#done = done;
  }

  /** Requests inside. */
  get held(): number {
    return this.#inside.size;
  }

  take(request: Request, now: number): void {
    if (this.#delayNs === 0) {
      this.#done(request, now);
      return;
    }
    this.#inside.push(request);
    this.#simulator.schedule(this.#delayNs, this, 0);
  }

  handle(_code: number, now: number): void {
    this.#done(this.#inside.shift() as Request, now);
  }
}
