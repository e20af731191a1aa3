/**
 * Figures of requests by what they have in common: their class, the turn of their conversation, the pool that answers
 * them, the region they come from. Every measured request that has a group counts in it once, answered or not.
 */
import type { RequestGroup } from "../../../metrics/inference-metrics.ts";
import { WeightedSample } from "../../../metrics/weighted-sample.ts";
import type { Request } from "../load/request.ts";

/** A way to divide requests. */
export interface Grouping {
  /** Names of the groups. */
  names: readonly string[];
  /** There are as many groups as requests happen to have, and nothing to tell of one. */
  isOpen?: boolean;
  /** Number of the group of `request`; below zero for one that is in none. */
  of(request: Request): number;
}

/** What a client saw of a request, ns; null where an answer has one token or comes as a whole. */
export interface SeenLatencies {
  ttftNs: number;
  tpotNs: number | null;
  e2elNs: number;
}

interface GroupCount {
  completed: number;
  failed: number;
  good: number;
  readonly ttft: WeightedSample;
  readonly tpot: WeightedSample;
  readonly e2el: WeightedSample;
}

function newCount(): GroupCount {
  return {
    completed: 0,
    failed: 0,
    good: 0,
    ttft: new WeightedSample(),
    tpot: new WeightedSample(),
    e2el: new WeightedSample(),
  };
}

/** Counts requests by the groups of one grouping. */
export class RequestGroups {
  readonly #grouping: Grouping;
  /** By group, from its first request on: most loads have no conversations, and three sketches a group are many to make. */
  readonly #counts: (GroupCount | undefined)[] = [];

  constructor(grouping: Grouping) {
    this.#grouping = grouping;
  }

  /** There are no groups. */
  get isEmpty(): boolean {
    return this.#grouping.names.length === 0;
  }

  /** `request` has been answered; `isGood`: within the limits of its class. */
  completed(request: Request, { ttftNs, tpotNs, e2elNs }: SeenLatencies, isGood: boolean): void {
    const count = this.#countOf(request);
    if (count === undefined) return;
    count.completed++;
    if (isGood) count.good++;
    count.ttft.add(ttftNs, 1);
    if (tpotNs !== null) count.tpot.add(tpotNs, 1);
    count.e2el.add(e2elNs, 1);
  }

  /** `request` got no answer. */
  failed(request: Request): void {
    const count = this.#countOf(request);
    if (count !== undefined) count.failed++;
  }

  #countOf(request: Request): GroupCount | undefined {
    const group = this.#grouping.of(request);
    if (group < 0 || group >= this.#grouping.names.length) return undefined;
    this.#counts[group] ??= newCount();
    return this.#counts[group];
  }

  /** The groups in their order; of an open grouping those that had requests, where there are several. */
  metrics(): RequestGroup[] {
    const { names, isOpen = false } = this.#grouping;
    if (isOpen && this.#counts.length === 0) return [];
    const groups = names.map((name, group) => {
      const { ttft, tpot, e2el, ...count } = this.#counts[group] ?? newCount();
      return {
        name,
        ...count,
        ttft: ttft.statistics(),
        tpot: tpot.statistics(),
        e2el: e2el.statistics(),
      };
    });
    if (!isOpen) return groups;
    const present = groups.filter(({ completed, failed }) => completed + failed > 0);
    return present.length > 1 ? present : [];
  }
}

/** Turns that are told apart; later ones are one group. */
const turnsTold = 10;

/** By the turn of a conversation; requests outside conversations are in no group. */
export const byTurn: Grouping = {
  isOpen: true,
  names: Array.from({ length: turnsTold }, (_, index) =>
    index < turnsTold - 1 ? `${index + 1}` : `${turnsTold} and later`,
  ),
  of: ({ turn }) => Math.min(turn, turnsTold - 1),
};

/** By class, in the order of `names`. */
export function byClass(names: readonly string[]): Grouping {
  return { names, of: ({ classIndex }) => Math.min(classIndex, names.length - 1) };
}

/** By the pool of the replica that answered; `replicas`: of all pools. */
export function byPool(pools: readonly { name: string; replicas: number }[]): Grouping {
  const poolOfReplica = pools.flatMap(({ replicas }, pool) => new Array<number>(replicas).fill(pool));
  return {
    names: pools.map(({ name }) => name),
    of: ({ replica }) => (replica < 0 ? -1 : (poolOfReplica[replica % poolOfReplica.length] ?? -1)),
  };
}

/** By the region of the client. */
export function byRegion(names: readonly string[]): Grouping {
  return { names, of: ({ region }) => region };
}
