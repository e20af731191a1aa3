/**
 * The network in closed form: picks an algorithm, makes its plan for the group, and prices it. Plans are priced once per
 * group and kept; a price is linear pieces, so asking again for another size costs next to nothing.
 *
 * Groups that lie alike share their prices: `periods` tell after how many ranks the topology repeats itself. A group is
 * moved down by whole periods of the smallest kind that holds it: one inside an instance to the first instance, one under a
 * leaf switch to the first leaf, one that spans leaves by whole leaves only.
 */
import { lazy } from "../../base/lazy.ts";
import type { ClusterNetwork } from "../cluster-network.ts";
import type {
  CollectiveAlgorithm,
  CollectiveOperation,
  CollectivePlan,
} from "../collectives/collective-plan.ts";
import { collectives } from "../collectives.ts";
import type { ExchangeGraph } from "../graph/exchange-graph.ts";
import { graphOf } from "../graph/graph-builder.ts";
import { messageNs } from "../link.ts";
import type { CollectiveRequest } from "../network.ts";
import { candidates, preferredAlgorithms, type Selection, type SelectionRule } from "../selection.ts";
import type { Topology } from "../topology.ts";
import { PricedPlan } from "./analytic-player.ts";
import { connectedGroups } from "./connected-groups.ts";
import { isAscending, shapeGroup } from "./group-shape.ts";
import { type KeptLoads, Scratch } from "./pricing-loads.ts";

/** Choices of an analytic network. */
export interface AnalyticOptions {
  /** How algorithms are chosen; `best` when absent. */
  selection?: Selection;
  /**
   * Ranks after which the topology repeats itself, smallest first: an instance, an UltraServer, the instances under a leaf
   * switch. Each divides the next. All ranks when absent.
   */
  periods?: readonly number[];
  /**
   * Ranks whose wires are of one kind: an instance, an UltraServer. A group that spans two of them follows the rules for
   * groups across; one that spans instances within it the rules inside or across, whichever are faster. The first period
   * when absent.
   */
  domain?: number;
  algorithms?: readonly CollectiveAlgorithm[] | undefined;
}

/** The algorithm asked for, or any, does not do the operation among these ranks. */
export class NoAlgorithmError extends Error {}

/** A collective's time and how it was reached. */
export interface CollectiveTime {
  timeNs: number;
  algorithm: string;
  chunks: number;
  /** How much of the buffer crosses each link; of alike groups in other instances, the links of the first. */
  readonly loads: KeptLoads;
}

/** A collective as a graph of tasks, and in how many chunks. */
export interface PlannedExchange {
  graph: ExchangeGraph;
  chunks: number;
}

/** Times kept at most; beyond, all are forgotten. */
const timesMax = 2 ** 17;

/** From this many ranks on beside those of the first group, candidates are looked at alone first. */
const manyRanks = 4096;

const chunkCounts = [1, 2, 4, 8, 16, 32, 64] as const;

/** Operations in which the order of the ranks matters. */
const ordered: readonly CollectiveOperation[] = ["broadcast", "permute", "point-to-point"];

/** The group as an algorithm for `operation` sees it: a grid, or a line in the order given where the order matters. */
export function shapeFor(operation: CollectiveOperation, topology: Topology, ranks: readonly number[]) {
  const grid = shapeGroup(topology, ranks);
  if (!ordered.includes(operation)) return grid;
  return { ...grid, members: ranks, dimensions: [{ ...grid.dimensions[0]!, size: ranks.length }] };
}

/** The members of a group in the order of the shape that `shapeFor` gives it. */
function membersFor(operation: CollectiveOperation, ranks: readonly number[]): readonly number[] {
  return ordered.includes(operation) || isAscending(ranks) ? ranks : [...ranks].sort((a, b) => a - b);
}

/** A `Network` over `topology` without contention between requests. */
export class AnalyticNetwork implements ClusterNetwork {
  readonly topology: Topology;
  /** What it chooses from. */
  readonly algorithms: readonly CollectiveAlgorithm[];
  readonly #selection: Selection;
  readonly #periods: readonly number[];
  readonly #domain: number;
  readonly #graphs = new Map<string, ExchangeGraph>();
  readonly #scratch = lazy(() => new Scratch(this.topology));
  readonly #plans = new Map<string, PricedPlan | undefined>();
  readonly #extents = new WeakMap<readonly number[], Extent>();
  readonly #keys = new WeakMap<readonly number[], { shift: number; key: number }>();
  /** Numbers of the groups met so far, by their ranks. */
  readonly #groups = new Map<string, number>();
  /** Times of requests already priced: loads repeat themselves, and so do the runs of a search. */
  readonly #times = new Map<string, CollectiveTime>();

  constructor(topology: Topology, options: AnalyticOptions = {}) {
    this.topology = topology;
    this.#selection = options.selection ?? "best";
    this.#periods = options.periods ?? [topology.endpoints];
    this.#domain = options.domain ?? this.#periods[0]!;
    this.algorithms = options.algorithms ?? collectives;
  }

