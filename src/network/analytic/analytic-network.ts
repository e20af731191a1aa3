/**
 * The network without contention between requests: picks an algorithm, by closed forms of plans where there is a choice, and
 * tells in how many chunks the collective is then fastest and how long it takes alone, as a graph of tasks that has its links
 * to itself (`graph/alone.ts`). Plans and graphs are made once for groups that lie alike (`group-places.ts`) and kept; closed
 * forms are linear pieces, so asking again for another size costs next to nothing.
 */

import { lazy } from "../../base/lazy.ts";
import type { ClusterNetwork } from "../cluster-network.ts";
import type { CollectiveAlgorithm, CollectivePlan } from "../collectives/collective-plan.ts";
import { collectives } from "../collectives.ts";
import { aloneNs } from "../graph/alone.ts";
import { fastestChunking } from "../graph/chunk-choice.ts";
import type { ExchangeGraph } from "../graph/exchange-graph.ts";
import { graphOf } from "../graph/graph-builder.ts";
import { quotientOf } from "../graph/graph-quotient.ts";
import { leastLatencyNs, messageNs } from "../link.ts";
import type { CollectiveRequest } from "../network.ts";
import type { CollectiveTime, PlannedExchange, PlannedMessages } from "../planned-exchange.ts";
import {
  candidates,
  everyPairAskedMax,
  preferredAlgorithms,
  type Selection,
  type SelectionRule,
} from "../selection.ts";
import type { Topology } from "../topology.ts";
import { isFollowed } from "./analytic-player.ts";
import { ClosedForms } from "./closed-forms.ts";
import { connectedGroups } from "./connected-groups.ts";
import { GroupPlaces, isInside } from "./group-places.ts";
import { membersFor, shapeFor } from "./group-shape.ts";
import { countsFor, type Located, planOf } from "./located-request.ts";
import { PlanFold } from "./plan-fold.ts";
import { type KeptLoads, Scratch } from "./pricing-loads.ts";
import { type WireView, wireViews } from "./wire-views.ts";

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
  /** Whether instances that wires join exchange over their cards alone. */
  byCards?: boolean;
}

/** The algorithm asked for, or any, does not do the operation among these ranks. */
export class NoAlgorithmError extends Error {}

/** By how much closed forms may mistake which of two plans is faster: those that lose by more are not played. */
const closedFormError = 0.15;

/** Times kept at most; beyond, all are forgotten. */
const timesMax = 2 ** 17;

/** From so many ranks on algorithms that tell what they take at least are planned last. */
const manyRanks = 1024;

/** A `Network` over `topology` without contention between requests. */
export class AnalyticNetwork implements ClusterNetwork {
  readonly topology: Topology;
  /** What it chooses from. */
  readonly algorithms: readonly CollectiveAlgorithm[];
  readonly #selection: Selection;
  readonly #periods: readonly number[];
  readonly #places: GroupPlaces;
  readonly #domain: number;
  /** Ways to see an UltraServer, that of its wires first. */
  readonly #views: [WireView, ...WireView[]];
  /** Those by which instances of one exchange. */
  readonly #between: readonly WireView[];
  readonly #byCards: () => AnalyticNetwork | undefined;
  /** Of alike groups, with one link of each kind. */
  readonly #aloneGraphs = new Map<string, ExchangeGraph>();
  readonly #graphs = new Map<string, ExchangeGraph>();
  readonly #scratch = lazy(() => new Scratch(this.topology));
  /** Of a message, ns. */
  readonly #leastLatencyNs = lazy(() => leastLatencyNs(this.topology));
  readonly #closed: ClosedForms;
  /** Answers to requests already met: loads repeat themselves, and so do the runs of a search. */
  readonly #answers = new Map<string, CollectiveTime>();

  constructor(topology: Topology, options: AnalyticOptions = {}) {
    this.topology = topology;
    this.#selection = options.selection ?? "best";
    this.#periods = options.periods ?? [topology.endpoints];
    this.#places = new GroupPlaces(this.#periods);
    this.#closed = new ClosedForms(this.#places, () => this.#scratch());
    this.#domain = options.domain ?? this.#periods[0]!;
    this.#views = wireViews(topology, this.#periods[0]!, this.#domain);
    const cards = this.#views.filter(({ name }) => name === "cards");
    this.#between = options.byCards && cards.length > 0 ? cards : this.#views;
    this.#byCards = lazy(() => (cards.length > 0 ? this.alike({ ...options, byCards: true }) : undefined));
    this.algorithms = options.algorithms ?? collectives;
  }

  get byCards(): AnalyticNetwork | undefined {
    return this.#byCards();
  }

  /** A network over the same topology. */
  protected alike(options: AnalyticOptions): AnalyticNetwork {
    return new AnalyticNetwork(this.topology, options);
  }

  /** The time of the collective as a graph of tasks that has all links to itself. */
  collectiveNs(request: CollectiveRequest): number {
    return this.collective(request)?.timeNs ?? 0;
  }

