/**
 * A wake-up that can be moved or cancelled. The queue never removes an event; a cancelled one is dropped when it comes up,
 * because its epoch is no longer the alarm's. A shared resource keeps one alarm for its next completion.
 */
import type { Target } from "./event-queue.ts";
import type { Simulator } from "./simulator.ts";

/** One pending wake-up at most; setting it again replaces the one before. */
export class Alarm implements Target {
  readonly #simulator: Simulator;
  readonly #wake: (now: number) => void;
  #epoch = 0;
  #timeNs = Number.POSITIVE_INFINITY;

  constructor(simulator: Simulator, wake: (now: number) => void) {
    this.#simulator = simulator;
    this.#wake = wake;
  }

  /** When it will ring, ns; Infinity when it is not set. */
  get timeNs(): number {
    return this.#timeNs;
  }

  /** Rings at `timeNs` instead of whenever it was set to. */
  set(timeNs: number): void {
    if (timeNs === this.#timeNs) return;
    this.#epoch = (this.#epoch + 1) | 0;
    this.#timeNs = timeNs;
    this.#simulator.scheduleAt(timeNs, this, this.#epoch);
  }

  /** Does not ring. */
  cancel(): void {
    this.#epoch = (this.#epoch + 1) | 0;
    this.#timeNs = Number.POSITIVE_INFINITY;
  }

  handle(epoch: number, now: number): void {
    if (epoch !== this.#epoch || now !== this.#timeNs) return;
    this.#timeNs = Number.POSITIVE_INFINITY;
    this.#wake(now);
  }
}
