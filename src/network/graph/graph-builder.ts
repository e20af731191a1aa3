/** From the plan of a collective to its graph: routes, loads, classes of transfers and their delays. See `exchange-graph.ts`. */

import { upperEnvelope } from "../analytic/rank-times.ts";
import { type Hop, isFarther, type Line, pathsOf, repeatedLines } from "../analytic/repeated-step.ts";
import type { CollectivePlan, Phase, Step, Transfer } from "../collectives/collective-plan.ts";
import { linkOf, routeLatencyNs, routeStartNs } from "../link.ts";
import type { Topology } from "../topology.ts";
import { transferRoute } from "../transfer-route.ts";
import { ExchangeGraph, type TransferClass, type Unit } from "./exchange-graph.ts";

/** The graph of `plan`; `groups` are the nodes of each group that runs it at the same time, in the order of the plan's members. */
export function graphOf(
  topology: Topology,
  plan: CollectivePlan,
  groups: readonly (readonly number[])[],
): ExchangeGraph {
  return new ExchangeGraph(topology, new GraphBuilder(topology).tracks(plan, groups));
}

class GraphBuilder {
  readonly topology: Topology;

  constructor(topology: Topology) {
    this.topology = topology;
  }

  tracks(plan: CollectivePlan, groups: readonly (readonly number[])[]): ExchangeGraph["tracks"] {
    const routed = plan.tracks.map(({ phases }) =>
      phases.map((phase) => phase.map((step) => ({ step, transfers: this.#routed(step.transfers, groups) }))),
    );
    const loads = routed.map((phases) => phases.map(loadsOf));
    const all = plan.tracks[0]!.phases.map((_, phase) => sumOf(loads.map((track) => track[phase]!)));
    return routed.map((phases, track) =>
      phases.map((steps, phase) => {
        const own = loads[track]![phase]!;
        const crowding = (link: number) => (all[phase]!.get(link) as number) / (own.get(link) as number);
        return {
          units: steps.flatMap(({ step, transfers }) => this.#units(step, transfers, crowding)),
          delaysFirst: holdsUp(plan.tracks[track]!.phases[phase]!),
        };
      }),
    );
  }

  #units(step: Step, routed: readonly Routed[], crowding: (link: number) => number): Unit[] {
    if (step.repeat > 1) return [[this.#class(routed, step, crowding)]];
    return [byNarrowestLink(this.topology, routed).map((each) => this.#class(each, step, crowding))];
  }

  #routed(transfers: readonly Transfer[], groups: readonly (readonly number[])[]): Routed[] {
    const sent = new Map<number, number>();
    for (const { source } of transfers) sent.set(source, (sent.get(source) ?? 0) + 1);
    return groups.flatMap((nodes, group) => {
      const reducer = this.topology.reducingSwitch?.(nodes);
      return transfers.map((transfer) => {
        const { source, target, isReduced } = transfer;
        const via = isReduced ? reducer : undefined;
        const route = transferRoute(this.topology, nodes[source]!, nodes[target]!, via);
        return { group, transfer, route, messages: sent.get(source) as number };
      });
    });
  }

  #class(
    routed: readonly Routed[],
    { transfers, repeat }: Step,
    crowding: (link: number) => number,
  ): TransferClass {
    const { topology } = this;
    const loads = loadsOf([{ step: { transfers, repeat }, transfers: routed }]);
    const longest = routed.reduce((most, { transfer }) => Math.max(most, transfer.fraction * repeat), 0);
    const ownNsPerByteOn = (link: number) => (loads.get(link) as number) / linkOf(topology, link).bandwidth;
    const nsPerByteOn = (link: number) => crowding(link) * ownNsPerByteOn(link);
    const farthestNs = Math.max(...routed.map(({ route }) => routeLatencyNs(topology, route)));
    const hopOf = ({ route, messages }: Routed): Hop => {
      const latencyNs = routeLatencyNs(topology, route);
      // While one track waits for a far hop the near links are left to the others.
      const isNear = repeat > 1 && isFarther(farthestNs, latencyNs);
      const nsPerByteOf = isNear ? ownNsPerByteOn : nsPerByteOn;
      const nsPerByte = route.reduce((most, link) => Math.max(most, nsPerByteOf(link)), 0) / repeat;
      return { startNs: messages * routeStartNs(topology, route), latencyNs, nsPerByte };
    };
    const paths = repeat > 1 ? pathsOf(transfers) : [];
    const lines =
      repeat > 1
        ? byGroup(routed).flatMap((own) => repeatedLines(repeat, own.map(hopOf), paths))
        : routed
            .map(hopOf)
            .map(({ startNs, latencyNs, nsPerByte }): Line => [startNs + latencyNs, nsPerByte]);
    const loaded = [...loads].filter(([, fraction]) => fraction > 0);
    return {
      links: Int32Array.from(loaded, ([link]) => link),
      fractions: Float64Array.from(loaded, ([, fraction]) => fraction),
      longest,
      nsPerByte: loaded.reduce((most, [link]) => Math.max(most, nsPerByteOn(link)), 0),
      alone: upperEnvelope(lines),
    };
  }
}

/** A transfer of one group on its way. */
interface Routed {
  group: number;
  transfer: Transfer;
  route: readonly number[];
  /** How many messages its source sends in the step. */
  messages: number;
}

/** The transfers by the narrowest link on their way, widest first. */
function byNarrowestLink(topology: Topology, routed: readonly Routed[]): Routed[][] {
  const classes = new Map<number, Routed[]>();
  for (const each of routed) {
    const narrowest = each.route.reduce(
      (least, link) => Math.min(least, linkOf(topology, link).bandwidth),
      Number.POSITIVE_INFINITY,
    );
    const alike = classes.get(narrowest);
    if (alike === undefined) classes.set(narrowest, [each]);
    else alike.push(each);
  }
  return [...classes].sort(([a], [b]) => b - a).map(([, alike]) => alike);
}

/** How much of the buffer `steps` put on each link, repetitions included. */
function loadsOf(steps: readonly { step: Step; transfers: readonly Routed[] }[]): Map<number, number> {
  const loads = new Map<number, number>();
  for (const { step, transfers } of steps) {
    for (const { route, transfer } of transfers) {
      const fraction = transfer.fraction * step.repeat;
      for (const link of route) loads.set(link, (loads.get(link) ?? 0) + fraction);
    }
  }
  return loads;
}

function sumOf(loads: readonly Map<number, number>[]): Map<number, number> {
  if (loads.length === 1) return loads[0]!;
  const sum = new Map<number, number>();
  for (const each of loads)
    for (const [link, fraction] of each) sum.set(link, (sum.get(link) ?? 0) + fraction);
  return sum;
}

function byGroup(routed: readonly Routed[]): Routed[][] {
  const groups = new Map<number, Routed[]>();
  for (const each of routed) {
    const known = groups.get(each.group);
    if (known === undefined) groups.set(each.group, [each]);
    else known.push(each);
  }
  return [...groups.values()];
}

/** Whether a rank that sends in `phase` also receives in it, or has several steps in it. */
function holdsUp(phase: Phase): boolean {
  if (phase.length !== 1 || phase[0]!.repeat > 1) return phase.length > 0;
  const senders = new Set(phase[0]!.transfers.map(({ source }) => source));
  return phase[0]!.transfers.some(({ target }) => senders.has(target));
}
