/**
 * The network in closed form: picks an algorithm, makes its plan for the group, and prices it. Plans are priced once per
 * group and kept; a price is linear pieces, so asking again for another size costs next to nothing.
 *
 * Groups that lie alike in different instances share their prices: `period` is how many ranks after which the topology
 * repeats itself.
 */
import { PricedPlan } from "./analytic-player.ts";
import type { CollectiveAlgorithm, CollectiveOperation } from "./collectives/collective-plan.ts";
import { collectives } from "./collectives.ts";
import { shapeGroup } from "./group-shape.ts";
import { messageNs } from "./link.ts";
import type { CollectiveRequest, Network } from "./network.ts";
import { candidates, preferredAlgorithms, type Selection } from "./selection.ts";
import type { Topology } from "./topology.ts";

/** Choices of an analytic network. */
export interface AnalyticOptions {
  /** How algorithms are chosen; `best` when absent. */
  selection?: Selection;
  /** Ranks after which the topology repeats itself; all of them when absent. */
  period?: number;
  algorithms?: readonly CollectiveAlgorithm[];
}

/** A collective's time and how it was reached. */
export interface CollectiveTime {
  timeNs: number;
  algorithm: string;
  chunks: number;
  /** How much of the buffer crosses each link; of alike groups in other instances, the links of the first. */
  fractionByLink: ReadonlyMap<number, number>;
}

const chunkCounts = [1, 2, 4, 8, 16, 32, 64] as const;

/** Operations in which the order of the ranks matters. */
const ordered: readonly CollectiveOperation[] = ["broadcast", "permute", "point-to-point"];

/** The group as an algorithm for `operation` sees it: a grid, or a line in the order given where the order matters. */
export function shapeFor(operation: CollectiveOperation, topology: Topology, ranks: readonly number[]) {
  const grid = shapeGroup(topology, ranks);
  if (!ordered.includes(operation)) return grid;
  return { ...grid, members: ranks, dimensions: [{ ...grid.dimensions[0], size: ranks.length }] };
}

/** A `Network` over `topology` without contention between requests. */
export class AnalyticNetwork implements Network {
  readonly topology: Topology;
  readonly #selection: Selection;
  readonly #period: number;
  readonly #algorithms: readonly CollectiveAlgorithm[];
  readonly #plans = new Map<string, PricedPlan | undefined>();
  readonly #keys = new WeakMap<readonly number[], string>();

  constructor(topology: Topology, options: AnalyticOptions = {}) {
    this.topology = topology;
    this.#selection = options.selection ?? "best";
    this.#period = options.period ?? topology.endpoints;
    this.#algorithms = options.algorithms ?? collectives;
  }

  collectiveNs(request: CollectiveRequest): number {
    return this.collective(request)?.timeNs ?? 0;
  }

  /** The collective's time and algorithm; undefined for fewer than two ranks. Throws when no algorithm does it. */
  collective(request: CollectiveRequest): CollectiveTime | undefined {
    if (request.ranks.length < 2) return undefined;
    const named = request.algorithm;
    if (named !== undefined && named !== "best") {
      const algorithm = this.#algorithms.find(({ name }) => name === named);
      const time = algorithm && this.#time(algorithm, request);
      if (time === undefined) {
        throw new Error(`${named} does no ${request.operation} among ${request.ranks.length} ranks here`);
      }
      return time;
    }
    if (named === undefined && this.#selection !== "best") {
      const { inside, across } = this.#selection;
      const spans =
        Math.floor(Math.max(...request.ranks) / this.#period) !==
        Math.floor(Math.min(...request.ranks) / this.#period);
      const rules = spans ? across : inside;
      const usable = candidates(this.#algorithms, shapeGroup(this.topology, request.ranks));
      for (const name of preferredAlgorithms(rules, request)) {
        const algorithm = usable.find((each) => each.name === name);
        const time = algorithm && this.#time(algorithm, request);
        if (time) return time;
      }
    }
    return this.#fastest(request);
  }

  transferNs(bytes: number, source: number, target: number): number {
    return messageNs(this.topology.links, this.topology.route(source, target), bytes);
  }

  #fastest(request: CollectiveRequest): CollectiveTime {
    const group = shapeGroup(this.topology, request.ranks);
    const times = candidates(this.#algorithms, group).flatMap(
      (algorithm) => this.#time(algorithm, request) ?? [],
    );
    if (times.length === 0)
      throw new Error(`no algorithm does ${request.operation} on ${this.topology.name}`);
    return times.reduce((fastest, time) => (time.timeNs < fastest.timeNs ? time : fastest));
  }

  #time(algorithm: CollectiveAlgorithm, request: CollectiveRequest): CollectiveTime | undefined {
    const plan = this.#pricedPlan(algorithm, request);
    if (plan === undefined) return undefined;
    const counts = request.chunks === undefined ? chunkCounts : [request.chunks];
    let best: CollectiveTime | undefined;
    for (const chunks of counts) {
      const timeNs = plan.timeNs(request.bytes, chunks);
      if (best === undefined || timeNs < best.timeNs) {
        best = { timeNs, algorithm: algorithm.name, chunks, fractionByLink: plan.fractionByLink };
      }
    }
    return best;
  }

  #pricedPlan(algorithm: CollectiveAlgorithm, request: CollectiveRequest): PricedPlan | undefined {
    const { operation, ranks, simultaneous = [] } = request;
    const groups = [ranks, ...simultaneous];
    const key = `${operation} ${algorithm.name} ${groups.map((group) => this.#key(group)).join(" ")}`;
    if (this.#plans.has(key)) return this.#plans.get(key);
    const shift = this.#shift(ranks);
    const shaped = groups.map((group) =>
      shapeFor(
        operation,
        this.topology,
        group.map((rank) => rank - shift),
      ),
    );
    const plan = algorithm.plan(operation, shaped[0]);
    const priced =
      plan &&
      new PricedPlan(
        this.topology,
        plan,
        shaped.map(({ members }) => members),
      );
    this.#plans.set(key, priced);
    return priced;
  }

  /** How far a group may be moved down to where an alike group lies in the first instance. */
  #shift(ranks: readonly number[]): number {
    return Math.floor(Math.min(...ranks) / this.#period) * this.#period;
  }

  #key(ranks: readonly number[]): string {
    const known = this.#keys.get(ranks);
    if (known !== undefined) return known;
    const shift = this.#shift(ranks);
    const key = ranks.map((rank) => rank - shift).join(",");
    this.#keys.set(ranks, key);
    return key;
  }
}
