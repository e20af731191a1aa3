/**
 * Which parts of a cluster are up. Everything starts up; whoever models failures takes a part down and brings it back,
 * and whoever depends on the part hears of it at once.
 */
import { assert } from "../base/errors.ts";

/** Told when a part goes down or comes up. */
export type AvailabilityListener = (part: number, up: boolean) => void;

/** The state of `count` parts of one kind (chips, links, instances), numbered from 0. */
export class Availability {
  readonly kind: string;
  readonly count: number;
  readonly #down = new Set<number>();
  readonly #listeners: AvailabilityListener[] = [];

  constructor(kind: string, count: number) {
    this.kind = kind;
    this.count = count;
  }

  /** Parts that are up. */
  get upCount(): number {
    return this.count - this.#down.size;
  }

  isUp(part: number): boolean {
    return !this.#down.has(part);
  }

  /** Takes a part down or brings it up; tells listeners if that changed anything. */
  set(part: number, up: boolean): void {
    assert(part >= 0 && part < this.count, () => `there is no ${this.kind} ${part} of ${this.count}`);
    if (this.isUp(part) === up) return;
    if (up) this.#down.delete(part);
    else this.#down.add(part);
    for (const listener of this.#listeners) listener(part, up);
  }

  /** Calls `listener` at every later change. */
  listen(listener: AvailabilityListener): void {
    this.#listeners.push(listener);
  }
}
