/**
 * Which instances jobs hold, where it matters: a spot instance that is taken back takes the jobs on it. A job gets empty
 * instances first and the rest from those that are fullest already, so that as few jobs as can be share one.
 */

import { assert } from "../../base/errors.ts";

/** Instances of a pool by what is free on them. */
export class Placement {
  readonly #chips: number;
  readonly #free: Int32Array;
  /** Instances that are taken back: nothing starts there. */
  readonly #isAway: Uint8Array;
  readonly #held = new Map<number, ReadonlyMap<number, number>>();

  constructor(instances: number, chips: number) {
    this.#chips = chips;
    this.#free = new Int32Array(instances).fill(chips);
    this.#isAway = new Uint8Array(instances);
  }

  /** Places the job with this index on `accelerators`, which are free. */
  take(job: number, accelerators: number): void {
    const parts = new Map<number, number>();
    let left = accelerators;
    const takeFrom = (instance: number) => {
      const part = Math.min(left, this.#free[instance] ?? 0);
      if (part === 0) return;
      parts.set(instance, part);
      this.#free[instance] = (this.#free[instance] ?? 0) - part;
      left -= part;
    };
    for (let instance = 0; left >= this.#chips && instance < this.#free.length; instance++) {
      if (this.#free[instance] === this.#chips && this.#isAway[instance] === 0) takeFrom(instance);
    }
    while (left > 0) takeFrom(this.#fullest());
    this.#held.set(job, parts);
  }

  /** Takes the job off; how many of its accelerators others can have. */
  leave(job: number): number {
    let usable = 0;
    for (const [instance, part] of this.#held.get(job) ?? []) {
      this.#free[instance] = (this.#free[instance] ?? 0) + part;
      if (this.#isAway[instance] === 0) usable += part;
    }
    this.#held.delete(job);
    return usable;
  }

  /** Takes `instance` back: the jobs on it, and how much of it was free; undefined where it is away already. */
  reclaim(instance: number): { jobs: number[]; free: number } | undefined {
    if (this.#isAway[instance] !== 0) return undefined;
    this.#isAway[instance] = 1;
    const jobs = [...this.#held].flatMap(([job, parts]) => (parts.has(instance) ? [job] : []));
    return { jobs, free: this.#free[instance] ?? 0 };
  }

  /** Another stands in the place of `instance`: how much of it is free. */
  restore(instance: number): number {
    this.#isAway[instance] = 0;
    return this.#free[instance] ?? 0;
  }

  /** Of the instances that are there and not full, the one with least free. */
  #fullest(): number {
    let best = -1;
    for (let instance = 0; instance < this.#free.length; instance++) {
      const free = this.#free[instance] ?? 0;
      if (free === 0 || this.#isAway[instance] !== 0) continue;
      if (best < 0 || free < (this.#free[best] ?? 0)) best = instance;
    }
    assert(best >= 0, "more accelerators are asked for than are free");
    return best;
  }
}