  /** The collective's time and algorithm; undefined for fewer than two ranks. Throws a `NoAlgorithmError` when no algorithm does it. */
  collective(request: CollectiveRequest): CollectiveTime | undefined {
    if (request.ranks.length < 2) return undefined;
    const { operation, bytes, algorithm = "", chunks = "" } = request;
    const key = `${operation} ${algorithm} ${chunks} ${bytes} ${this.#places.key(groupsOf(request))}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = this.#fastestView(this.#located(request));
    if (this.#answers.size >= timesMax) this.#answers.clear();
    this.#answers.set(key, answer);
    return answer;
  }

  /** How much of the buffer crosses each link by the algorithm that is chosen; undefined for fewer than two ranks. */
  loads(request: CollectiveRequest): KeptLoads | undefined {
    if (request.ranks.length < 2) return undefined;
    const located = this.#located(request);
    if (!this.#mayGoByInstance(located)) return this.#closed.loads(this.#chosen(located), located);
    const { algorithm, view } = this.collective(request) as CollectiveTime;
    const chosen = this.#named(algorithm) as CollectiveAlgorithm;
    return this.#closed.loads(chosen, this.#located(request, this.#viewOf(view)));
  }

  #located(request: CollectiveRequest, view: WireView = this.#views[0]): Located {
    const { operation, bytes, ranks, simultaneous, algorithm, chunks } = request;
    const groups = groupsOf(request);
    const shape = lazy(() => shapeFor(operation, view.grid, ranks));
    const place = `${this.#places.key(groups)}${view === this.#views[0] ? "" : ` by ${view.name}`}`;
    const alone = () => this.#located({ ...request, simultaneous: [] }, view);
    // Written out: what a spread copies takes a form of its own for every caller, and all that read it are slow.
    return { operation, bytes, ranks, simultaneous, algorithm, chunks, groups, place, shape, view, alone };
  }

  #viewOf(name: WireView["name"]): WireView {
    return this.#views.find((view) => view.name === name) as WireView;
  }

  /** The collective as it is fastest; views that lose in closed form by more than that may err are not played. */
  #fastestView(located: Located): CollectiveTime {
    const own = this.#chosen(located);
    if (!this.#mayGoByInstance(located)) return this.#timed(located, own);
    const views = this.#between.map((view) => {
      const seen = view === this.#views[0] ? located : this.#located(located, view);
      const algorithm = this.#chosen(seen);
      return { seen, algorithm, closedNs: this.#closed.ns(algorithm, seen) };
    });
    const least = Math.min(...views.map(({ closedNs }) => closedNs));
    const promising = views.filter(({ closedNs }) => closedNs <= (1 + closedFormError) * least);
    const timed = promising.map(({ seen, algorithm }) => this.#timed(seen, algorithm));
    return minBy(timed, ({ timeNs }) => timeNs);
  }

  #mayGoByInstance({ ranks, algorithm }: CollectiveRequest): boolean {
    if (this.#views.length === 1 || (algorithm !== undefined && algorithm !== "best")) return false;
    return !isInside(this.#places.extent(ranks), this.#periods[0]!);
  }

  /** A graph holds all ranks up at every step; what ranks of a small plan gain by running ahead comes off its first chunk. */
  #timed(request: Located, algorithm: CollectiveAlgorithm): CollectiveTime {
    const { bytes } = request;
    const graph = this.#aloneGraph(request, algorithm);
    const leadNs = (chunkBytes: number) => {
      const followedNs = this.#closed.plan(algorithm, request).followedNs(chunkBytes);
      return followedNs === undefined ? 0 : Math.max(0, aloneNs(graph, chunkBytes) - followedNs);
    };
    // In a plan of one step nobody has anything to run ahead to.
    const runsAhead = graph.classes.length > 1 && isFollowed(planOf(algorithm, request) as CollectivePlan);
    const fastest = fastestChunking(graph, bytes, countsFor(request), runsAhead ? leadNs : () => 0);
    const { name } = request.view;
    return { timeNs: fastest.ns, algorithm: algorithm.name, chunks: fastest.chunks, view: name };
  }

  /** The collective by `algorithm`, among alike groups as far down as they can be moved. */
  #aloneGraph(request: Located, algorithm: CollectiveAlgorithm): ExchangeGraph {
    const { operation, groups, place } = request;
    const key = `${operation} ${algorithm.name} ${place}`;
    const known = this.#aloneGraphs.get(key);
    if (known !== undefined) return known;
    const graph = quotientOf(this.#graph(request, algorithm, this.#places.movedDown(groups), true));
    this.#aloneGraphs.set(key, graph);
    return graph;
  }

