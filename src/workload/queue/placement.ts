/**
 * Which instances jobs hold, where it matters. Under every rule but `anywhere` a job takes whole instances, and what is left of
 * it lies on one: so jobs wait although enough accelerators are free in pieces (fragmentation), the more the worse the rule
 * keeps instances whole. A spot instance that is taken back takes the jobs on it.
 */
import { z } from "zod";
import { assert } from "../../base/errors.ts";
import type { QueuedJob } from "./queued-job.ts";
import type { Room } from "./room.ts";

/** Whether an instance with so much free is to be taken rather than one before it with as much as `other`. */
type Preference = (free: number, other: number) => boolean;

/** Rules for what is less than an instance; `anywhere` has none, and lets a job lie in pieces. */
const rules = {
  anywhere: undefined,
  packed: (free, other) => free < other,
  first: () => false,
  spread: (free, other) => free > other,
} satisfies Record<string, Preference | undefined>;

/** Name of a rule. */
export type PlacementRule = keyof typeof rules;

const names = Object.keys(rules) as [PlacementRule, ...PlacementRule[]];

/** In a scenario. */
export const placementSchema = z.enum(names, { error: `one of ${names.join(", ")}` }).meta({
  description:
    "anywhere: any accelerators that are free, whatever their instances. Else a job takes whole instances, and what is left of it lies on one: the fullest with room (packed), the first (first), the emptiest (spread).",
});

/** Instances of a pool by what is free on them. */
export class Placement implements Room {
  free: number;
  readonly rule: PlacementRule;
  readonly #chips: number;
  readonly #free: Int32Array;
  /** Instances that are taken back: nothing starts there. */
  readonly #isAway: Uint8Array;
  /** By job: how many accelerators of which instance. */
  readonly #held: Map<number, ReadonlyMap<number, number>>;

  constructor(instances: number, chips: number, rule: PlacementRule = "anywhere", like?: Placement) {
    this.rule = rule;
    this.#chips = chips;
    this.#free = like ? like.#free.slice() : new Int32Array(instances).fill(chips);
    this.#isAway = like ? like.#isAway.slice() : new Uint8Array(instances);
    this.#held = new Map(like ? like.#held : []);
    this.free = like ? like.free : instances * chips;
  }

  copy(): Placement {
    return new Placement(this.#free.length, this.#chips, this.rule, this);
  }

  take(job: QueuedJob): boolean {
    const parts = this.#partsFor(job.accelerators);
    if (parts === undefined) return false;
    this.#hold(job, parts);
    return true;
  }

  takeAs(job: QueuedJob, other: Room): boolean {
    assert(other instanceof Placement, "rooms of one pool are of one kind");
    const parts = other.#held.get(job.index) ?? new Map<number, number>();
    for (const [instance, part] of parts) if (part > this.#freeOn(instance)) return false;
    this.#hold(job, parts);
    return true;
  }

  leave({ index }: QueuedJob): number {
    let usable = 0;
    for (const [instance, part] of this.#held.get(index) ?? []) {
      this.#free[instance] = (this.#free[instance] ?? 0) + part;
      if (this.#isAway[instance] === 0) usable += part;
    }
    this.#held.delete(index);
    this.free += usable;
    return usable;
  }

  /** Whether a job of so many accelerators would find place. */
  hasPlaceFor(accelerators: number): boolean {
    return this.#partsFor(accelerators) !== undefined;
  }

  /** Instances on which `job` is. */
  instancesOf({ index }: QueuedJob): readonly number[] {
    return [...(this.#held.get(index)?.keys() ?? [])];
  }

  /** Whether nobody is on `instance`. */
  isIdle(instance: number): boolean {
    return this.#free[instance] === this.#chips;
  }

  /** Accelerators that are free on instances which others use too. */
  get inPieces(): number {
    let pieces = 0;
    for (let instance = 0; instance < this.#free.length; instance++) {
      const free = this.#freeOn(instance);
      if (free < this.#chips) pieces += free;
    }
    return pieces;
  }

  /** Takes `instance` back: the jobs on it, and how much of it was free; undefined where it is away already. */
  reclaim(instance: number): { jobs: number[]; free: number } | undefined {
    if (this.#isAway[instance] !== 0) return undefined;
    const free = this.#freeOn(instance);
    this.#isAway[instance] = 1;
    this.free -= free;
    const jobs = [...this.#held].flatMap(([job, parts]) => (parts.has(instance) ? [job] : []));
    return { jobs, free };
  }

  /** Another stands in the place of `instance`: how much of it is free. */
  restore(instance: number): number {
    this.#isAway[instance] = 0;
    const free = this.#freeOn(instance);
    this.free += free;
    return free;
  }

  #hold({ index }: QueuedJob, parts: ReadonlyMap<number, number>): void {
    for (const [instance, part] of parts) {
      this.#free[instance] = (this.#free[instance] ?? 0) - part;
      this.free -= part;
    }
    this.#held.set(index, parts);
  }

  #freeOn(instance: number): number {
    return this.#isAway[instance] === 0 ? (this.#free[instance] ?? 0) : 0;
  }

  /** Where a job of so many accelerators goes; undefined where there is no place for it. */
  #partsFor(accelerators: number): Map<number, number> | undefined {
    if (accelerators > this.free) return undefined;
    const parts = new Map<number, number>();
    let left = accelerators;
    for (let instance = 0; left >= this.#chips && instance < this.#free.length; instance++) {
      if (this.#freeOn(instance) < this.#chips) continue;
      parts.set(instance, this.#chips);
      left -= this.#chips;
    }
    const prefers = rules[this.rule];
    if (prefers !== undefined && left >= this.#chips) return undefined;
    while (left > 0) {
      // In pieces those that are fullest already are taken first, so that as few jobs as can be share an instance.
      const instance = this.#best(parts, prefers ?? rules.packed, prefers === undefined ? 1 : left);
      if (instance < 0) return undefined;
      const part = Math.min(left, this.#freeOn(instance));
      parts.set(instance, part);
      left -= part;
    }
    return parts;
  }

  /** Of the instances but those of `taken` with `least` free or more, the one that the rule prefers; -1 where there is none. */
  #best(taken: ReadonlyMap<number, number>, prefers: Preference, least: number): number {
    let best = -1;
    for (let instance = 0; instance < this.#free.length; instance++) {
      const free = this.#freeOn(instance);
      if (free < least || taken.has(instance)) continue;
      if (best < 0 || prefers(free, this.#freeOn(best))) best = instance;
    }
    return best;
  }
}
