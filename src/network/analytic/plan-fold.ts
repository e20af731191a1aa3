/**
 * Folding a plan on parts of the network that are all alike: instances behind a core that blocks nothing.
 *
 *     members   0 1 2 3 | 4 5 6 7 | 8 9 10 11 | ...       blocks, each in a part of its own
 *     step      1 -> 5    5 -> 9    9 -> 13               every block does the like: the first stands for all
 *
 * A message inside a part takes the links there, one to another part the way out of its own and the way into the other, which
 * hangs on the places of its ends alone. So where every block sends, and every member gets, what the first ones do, each link of
 * a part carries what its like in the first part carries, and so do all messages; the loads of a step are those of what the
 * first block sends, told link by link of the first part. That is checked step by step, not taken from an algorithm's word
 * (`folded-transfers.ts`).
 */
import type { CollectivePlan, Step } from "../collectives/collective-plan.ts";
import { sentBy } from "../collectives/line-step.ts";
import type { AlikeParts, Topology } from "../topology.ts";
import { type FoldedTransfers, foldedTransfers, mayFold } from "./folded-transfers.ts";
import type { KeptLoads } from "./pricing-loads.ts";

/** A plan whose members form alike blocks. */
export class PlanFold {
  readonly #parts: AlikeParts;
  /** Parts that a block and those beside it take, and how many times that is repeated. */
  readonly #period: number;
  readonly #times: number;
  readonly #folded: ReadonlyMap<object, FoldedTransfers>;

  private constructor(
    parts: AlikeParts,
    { period, times }: { period: number; times: number },
    folded: ReadonlyMap<object, FoldedTransfers>,
  ) {
    this.#parts = parts;
    this.#period = period;
    this.#times = times;
    this.#folded = folded;
  }

  /** The fold of `plan` among all `groups` at once; undefined where their blocks are not all alike. */
  static of(
    topology: Topology,
    plan: CollectivePlan,
    groups: readonly (readonly number[])[],
  ): PlanFold | undefined {
    const { alikeParts: parts } = topology;
    if (parts === undefined) return undefined;
    const blocks = blocksOf(groups, parts.endpoints);
    if (blocks === undefined) return undefined;
    const folded = new Map<object, FoldedTransfers>();
    const steps = plan.tracks.flatMap(({ phases }) => phases.flat());
    const members = groups[0]!.length;
    if (!steps.every((step) => mayFold(step, blocks.size, members))) return undefined;
    for (const step of steps) {
      if (folded.has(sentBy(step))) continue;
      const fold = foldedTransfers(step, blocks.size, members);
      if (fold === undefined) return undefined;
      folded.set(sentBy(step), fold);
    }
    return new PlanFold(parts, blocks, folded);
  }

  /** Which messages of a step of the plan stand for all. */
  of(step: Step): FoldedTransfers {
    return this.#folded.get(sentBy(step)) as FoldedTransfers;
  }

  /** The link of the first part, or the parts beside it that belong to one block, that `link` is like. */
  link(link: number): number {
    return this.#parts.first(link, this.#period);
  }

  /** The loads of all parts from those of the first. */
  unfolded({ links, fractions }: KeptLoads): KeptLoads {
    const count = links.length;
    const all = {
      links: new Int32Array(count * this.#times),
      fractions: new Float64Array(count * this.#times),
    };
    const { links: copies, fractions: same } = all;
    for (let at = 0; at < count; at++) {
      const link = links[at]!;
      const step = this.#parts.linksEach(link) * this.#period;
      for (let time = 0; time < this.#times; time++) {
        copies[time * count + at] = link + time * step;
        same[time * count + at] = fractions[at]!;
      }
    }
    return all;
  }
}

/**
 * Members of a block, parts from one block to the next, and blocks of each group, where every block of every group lies in its
 * parts as the first does; undefined where it does not, or there is but one.
 */
function blocksOf(
  groups: readonly (readonly number[])[],
  endpoints: number,
): { size: number; period: number; times: number } | undefined {
  const [first] = groups as [readonly number[]];
  const partOf = (node: number) => Math.floor(node / endpoints);
  const size = first.findIndex((node) => partOf(node) !== partOf(first[0]!));
  if (size < 1 || first.length % size !== 0) return undefined;
  const distance = first[size]! - first[0]!;
  if (distance % endpoints !== 0) return undefined;
  for (const group of groups) {
    if (group.length !== first.length) return undefined;
    for (let place = 0; place < size; place++) {
      const node = group[place]!;
      if (node >= distance) return undefined;
      let at = node;
      for (let later = place; later < group.length; later += size) {
        if (group[later] !== at) return undefined;
        at += distance;
      }
    }
  }
  return { size, period: distance / endpoints, times: first.length / size };
}
