/**
 * A wake-up of somebody's own. A shared resource keeps one alarm for its next completion, and moves it with everyone who comes
 * or goes (`timer.ts`).
 */
import type { Simulator } from "./simulator.ts";
import { Timer } from "./timer.ts";

/** One pending wake-up at most; setting it again replaces the one before. */
export class Alarm extends Timer {
  readonly #wake: (now: number) => void;

  constructor(simulator: Simulator, wake: (now: number) => void) {
    super(simulator);
    this.#wake = wake;
  }

  /** When it will ring, ns; Infinity when it is not set. */
  get timeNs(): number {
    return this.ringsNs;
  }

  /** Rings at `timeNs` instead of whenever it was set to. */
  set(timeNs: number): void {
    this.ringAt(timeNs);
  }

  /** Does not ring. */
  cancel(): void {
    this.silence();
  }

  protected override ring(now: number): void {
    this.#wake(now);
  }
}
