/**
 * The network without contention between requests: picks an algorithm and how many chunks by closed forms of their plans,
 * and tells how long the collective then takes alone, as a graph of tasks that has its links to itself (`graph/alone.ts`).
 * Plans and graphs are made once for groups that lie alike (`group-places.ts`) and kept; a closed form is linear pieces, so
 * asking again for another size costs next to nothing.
 */
import { lazy } from "../../base/lazy.ts";
import type { ClusterNetwork } from "../cluster-network.ts";
import type {
  CollectiveAlgorithm,
  CollectiveOperation,
  CollectivePlan,
} from "../collectives/collective-plan.ts";
import { collectives } from "../collectives.ts";
import { aloneNs, onePerKind } from "../graph/alone.ts";
import type { ExchangeGraph } from "../graph/exchange-graph.ts";
import { graphOf } from "../graph/graph-builder.ts";
import { messageNs } from "../link.ts";
import type { CollectiveRequest } from "../network.ts";
import { candidates, preferredAlgorithms, type Selection, type SelectionRule } from "../selection.ts";
import type { Topology } from "../topology.ts";
import { PricedPlan } from "./analytic-player.ts";
import { connectedGroups } from "./connected-groups.ts";
import { GroupPlaces, isInside } from "./group-places.ts";
import { isAscending, shapeGroup } from "./group-shape.ts";
import { PlanFold } from "./plan-fold.ts";
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

/** What is known of a request. */
interface Answer {
  time: CollectiveTime;
  /** Its graph's own time alone, ns; absent until it is asked for. */
  aloneNs?: number;
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
  readonly #places: GroupPlaces;
  readonly #domain: number;
  /** Of alike groups, with one link of each kind. */
  readonly #aloneGraphs = new Map<string, ExchangeGraph>();
  readonly #graphs = new Map<string, ExchangeGraph>();
  readonly #scratch = lazy(() => new Scratch(this.topology));
  readonly #plans = new Map<string, PricedPlan | undefined>();
  /** Answers to requests already met: loads repeat themselves, and so do the runs of a search. */
  readonly #answers = new Map<string, Answer>();

  constructor(topology: Topology, options: AnalyticOptions = {}) {
    this.topology = topology;
    this.#selection = options.selection ?? "best";
    this.#periods = options.periods ?? [topology.endpoints];
    this.#places = new GroupPlaces(this.#periods);
    this.#domain = options.domain ?? this.#periods[0]!;
    this.algorithms = options.algorithms ?? collectives;
  }

  /** The time of the collective as a graph of tasks that has all links to itself. */
  collectiveNs(request: CollectiveRequest): number {
    const answer = this.#answer(request);
    if (answer === undefined) return 0;
    answer.aloneNs ??= this.#aloneNs(request, answer.time);
    return answer.aloneNs;
  }

  /** A graph holds all ranks up at every step; what ranks of a small plan gain by running ahead comes off its first chunk. */
  #aloneNs(request: CollectiveRequest, chosen: CollectiveTime): number {
    const { bytes } = request;
    const { chunks, algorithm: name } = chosen;
    const graph = this.#aloneGraph(request, chosen);
    const algorithm = this.algorithms.find((each) => each.name === name)!;
    const followedNs = this.#pricedPlan(algorithm, request)?.followedNs(bytes / chunks);
    const leadNs = followedNs === undefined ? 0 : aloneNs(graph, bytes / chunks) - followedNs;
    return aloneNs(graph, bytes, chunks) - Math.max(0, leadNs);
  }

  /** The collective's time in closed form and algorithm; undefined for fewer than two ranks. Throws a `NoAlgorithmError` when no algorithm does it. */
  collective(request: CollectiveRequest): CollectiveTime | undefined {
    return this.#answer(request)?.time;
  }

  #answer(request: CollectiveRequest): Answer | undefined {
    const { operation, ranks, simultaneous = [], bytes, algorithm = "", chunks = "" } = request;
    if (ranks.length < 2) return undefined;
    const key = `${operation} ${algorithm} ${chunks} ${bytes} ${this.#places.key([ranks, ...simultaneous])}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = { time: this.#chosen(request) };
    if (this.#answers.size >= timesMax) this.#answers.clear();
    this.#answers.set(key, answer);
    return answer;
  }

  /** The collective by the algorithm that was chosen, among alike groups as far down as they can be moved. */
  #aloneGraph(
    { operation, ranks, simultaneous = [] }: CollectiveRequest,
    chosen: CollectiveTime,
  ): ExchangeGraph {
    const groups = [ranks, ...simultaneous];
    const key = `${operation} ${chosen.algorithm} ${this.#places.key(groups)}`;
    const known = this.#aloneGraphs.get(key);
    if (known !== undefined) return known;
    const graph = onePerKind(this.#graph(operation, chosen, this.#places.movedDown(groups), true));
    this.#aloneGraphs.set(key, graph);
    return graph;
  }

  #graph(
    operation: CollectiveOperation,
    { algorithm: name }: CollectiveTime,
    groups: readonly (readonly number[])[],
    folds = false,
  ): ExchangeGraph {
    const algorithm = this.algorithms.find((each) => each.name === name);
    const plan = algorithm?.plan(operation, shapeFor(operation, this.topology, groups[0]!)) as CollectivePlan;
    const members = groups.map((group) => membersFor(operation, group));
    const fold = folds ? PlanFold.of(this.topology, plan, members) : undefined;
    return graphOf(this.topology, plan, members, { scratch: this.#scratch(), fold });
  }

  /**
   * Those of `groups` that can meet the first of them on links, directly or through others: they lie in the same smallest part
   * of the network that repeats itself and holds it. Groups inside an instance meet those of that instance, groups under a leaf
   * switch those of the leaf. Above all parts nothing is shared, so that groups which span parts meet in the parts they span.
   */
  meeting(groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
    const [first] = groups;
    if (first === undefined) return groups;
    const holding = this.#periods.find((period) => isInside(this.#places.extent(first), period));
    if (holding === undefined) return connectedGroups(groups, this.#periods[this.#periods.length - 1]!);
    const part = Math.floor(this.#places.extent(first).first / holding);
    return groups.filter((group) => {
      const extent = this.#places.extent(group);
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
    const key = `${operation} ${chosen.algorithm} ${this.#places.keyHere(groups)}`;
    const known = this.#graphs.get(key);
    if (known !== undefined) return { graph: known, chunks: chosen.chunks };
    const graph = this.#graph(operation, chosen, groups);
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
      const extent = this.#places.extent(request.ranks);
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

  /** The wires as the messages of `request` find them. */
  wiresOf(_request: CollectiveRequest): Topology {
    return this.topology;
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
    const key = `${operation} ${algorithm.name} ${this.#places.key(groups)}`;
    if (this.#plans.has(key)) return this.#plans.get(key);
    const moved = this.#places.movedDown(groups);
    const plan = algorithm.plan(operation, shapeFor(operation, this.topology, moved[0]!));
    const members = () => moved.map((group) => membersFor(operation, group));
    const priced = plan && new PricedPlan(this.topology, plan, members(), this.#scratch());
    this.#plans.set(key, priced);
    return priced;
  }
}

function fastestOf(times: readonly CollectiveTime[]): CollectiveTime {
  return times.reduce((fastest, time) => (time.timeNs < fastest.timeNs ? time : fastest));
}
