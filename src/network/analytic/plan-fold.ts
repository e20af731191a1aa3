/**
 * Folding a plan on parts of the network that are all alike: instances behind a core that blocks nothing.
 *
 *     members   0 1 2 3 | 4 5 6 7 | 8 9 10 11 | ...       blocks, each in a part of its own
 *     step      1 -> 5    5 -> 9    9 -> 13               every block does the like: the first stands for all
 *
 * A message inside a part takes the links there, one to another part the way out of its own and the way into the other, which
 * hangs on the places of its ends alone. So where every block sends, and every member gets, what the first ones do, each link of
 * a part carries what its like in the first part carries, and so do all messages; the loads of a step are those of what the
 * first block sends, told link by link of the first part. That is checked step by step, not taken from an algorithm's word.
 */
import type { CollectivePlan, Transfer } from "../collectives/collective-plan.ts";
import type { AlikeParts, Topology } from "../topology.ts";
import type { KeptLoads } from "./pricing-loads.ts";

/** Transfers of a step that stand for all of them. */
export interface FoldedTransfers {
  /** Those that the first block sends. */
  sent: readonly Transfer[];
  /** By transfer of the step, the place in `sent` of the one that stands for it. */
  standIn: Int32Array;
  /** All stay in their block, so that chains of them do too. */
  isInside: boolean;
}

/** A plan whose members form alike blocks. */
export class PlanFold {
  readonly #parts: AlikeParts;
  /** Parts that a block and those beside it take, and how many times that is repeated. */
  readonly #period: number;
  readonly #times: number;
  readonly #folded: ReadonlyMap<readonly Transfer[], FoldedTransfers>;

  private constructor(
    parts: AlikeParts,
    { period, times }: { period: number; times: number },
    folded: ReadonlyMap<readonly Transfer[], FoldedTransfers>,
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
    const folded = new Map<readonly Transfer[], FoldedTransfers>();
    for (const { transfers } of plan.tracks.flatMap(({ phases }) => phases.flat())) {
      if (folded.has(transfers)) continue;
      const fold = foldedTransfers(transfers, blocks.size, groups[0]!.length);
      if (fold === undefined) return undefined;
      folded.set(transfers, fold);
    }
    return new PlanFold(parts, blocks, folded);
  }

  /** Which of `transfers`, those of a step of the plan, stand for all. */
  of(transfers: readonly Transfer[]): FoldedTransfers {
    return this.#folded.get(transfers) as FoldedTransfers;
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

/** What stands for `transfers` among `members` in blocks of `size`; undefined where some block does otherwise than the first. */
function foldedTransfers(
  transfers: readonly Transfer[],
  size: number,
  members: number,
): FoldedTransfers | undefined {
  const sent: Transfer[] = [];
  /** By member of the first block, the places in `sent` of what it sends. */
  const sends: number[][] = Array.from({ length: size }, () => []);
  for (const transfer of transfers) {
    if (transfer.source < size) sends[transfer.source]!.push(sent.push(transfer) - 1);
  }
  const isInside = sent.every(({ target }) => target < size);
  const standIn = new Int32Array(transfers.length);
  const sentBy = new Int32Array(members);
  const gotBy = new Int32Array(members);
  const fractionGot = new Float64Array(members);
  for (let index = 0; index < transfers.length; index++) {
    const transfer = transfers[index]!;
    const { source, target } = transfer;
    const place = sends[source % size]![sentBy[source]!++];
    if (place === undefined || !isLike(transfer, sent[place]!, size)) return undefined;
    standIn[index] = place;
    gotBy[target]!++;
    fractionGot[target]! += transfer.fraction;
  }
  for (let member = 0; member < members; member++) {
    const like = member % size;
    if (sentBy[member] !== sentBy[like]) return undefined;
    if (gotBy[member] !== gotBy[like] || fractionGot[member] !== fractionGot[like]) return undefined;
  }
  return { sent, standIn, isInside };
}

/** Whether a transfer does in its block what `first`, whose source is in the first block, does there. */
function isLike({ source, target, fraction, isReduced }: Transfer, first: Transfer, size: number): boolean {
  const blockAt = source - (source % size);
  const staysIn = target >= blockAt && target < blockAt + size;
  return (
    fraction === first.fraction &&
    target % size === first.target % size &&
    staysIn === first.target < size &&
    !isReduced &&
    !first.isReduced
  );
}