  collectiveNs(request: CollectiveRequest): number {
    return this.collective(request)?.timeNs ?? 0;
  }

  /** The collective's time and algorithm; undefined for fewer than two ranks. Throws a `NoAlgorithmError` when no algorithm does it. */
  collective(request: CollectiveRequest): CollectiveTime | undefined {
    const { operation, ranks, simultaneous = [], bytes, algorithm = "", chunks = "" } = request;
    if (ranks.length < 2) return undefined;
    const key = `${operation} ${algorithm} ${chunks} ${bytes} ${this.#groupsKey([ranks, ...simultaneous])}`;
    const known = this.#times.get(key);
    if (known !== undefined) return known;
    const time = this.#chosen(request);
    if (this.#times.size >= timesMax) this.#times.clear();
    this.#times.set(key, time);
    return time;
  }

  /**
   * Those of `groups` that can meet the first of them on links, directly or through others: they lie in the same smallest part
   * of the network that repeats itself and holds it. Groups inside an instance meet those of that instance, groups under a leaf
   * switch those of the leaf. Above all parts nothing is shared, so that groups which span parts meet in the parts they span.
   */
  meeting(groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
    const [first] = groups;
    if (first === undefined) return groups;
    const holding = this.#periods.find((period) => isInside(this.#extent(first), period));
    if (holding === undefined) return connectedGroups(groups, this.#periods[this.#periods.length - 1]!);
    const part = Math.floor(this.#extent(first).first / holding);
    return groups.filter((group) => {
      const extent = this.#extent(group);
      return Math.floor(extent.first / holding) === part || Math.floor(extent.last / holding) === part;
    });
  }

  /**
   * The collective as a graph of tasks on the links of these very ranks, by the algorithm and in the chunks that `collective`
   * chooses; undefined for fewer than two ranks.
   */
  exchange(request: CollectiveRequest): PlannedExchange | undefined {
    const chosen = this.collective(request);
    if (chosen === undefined) return undefined;
    const { operation, ranks, simultaneous = [] } = request;
    const groups = [ranks, ...simultaneous];
    const key = `${operation} ${chosen.algorithm} ${groups.map((group) => this.#key(group, 0)).join(" ")}`;
    const known = this.#graphs.get(key);
    if (known !== undefined) return { graph: known, chunks: chosen.chunks };
    const algorithm = this.algorithms.find(({ name }) => name === chosen.algorithm);
    const plan = algorithm?.plan(operation, shapeFor(operation, this.topology, ranks)) as CollectivePlan;
    const members = groups.map((group) => membersFor(operation, group));
    const graph = graphOf(this.topology, plan, members);
    this.#graphs.set(key, graph);
    return { graph, chunks: chosen.chunks };
  }

  #chosen(request: CollectiveRequest): CollectiveTime {
    const named = request.algorithm;
    if (named !== undefined && named !== "best") {
      const algorithm = this.algorithms.find(({ name }) => name === named);
      const time = algorithm && this.#time(algorithm, request);
      if (time === undefined) {
        throw new NoAlgorithmError(
          `${named} does no ${request.operation} among ${request.ranks.length} ranks here`,
        );
      }
      return time;
    }
    if (named === undefined && this.#selection !== "best") {
      const { inside, across } = this.#selection;
      const extent = this.#extent(request.ranks);
      const tables = [
        ...(isInside(extent, this.#domain) ? [inside] : []),
        ...(isInside(extent, this.#periods[0]!) ? [] : [across]),
      ];
      const times = tables.flatMap((rules) => this.#byRules(rules, request) ?? []);
      if (times.length > 0) return fastestOf(times);
    }
    return this.#fastest(request);
  }

  /** By the first algorithm that `rules` prefer and that suits the group; undefined where they name none. */
  #byRules(rules: readonly SelectionRule[], request: CollectiveRequest): CollectiveTime | undefined {
    const usable = candidates(this.algorithms, shapeGroup(this.topology, request.ranks), true);
    for (const name of preferredAlgorithms(rules, request)) {
      const algorithm = usable.find((each) => each.name === name);
      const time = algorithm && this.#time(algorithm, request);
      if (time) return time;
    }
    return undefined;
  }

  /** Links from one rank to another, in order. */
  route(source: number, target: number): readonly number[] {
    return this.topology.route(source, target);
  }

  transferNs(bytes: number, source: number, target: number): number {
    return messageNs(this.topology, this.topology.route(source, target), bytes);
  }

  #fastest(request: CollectiveRequest): CollectiveTime {
    const group = shapeGroup(this.topology, request.ranks);
    const usable = candidates(this.algorithms, group, request.algorithm === "best");
    const times = this.#promising(usable, request).flatMap(
      (algorithm) => this.#time(algorithm, request) ?? [],
    );
    if (times.length === 0)
      throw new NoAlgorithmError(`no algorithm does ${request.operation} on ${this.topology.name}`);
    return fastestOf(times);
  }

  /**
   * Of `algorithms` those that may be the fastest. Beside others nothing is faster than alone, so that where many groups take
   * part, what is slower alone than the best candidate is beside all of them need not be priced with all.
   */
  #promising(
    algorithms: readonly CollectiveAlgorithm[],
    request: CollectiveRequest,
  ): readonly CollectiveAlgorithm[] {
    const { simultaneous = [], ...alone } = request;
    if (simultaneous.length * request.ranks.length < manyRanks) return algorithms;
    const aloneNs = new Map(
      algorithms.map((each) => [each, this.#time(each, alone)?.timeNs ?? Number.POSITIVE_INFINITY]),
    );
    const nsOf = (each: CollectiveAlgorithm) => aloneNs.get(each) as number;
    const [first] = [...algorithms].sort((a, b) => nsOf(a) - nsOf(b));
    const bestNs = first && this.#time(first, request)?.timeNs;
    return bestNs === undefined ? algorithms : algorithms.filter((each) => nsOf(each) <= bestNs);
  }

  #time(algorithm: CollectiveAlgorithm, request: CollectiveRequest): CollectiveTime | undefined {
    const plan = this.#pricedPlan(algorithm, request);
    if (plan === undefined) return undefined;
    const counts = request.chunks === undefined ? chunkCounts : [request.chunks];
    let best: CollectiveTime | undefined;
    for (const chunks of counts) {
      const timeNs = plan.timeNs(request.bytes, chunks);
      if (best === undefined || timeNs < best.timeNs) {
        best = {
          timeNs,
          algorithm: algorithm.name,
          chunks,
          loads: plan.loads,
        };
      }
    }
    return best;
  }

  #pricedPlan(algorithm: CollectiveAlgorithm, request: CollectiveRequest): PricedPlan | undefined {
    const { operation, ranks, simultaneous = [] } = request;
    const groups = [ranks, ...simultaneous];
    const shift = this.#shift(groups);
    const key = `${operation} ${algorithm.name} ${this.#groupsKey(groups)}`;
    if (this.#plans.has(key)) return this.#plans.get(key);
    const moved = (group: readonly number[]) => (shift === 0 ? group : group.map((rank) => rank - shift));
    const plan = algorithm.plan(operation, shapeFor(operation, this.topology, moved(ranks)));
    const members = () => groups.map((group) => membersFor(operation, moved(group)));
    const priced = plan && new PricedPlan(this.topology, plan, members(), this.#scratch());
    this.#plans.set(key, priced);
    return priced;
  }

  /** How far `groups` may be moved down together to where alike ones lie. */
  #shift(groups: readonly (readonly number[])[]): number {
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (const group of groups) {
      const extent = this.#extent(group);
      first = Math.min(first, extent.first);
      last = Math.max(last, extent.last);
    }
    const holding = this.#periods.find((period) => isInside({ first, last }, period));
    const period = holding ?? this.#periods[this.#periods.length - 1]!;
    return Math.floor(first / period) * period;
  }

  #extent(ranks: readonly number[]): Extent {
    if (ranks.length <= fewRanks) return extentOf(ranks);
    const known = this.#extents.get(ranks) ?? extentOf(ranks);
    this.#extents.set(ranks, known);
    return known;
  }

  /** The same for groups that lie alike. */
  #groupsKey(groups: readonly (readonly number[])[]): string {
    const shift = this.#shift(groups);
    const keys: string[] = [];
    for (let first = 0; first < groups.length; ) {
      // Hundreds of thousands of pairs lie one beside the other.
      const step = runStep(groups, first);
      let next = first + 1;
      while (step !== undefined && next < groups.length && isMovedBy(step, groups[next - 1]!, groups[next]!))
        next++;
      const key = this.#key(groups[first]!, shift);
      keys.push(next - first > 1 ? `${key} + ${step} x ${next - first}` : `${key}`);
      first = next;
    }
    return keys.join(", ");
  }

  #key(ranks: readonly number[], shift: number): number {
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

function fastestOf(times: readonly CollectiveTime[]): CollectiveTime {
  return times.reduce((fastest, time) => (time.timeNs < fastest.timeNs ? time : fastest));
}

/** Lowest and highest rank of a group. */
interface Extent {
  first: number;
  last: number;
}

function extentOf(ranks: readonly number[]): Extent {
  const extent = { first: Number.POSITIVE_INFINITY, last: 0 };
  for (const rank of ranks) {
    extent.first = Math.min(extent.first, rank);
    extent.last = Math.max(extent.last, rank);
  }
  return extent;
}

function isInside({ first, last }: Extent, period: number): boolean {
  return Math.floor(first / period) === Math.floor(last / period);
}
