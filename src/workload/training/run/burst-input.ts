/** Input of steps from a volume that bursts: they are alike as long as its credits last. */
import type { InputFeed } from "./input-feed.ts";

/** Part of the credits that is none: of the last bits of a float. */
const creditPrecision = 1e-9;

/** Credits of the volume of a run's input, bytes, at the ends of its steps. */
export class BurstInput {
  readonly #input: InputFeed | undefined;
  /** At the end of the last step and of the one before. */
  #credits: number | undefined;
  #before: number | undefined;
  /** When the pace was begun anew. */
  #atPace: number | undefined;
  #stepNs = 0;
  #lastNs = Number.NaN;

  constructor(input: InputFeed | undefined) {
    this.#input = input;
  }

  /** Whether the last two steps took equally long: with input loaded ahead the first ones do not. */
  get isSteady(): boolean {
    return this.#input === undefined || Math.abs(this.#stepNs - this.#lastNs) <= 1e-9 * this.#stepNs;
  }

  /** A step of `ns` is over. */
  step(ns: number): void {
    this.#lastNs = this.#stepNs;
    this.#stepNs = ns;
    this.#before = this.#credits;
    this.#credits = this.#input?.credits;
  }

  /** The pace is begun anew. */
  measureAnew(): void {
    this.#atPace = this.#input?.credits;
  }

  /** Whether credits have been used up since: the pace will not last. */
  get drains(): boolean {
    const before = this.#atPace ?? 0;
    return before - (this.#credits ?? before) > creditPrecision * before;
  }

  /** Of `left` steps to come those that are like the last one: until a volume has no credits left. */
  alike(left: number): number {
    if (this.#credits === undefined || this.#before === undefined) return left;
    const used = this.#before - this.#credits;
    if (used <= creditPrecision * this.#before) return left;
    return Math.max(0, Math.min(left, Math.floor(this.#credits / used) - 1));
  }

  /** So many steps that are like the last one are leapt over at a standing clock; false where there is no input. */
  leap(steps: number): boolean {
    if (steps === 0 || this.#input === undefined) return false;
    const [before = 0, now = 0] = [this.#before, this.#credits];
    this.#credits = now - steps * (before - now);
    this.#before = undefined;
    this.#input.credits = this.#credits;
    return true;
  }
}
