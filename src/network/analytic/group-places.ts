/**
 * Where groups of ranks lie on a network that repeats itself: after `periods` ranks, smallest first (an instance, an
 * UltraServer, the instances under a leaf switch). Groups that lie alike have the same key, and so share what is known of one:
 * a group is moved down by whole periods of the smallest kind that holds it, one inside an instance to the first instance, one
 * under a leaf switch to the first leaf, one that spans leaves by whole leaves only.
 */

/** Lowest and highest rank of a group. */
export interface Extent {
  first: number;
  last: number;
}

/** Whether all of a group lies in one run of `period` ranks. */
export function isInside({ first, last }: Extent, period: number): boolean {
  return Math.floor(first / period) === Math.floor(last / period);
}

/** Places of groups on one network. */
export class GroupPlaces {
  readonly #periods: readonly number[];
  readonly #extents = new WeakMap<readonly number[], Extent>();
  readonly #keys = new WeakMap<readonly number[], { shift: number; key: number }>();
  /** Numbers of the groups met so far, by their ranks. */
  readonly #groups = new Map<string, number>();

  constructor(periods: readonly number[]) {
    this.#periods = periods;
  }

  /** `groups` as far down as they may be moved together to where alike ones lie. */
  movedDown(groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
    const shift = this.#shift(groups);
    return shift === 0 ? groups : groups.map((group) => group.map((rank) => rank - shift));
  }

  /** How far `groups` may be moved down together to where alike ones lie. */
  #shift(groups: readonly (readonly number[])[]): number {
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (const group of groups) {
      const extent = this.extent(group);
      first = Math.min(first, extent.first);
      last = Math.max(last, extent.last);
    }
    const holding = this.#periods.find((period) => isInside({ first, last }, period));
    const period = holding ?? this.#periods[this.#periods.length - 1]!;
    return Math.floor(first / period) * period;
  }

  /** Lowest and highest of `ranks`. */
  extent(ranks: readonly number[]): Extent {
    if (ranks.length <= fewRanks) return extentOf(ranks);
    const known = this.#extents.get(ranks) ?? extentOf(ranks);
    this.#extents.set(ranks, known);
    return known;
  }

  /** The same for groups that lie alike. */
  key(groups: readonly (readonly number[])[]): string {
    const shift = this.#shift(groups);
    const keys: string[] = [];
    for (let first = 0; first < groups.length; ) {
      // Hundreds of thousands of pairs lie one beside the other.
      const step = runStep(groups, first);
      let next = first + 1;
      while (step !== undefined && next < groups.length && isMovedBy(step, groups[next - 1]!, groups[next]!))
        next++;
      const key = this.#keyOf(groups[first]!, shift);
      keys.push(next - first > 1 ? `${key} + ${step} x ${next - first}` : `${key}`);
      first = next;
    }
    return keys.join(", ");
  }

  /** The same for groups of the very same ranks. */
  keyHere(groups: readonly (readonly number[])[]): string {
    return groups.map((group) => this.#keyOf(group, 0)).join(" ");
  }

  #keyOf(ranks: readonly number[], shift: number): number {
    const known = this.#keys.get(ranks);
    if (known?.shift === shift) return known.key;
    const text = textOf(ranks, shift);
    const key = this.#groups.get(text) ?? this.#groups.size;
    this.#groups.set(text, key);
    this.#keys.set(ranks, { shift, key });
    return key;
  }
}

/** Groups of so many ranks or fewer are told in runs. */
const fewRanks = 4;

/** How far the group after the one at `first` is moved, where both are small. */
function runStep(groups: readonly (readonly number[])[], first: number): number | undefined {
  const [group, next] = [groups[first]!, groups[first + 1]];
  return next === undefined || group.length > fewRanks ? undefined : next[0]! - group[0]!;
}

function isMovedBy(step: number, before: readonly number[], group: readonly number[]): boolean {
  if (group.length !== before.length) return false;
  for (let at = 0; at < group.length; at++) if (group[at]! - before[at]! !== step) return false;
  return true;
}

/** What tells groups apart that are `shift` further on: their ranks, or the first, the step and the count where they are even. */
function textOf(ranks: readonly number[], shift: number): string {
  const [first = 0, second = first] = ranks;
  const step = second - first;
  for (let index = 2; index < ranks.length; index++) {
    if (ranks[index]! - ranks[index - 1]! !== step) return ranks.map((rank) => rank - shift).join(",");
  }
  return `${first - shift} + ${step} x ${ranks.length}`;
}

/** By index: there may be half a million, and an iterator that runs once takes ten times as long. */
function extentOf(ranks: readonly number[]): Extent {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (let at = 0; at < ranks.length; at++) {
    const rank = ranks[at]!;
    if (rank < first) first = rank;
    if (rank > last) last = rank;
  }
  return { first, last };
}
