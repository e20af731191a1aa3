/**
 * A wake-up that can be moved or cancelled.
 *
 *     set to 90       |-------------------------------------->90      one event
 *     moved to 120    |                                       90->120 the same one goes on when it comes up
 *     moved to 40     |------------>40                                an earlier one joins it
 *
 * The queue never gives an event back, so a timer moved later goes on with the event that it has, and only one moved earlier
 * than any of its events takes another: however often it is moved, few events wait for it. Its turn among equal times is the one
 * that it had when it was moved, whichever event brings it there.
 */

import type { Simulator } from "./simulator.ts";
import type { Target } from "./target.ts";

/**
 * One pending wake-up at most; setting it again replaces the one before. What waits for it extends it: of a thousand engines
 * that take turns each finds what it is made of in main memory, so that one object fewer is a trip fewer at every event.
 */
export abstract class Timer implements Target {
  readonly #simulator: Simulator;
  #timeNs = Number.POSITIVE_INFINITY;
  /** Its turn among equal times. */
  #turn = -1;
  /** When the first of its events comes up; NaN where there is none. */
  #comesNs = Number.NaN;
  /** When the others do, the last first; there are none but where it was moved to an earlier time. */
  #laterNs: number[] | undefined;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  /** When it will ring, ns; Infinity when it is not set. */
  protected get ringsNs(): number {
    return this.#timeNs;
  }

  /** What happens when it rings. */
  protected abstract ring(now: number): void;

  /** Rings at `timeNs` instead of whenever it was set to. */
  protected ringAt(timeNs: number): void {
    if (timeNs === this.#timeNs) return;
    this.#timeNs = timeNs;
    this.#turn = this.#simulator.takeTurn();
    this.#come();
  }

  /** Does not ring. */
  protected silence(): void {
    this.#timeNs = Number.POSITIVE_INFINITY;
  }

  handle(turn: number, now: number): void {
    this.#comesNs = this.#laterNs?.pop() ?? Number.NaN;
    if (this.#timeNs === Number.POSITIVE_INFINITY) return;
    if (turn !== this.#turn) {
      this.#come();
      return;
    }
    this.#timeNs = Number.POSITIVE_INFINITY;
    this.ring(now);
  }

  /** Sees to it that an event comes up when it rings or before. */
  #come(): void {
    if (this.#comesNs <= this.#timeNs) return;
    if (!Number.isNaN(this.#comesNs)) {
      this.#laterNs ??= [];
      this.#laterNs.push(this.#comesNs);
    }
    this.#comesNs = this.#timeNs;
    this.#simulator.scheduleTurn(this.#timeNs, this.#turn, this, this.#turn);
  }
}
