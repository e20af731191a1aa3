/**
 * From the plan of a collective to its graph: routes, loads, classes of transfers and their delays. See `exchange-graph.ts`.
 * Routes of all groups stand one behind the other in one array a step, and loads in columns by link, for there may be millions.
 */
import { AlikeGroups } from "../analytic/alike-groups.ts";
import type { FoldedTransfers } from "../analytic/folded-transfers.ts";
import { holdsUp } from "../analytic/holds-up.ts";
import { chainLines, chainsOf } from "../analytic/line-chains.ts";
import { messagesSent } from "../analytic/messages-sent.ts";
import type { PlanFold } from "../analytic/plan-fold.ts";
import { type KeptLoads, Scratch } from "../analytic/pricing-loads.ts";
import { Slowest } from "../analytic/rank-times.ts";
import { RecurringSteps } from "../analytic/recurring-steps.ts";
import { type Hop, isFarther } from "../analytic/repeated-step.ts";
import type { CollectivePlan, Step, Transfer } from "../collectives/collective-plan.ts";
import { LinkList } from "../link-list.ts";
import type { Topology } from "../topology.ts";
import { appendTransferRoute } from "../transfer-route.ts";
import { ExchangeGraph, type TransferClass, type Unit, type UnitPhase } from "./exchange-graph.ts";

/** What helps to make graphs; nothing when absent. */
export interface GraphAids {
  /** What other plans on the topology were priced with. */
  scratch?: Scratch;
  /** How the plan folds: then the graph has the links of the first block alone, and serves to be timed alone. */
  fold?: PlanFold | undefined;
}

/** The graph of `plan`; `groups` are the nodes of each group that runs it at the same time, in the order of the plan's members. */
export function graphOf(
  topology: Topology,
  plan: CollectivePlan,
  groups: readonly (readonly number[])[],
  { scratch = new Scratch(topology), fold }: GraphAids = {},
): ExchangeGraph {
  return new ExchangeGraph(topology, new GraphBuilder(topology, groups, scratch, fold).tracks(plan));
}

/** A step with the routes of its transfers in all groups, one group behind the other. */
interface Routed {
  step: Step;
  /** Those of its transfers that are routed: all, or what the first block sends. */
  sent: readonly Transfer[];
  /** How they stand for the others; absent where all are routed. */
  folded: FoldedTransfers | undefined;
  links: Int32Array;
  /** Where the route of each transfer ends among the links. */
  ends: Int32Array;
  /** Of the whole step, repetitions included. */
  loads: KeptLoads;
  /** How many messages the source of each sends. */
  messages: Int32Array;
}

class GraphBuilder {
  readonly #topology: Topology;
  readonly #groups: readonly (readonly number[])[];
  readonly #scratch: Scratch;
  readonly #fold: PlanFold | undefined;
  readonly #routes = new LinkList();

  constructor(
    topology: Topology,
    groups: readonly (readonly number[])[],
    scratch: Scratch,
    fold: PlanFold | undefined,
  ) {
    this.#fold = fold;
    this.#topology = topology;
    this.#groups = groups;
    this.#scratch = scratch;
  }