  #graph(
    request: Located,
    algorithm: CollectiveAlgorithm,
    groups: readonly (readonly number[])[],
    folds = false,
  ): ExchangeGraph {
    const { operation, view } = request;
    const plan = planOf(algorithm, request) as CollectivePlan;
    const members = groups.map((group) => membersFor(operation, group));
    const fold = folds ? PlanFold.of(view.topology, plan, members) : undefined;
    return graphOf(view.topology, plan, members, { scratch: this.#scratch(), fold });
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
    const { algorithm, view } = chosen;
    const located = this.#located(request, this.#viewOf(view));
    const { operation, groups } = located;
    const key = `${operation} ${algorithm} ${view} ${this.#places.keyHere(groups)}`;
    const known = this.#graphs.get(key);
    if (known !== undefined) return { graph: known, chunks: chosen.chunks };
    const graph = this.#graph(located, this.#named(algorithm) as CollectiveAlgorithm, groups);
    this.#graphs.set(key, graph);
    return { graph, chunks: chosen.chunks };
  }

  /** The messages that `collective` times, for whoever plays them one by one; undefined for fewer than two ranks. */
  messages(request: CollectiveRequest): PlannedMessages | undefined {
    const chosen = this.collective(request);
    if (chosen === undefined) return undefined;
    const { algorithm, chunks, view } = chosen;
    const located = this.#located(request, this.#viewOf(view));
    const plan = planOf(this.#named(algorithm) as CollectiveAlgorithm, located) as CollectivePlan;
    const members = membersFor(located.operation, located.ranks);
    return { plan, members, algorithm, chunks, wires: located.view.topology };
  }

  #named(name: string): CollectiveAlgorithm | undefined {
    return this.algorithms.find((each) => each.name === name);
  }

  #chosen(request: Located): CollectiveAlgorithm {
    const named = request.algorithm;
    if (named !== undefined && named !== "best") {
      const algorithm = this.#named(named);
      if (algorithm?.everyPair && request.ranks.length > everyPairAskedMax)
        throw new NoAlgorithmError(
          `${named} sends a message between every two, of at most ${everyPairAskedMax} ranks`,
        );
      if (algorithm !== undefined && planOf(algorithm, request) !== undefined) return algorithm;
      throw new NoAlgorithmError(
        `${named} does no ${request.operation} among ${request.ranks.length} ranks here`,
      );
    }
    if (named === undefined && this.#selection !== "best") {
      const { inside, across } = this.#selection;
      const extent = this.#places.extent(request.ranks);
      const tables = [
        ...(isInside(extent, request.view === this.#views[0] ? this.#domain : this.#periods[0]!)
          ? [inside]
          : []),
        ...(isInside(extent, this.#periods[0]!) ? [] : [across]),
      ];
      const preferred = tables.flatMap((rules) => this.#byRules(rules, request) ?? []);
      if (preferred.length > 0) return this.#closed.fastest(preferred, request);
    }
    const all = candidates(this.algorithms, request.shape(), named === "best");
    const usable = all.filter((each) => !this.#isLong(each, request) && planOf(each, request) !== undefined);
    const first = usable.length > 0 ? this.#closed.fastest(usable, request) : undefined;
    const boundNs = first === undefined ? Number.POSITIVE_INFINITY : this.#closed.ns(first, request);
    const long = all.filter(
      (each) =>
        this.#isLong(each, request) && this.#leastNs(each, request) < boundNs && planOf(each, request),
    );
    if (long.length > 0) return this.#closed.fastest(first === undefined ? long : [first, ...long], request);
    if (first === undefined)
      throw new NoAlgorithmError(`no algorithm does ${request.operation} on ${this.topology.name}`);
    return first;
  }

  /** Whether an algorithm is planned only where it may be faster than others, for it tells what it takes at least. */
  #isLong({ leastHops }: CollectiveAlgorithm, { ranks }: Located): boolean {
    return leastHops !== undefined && ranks.length >= manyRanks;
  }

  /** No plan of it takes less, ns: every message leaves its rank by a link. */
  #leastNs({ leastHops }: CollectiveAlgorithm, { operation, shape }: Located): number {
    return (leastHops?.(operation, shape()) ?? 0) * this.#leastLatencyNs();
  }

  /** By the first algorithm that `rules` prefer and that suits the group; undefined where they name none. */
  #byRules(rules: readonly SelectionRule[], request: Located): CollectiveAlgorithm | undefined {
    const usable = candidates(this.algorithms, request.shape(), true);
    return preferredAlgorithms(rules, request)
      .flatMap((name) => usable.find((each) => each.name === name) ?? [])
      .find((algorithm) => planOf(algorithm, request) !== undefined);
  }

  /** Links from one rank to another, in order. */
  route(source: number, target: number): readonly number[] {
    return this.topology.route(source, target);
  }

  transferNs(bytes: number, source: number, target: number): number {
    return messageNs(this.topology, this.topology.route(source, target), bytes);
  }
}

/** All groups that do the same at once. */
function groupsOf({ ranks, simultaneous = [] }: CollectiveRequest): readonly (readonly number[])[] {
  return [ranks, ...simultaneous];
}

/** The first of `items` of which `of` is least. */
function minBy<Item>(items: readonly Item[], of: (item: Item) => number): Item {
  const values = items.map(of);
  return items[values.indexOf(Math.min(...values))] as Item;
}