  tracks(plan: CollectivePlan): ExchangeGraph["tracks"] {
    const recurring = new RecurringSteps<Routed>(plan);
    const routed = (step: Step) => recurring.once(step, () => this.#routed(step)) ?? this.#routed(step);
    const tracks = plan.tracks.map(({ phases }) => phases.map((phase) => phase.map(routed)));
    if (tracks.length === 1)
      return [tracks[0]!.map((steps, phase) => this.#phase(plan, 0, phase, steps, false))];
    const loads = tracks.map((phases) => phases.map((steps) => this.#sumOf(steps)));
    const { all, phase: own } = this.#scratch;
    const made = tracks.map((): UnitPhase[] => []);
    for (const phase of tracks[0]!.keys()) {
      all.clear();
      for (const track of loads) all.addKept(track[phase]!, 1);
      for (const [track, phases] of tracks.entries()) {
        own.clear();
        own.addKept(loads[track]![phase]!, 1);
        made[track]!.push(this.#phase(plan, track, phase, phases[phase]!, true));
      }
    }
    return made;
  }

  /** Where tracks are several, `isCrowded`, the scratch has what all put on links in the phase, and what the track itself does. */
  #phase(
    plan: CollectivePlan,
    track: number,
    phase: number,
    steps: readonly Routed[],
    isCrowded: boolean,
  ): UnitPhase {
    return {
      units: steps.flatMap((each) => this.#units(each, isCrowded)),
      delaysFirst: holdsUp(plan.tracks[track]!.phases[phase]!),
    };
  }

  /** Loads of all `steps` together. */
  #sumOf(steps: readonly Routed[]): KeptLoads {
    const { phase } = this.#scratch;
    phase.clear();
    for (const { loads } of steps) phase.addKept(loads, 1);
    return phase.kept();
  }

  /** A repeated step is one unit; of another, the transfers that are equally narrow are a class of the same unit. */
  #units(routed: Routed, isCrowded: boolean): Unit[] {
    if (routed.step.repeat > 1) return [[this.#class(routed, routed.loads, undefined, isCrowded)]];
    const classes = this.#byNarrowestLink(routed);
    if (classes.length === 1) return [[this.#class(routed, routed.loads, undefined, isCrowded)]];
    return [classes.map((places) => this.#class(routed, this.#loads(routed, places), places, isCrowded))];
  }

  #routed(step: Step): Routed {
    const topology = this.#topology;
    const { repeat } = step;
    const folded = this.#fold?.of(step);
    const sent = folded?.sent ?? step.transfers;
    const routes = this.#routes;
    const { step: loads } = this.#scratch;
    const ends = new Int32Array(this.#groups.length * sent.length);
    routes.length = 0;
    loads.clear();
    let place = 0;
    for (const nodes of this.#groups) {
      const reducer = topology.reducingSwitch?.(nodes);
      for (const { source, target, fraction, isReduced } of sent) {
        const first = routes.length;
        const via = isReduced ? reducer : undefined;
        appendTransferRoute(topology, routes, { source: nodes[source]!, target: nodes[target]!, via });
        for (let at = first; at < routes.length; at++) {
          if (this.#fold) routes.links[at] = this.#fold.link(routes.links[at]!);
          loads.put(routes.links[at]!, fraction * repeat);
        }
        ends[place++] = routes.length;
      }
    }
    return {
      step,
      sent,
      folded,
      links: routes.links.slice(0, routes.length),
      ends,
      loads: loads.kept(),
      messages: messagesSent(sent),
    };
  }

  /** Loads of the transfers at `places` alone. */
  #loads({ sent, links, ends }: Routed, places: readonly number[]): KeptLoads {
    const { step: loads } = this.#scratch;
    loads.clear();
    for (const place of places) {
      const { fraction } = sent[place % sent.length]!;
      for (let at = startOf(ends, place); at < ends[place]!; at++) loads.put(links[at]!, fraction);
    }
    return loads.kept();
  }

  /** Places of transfers by the narrowest link on their way, widest first. */
  #byNarrowestLink({ links, ends }: Routed): number[][] {
    const { bandwidth } = this.#scratch.figures;
    const classes = new Map<number, number[]>();
    for (let place = 0; place < ends.length; place++) {
      let narrowest = Number.POSITIVE_INFINITY;
      for (let at = startOf(ends, place); at < ends[place]!; at++)
        narrowest = Math.min(narrowest, bandwidth[links[at]!]!);
      const alike = classes.get(narrowest);
      if (alike === undefined) classes.set(narrowest, [place]);
      else alike.push(place);
    }
    return [...classes].sort(([a], [b]) => b - a).map(([, places]) => places);
  }

  /** The transfers of a step at `places`, all when absent, as one class with those `loads`. */
  #class(
    routed: Routed,
    kept: KeptLoads,
    places: readonly number[] | undefined,
    isCrowded: boolean,
  ): TransferClass {
    const { step, sent, ends } = routed;
    const nsPerByte = this.#divide(kept, isCrowded);
    if (step.repeat > 1) {
      const longest = sent.reduce((most, { fraction }) => Math.max(most, fraction * step.repeat), 0);
      return { ...kept, longest, nsPerByte, alone: this.#repeated(routed, isCrowded) };
    }
    const slowest = new Slowest();
    let longest = 0;
    let before: Hop | undefined;
    const count = places?.length ?? ends.length;
    for (let index = 0; index < count; index++) {
      const place = places?.[index] ?? index;
      longest = Math.max(longest, sent[place % sent.length]!.fraction);
      const hop = this.#hop(routed, place, before);
      if (hop !== before) slowest.add(hop.startNs + hop.latencyNs, hop.nsPerByte);
      before = hop;
    }
    return { ...kept, longest, nsPerByte, alone: slowest.envelope() };
  }

  /** Time alone of a step that is repeated. */
  #repeated(routed: Routed, isCrowded: boolean): TransferClass["alone"] {
    const { step, sent, folded, ends } = routed;
    const { repeat } = step;
    const chains = chainsOf(step, folded);
    let farthestNs = 0;
    if (isCrowded) {
      for (let place = 0; place < ends.length; place++)
        farthestNs = Math.max(farthestNs, this.#latencyNs(routed, place));
    }
    let before: Hop | undefined;
    const hopsOf = (group: number) =>
      sent.map((_, index) => {
        before = this.#hop(routed, group * sent.length + index, before, farthestNs);
        return before;
      });
    const slowest = new Slowest();
    for (const hops of new AlikeGroups(this.#groups.length).step(step, hopsOf))
      for (const [delayNs, ns] of chainLines(repeat, hops, chains)) slowest.add(delayNs, ns);
    return slowest.envelope();
  }

  /** Time per byte on each link that `kept` loads, into a column of the scratch; result: the most. */
  #divide({ links, fractions }: KeptLoads, isCrowded: boolean): number {
    const { step: loads, phase: own, all, figures } = this.#scratch;
    loads.clear();
    let most = 0;
    for (let at = 0; at < links.length; at++) {
      const link = links[at]!;
      // Marks the link as loaded, so that the column is cleared with it.
      loads.put(link, fractions[at]!);
      // What the plan's other tracks put there in the same phase slows it too.
      const crowded = isCrowded ? (all.of(link) / own.of(link)) * fractions[at]! : fractions[at]!;
      loads.nsPerByteOf[link] = crowded / figures.bandwidth[link]!;
      most = Math.max(most, loads.nsPerByteOf[link]!);
    }
    return most;
  }

  #latencyNs({ links, ends }: Routed, place: number): number {
    const { figures } = this.#scratch;
    let latencyNs = 0;
    for (let at = startOf(ends, place); at < ends[place]!; at++) latencyNs += figures.latencyNs[links[at]!]!;
    return latencyNs;
  }

  /**
   * The hop of the transfer at `place`; `before` itself where it is the same. While one track waits for a hop that is
   * `farthestNs` away, near links are left to the others.
   */
  #hop(routed: Routed, place: number, before: Hop | undefined, farthestNs = 0): Hop {
    const { figures, step: loads } = this.#scratch;
    const { step, links, ends, messages } = routed;
    const latencyNs = this.#latencyNs(routed, place);
    const isNear = farthestNs > 0 && isFarther(farthestNs, latencyNs);
    let [startNs, nsPerByte] = [0, 0];
    for (let at = startOf(ends, place); at < ends[place]!; at++) {
      const link = links[at]!;
      const ns = isNear ? loads.of(link) / figures.bandwidth[link]! : loads.nsPerByteOf[link]!;
      nsPerByte = Math.max(nsPerByte, ns);
      startNs = Math.max(startNs, figures.startNs[link]!);
    }
    startNs *= messages[place % messages.length]!;
    nsPerByte /= step.repeat;
    if (before?.startNs === startNs && before.latencyNs === latencyNs && before.nsPerByte === nsPerByte)
      return before;
    return { startNs, latencyNs, nsPerByte };
  }
}

function startOf(ends: Int32Array, place: number): number {
  return place === 0 ? 0 : ends[place - 1]!;
}
