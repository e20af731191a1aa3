/**
 * The whole cluster as one topology whose endpoints are ranks.
 *
 *     rank --port--> chip --scale-up links--> chip --port--> rank
 *                      |                        |
 *                   network card             network card
 *                      +------- tiers ----------+
 *
 * - A rank's port is its way into the memory of its chip: the rank's share of the chip's memory bandwidth, each way
 *   (assumed: a core reads its neighbours' buffers in place, so that a byte crosses the memory once). One rank a chip has none.
 * - Instances of an UltraServer have their network cards too, whatever wires join them: `byCards` are the routes that take these.
 * - Network cards are shared by equal runs of chips; where a chip has several, they act as one (SRD sprays over them).
 *   Where cards cannot read the memory of chips, what they send is staged in that of the host: the way from chip to card is the
 *   chip's host link, at each end of the message. The host's memory itself, many times as wide, is left out.
 * - Above the cards a non-blocking core, a topology (`between.ts`), or tiers of switches, each with uplinks of a given width (leaf switches with
 *   oversubscription, buildings). Messages spread over all uplinks of a tier. The instances of an UltraServer are under one leaf
 *   (assumed: nothing is published of what is between their cards), so that its uplinks carry what leaves it alone.
 *
 * The catalog's network latency is memory to memory: half of it stands on the card's way out, half on its way in.
 */
import { elementAt } from "../base/element-at.ts";
import { lazy } from "../base/lazy.ts";
import { type Chip, ranksPerChip } from "../hardware/chip.ts";
import type { Instance } from "../hardware/instance.ts";
import type { RouteEnd } from "../network/link-list.ts";
import { LinkRuns } from "../network/link-runs.ts";
import type { AlikeParts, Dimension, Topology } from "../network/topology.ts";
import { type ClusterTopology, cardsOf, layBetween, type RouteBetween, wireBetween } from "./between.ts";
import { idealLinks, type LinkSoftware } from "./link-software.ts";
import { scaleUpTopology } from "./scale-up.ts";

/** Switches that each join a run of instances. */
export interface NetworkTier {
  /** Instances (or UltraServers) under one switch; a multiple of the tier below. */
  instances: number;
  /** Uplinks carry 1/oversubscription of what the cards below can send. */
  oversubscription: number;
  /** Added to a message that crosses the uplinks once, ns. */
  latencyNs: number;
}

/** What links and their figures hang on in a chip, and so all that wiring may read of it. */
export type WiredChip = Pick<Chip, "kind" | "coreGeneration" | "cores" | "coresPerRank" | "scaleUp"> & {
  memory: Pick<Chip["memory"], "bandwidth">;
  /** Where what cards send is staged on hosts. */
  hostBandwidth?: number | undefined;
};

/** The same of an instance: instances that agree in this are wired alike, whatever they compute. */
export type WiredInstance = Pick<
  Instance,
  "name" | "derivedFrom" | "chips" | "servers" | "scaleUp" | "scaleOut"
> & { chip: WiredChip };

/** What to wire. */
export interface FabricPlan {
  instance: WiredInstance;
  count: number;
  /** Physical cores per rank; the chip's default when absent. */
  coresPerRank?: number | undefined;
  software?: LinkSoftware;
  /** Lowest first; none = a non-blocking network. */
  tiers?: readonly NetworkTier[];
  /** In place of tiers. */
  topology?: ClusterTopology | undefined;
}

/** Latency from one rank to another through the memory they share, ns. Assumed: two DMA starts. */
const chipLatencyNs = 1000;

/** Of a copy between the memory of a chip and that of its host before a card sends it, or after one has got it, ns. Assumed: two DMA starts of a copy engine and the host that waits for its end. */
const stagingLatencyNs = 10_000;

/** Wires `plan`. Links stand in runs whose places follow from what they join, so that none has to be looked for. */
export function clusterFabric(plan: FabricPlan): Topology {
  const { instance, count, software = idealLinks, tiers = [] } = plan;
  const { chip, chips: chipsEach } = instance;
  const perChip = ranksPerChip(chip, plan.coresPerRank ?? elementAt(chip.coresPerRank, -1));
  const chips = chipsEach * count;
  const ranks = chips * perChip;
  const inside = scaleUpTopology(instance, software);
  const links = new LinkRuns();
  let nodes = ranks;
  const take = (wanted: number) => {
    nodes += wanted;
    return nodes - wanted;
  };

  const chipBase = perChip > 1 ? take(chips) : 0;
  const port = {
    bandwidth: (chip.memory.bandwidth / perChip) * software.chip.efficiency,
    latencyNs: chipLatencyNs / 2,
    startNs: software.chip.startNs,
  };
  if (perChip > 1) links.addBothWays(ranks, (rank) => [rank, chipBase + Math.floor(rank / perChip)], port);

  const switchesEach = inside.nodes - chipsEach;
  const switchBase = take(switchesEach * count);
  const placeIn = (domain: number, node: number) =>
    node < chipsEach
      ? chipBase + domain * chipsEach + node
      : switchBase + domain * switchesEach + node - chipsEach;
  const insideEach = inside.links.length;
  const insideBase = links.add(insideEach * count, (place) => {
    const domain = Math.floor(place / insideEach);
    const link = inside.links[place % insideEach]!;
    return { ...link, source: placeIn(domain, link.source), target: placeIn(domain, link.target) };
  });

  const { scaleOut, servers } = instance;
  const cardsEach = cardsOf(instance);
  /** Whether anything may go from card to card. */
  const hasCards = count > 1 || (servers > 1 && cardsEach % servers === 0);
  /** Number of the card of a chip. */
  const cardOf = (chipIndex: number) => {
    const domain = Math.floor(chipIndex / chipsEach);
    return domain * cardsEach + Math.floor(((chipIndex % chipsEach) * cardsEach) / chipsEach);
  };
  const cardBase = hasCards ? take(cardsEach * count) : nodes;
  const card = {
    bandwidth: (scaleOut.bandwidth / cardsEach) * software.network.efficiency,
    latencyNs: (scaleOut.latencyNs + software.network.latencyNs) / 2,
    startNs: software.network.startNs,
  };
  const tierBases = tiers.map(({ instances }) => take(Math.ceil(count / instances)));
  const between =
    plan.topology && count > 1
      ? wireBetween(plan.topology, {
          cardsEach,
          count,
          cardBandwidth: card.bandwidth,
          efficiency: software.network.efficiency,
        })
      : undefined;
  const core = take(hasCards && between === undefined ? 1 : 0);
  let routeBetween: RouteBetween | undefined;
  /** Switch of `tier` above `domain`; the core above the last tier. */
  const above = (tier: number, domain: number) =>
    tier < tiers.length ? tierBases[tier]! + Math.floor(domain / tiers[tier]!.instances) : core;
  const toCards = links.length;
  const toTiers = toCards + 2 * chips;
  const uplinks: number[] = [];
  if (hasCards) {
    const direct = between ? card : { bandwidth: card.bandwidth, latencyNs: 0 };
    const toCard =
      scaleOut.path === "direct"
        ? direct
        : {
            ...direct,
            bandwidth: chip.hostBandwidth as number,
            latencyNs: direct.latencyNs + stagingLatencyNs,
          };
    links.addBothWays(chips, (chipIndex) => [chipBase + chipIndex, cardBase + cardOf(chipIndex)], toCard);
    if (between === undefined)
      links.addBothWays(
        cardsEach * count,
        (index) => [cardBase + index, above(0, Math.floor(index / cardsEach))],
        card,
      );
    routeBetween =
      between &&
      layBetween(between, {
        links,
        take,
        cardBase,
        cardsEach,
        count,
        port: { bandwidth: card.bandwidth, latencyNs: 0 },
      });
    for (const [tier, { instances, oversubscription, latencyNs }] of tiers.entries()) {
      uplinks.push(links.length);
      for (let first = 0; first < count; first += instances) {
        const below = Math.min(instances, count - first) * cardsEach * card.bandwidth;
        links.addBothWays(1, () => [above(tier, first), above(tier + 1, first)], {
          bandwidth: below / oversubscription,
          latencyNs: latencyNs / 2,
        });
      }
    }
  }

  /** Routes inside a domain, by both ends; many a route goes there. */
  const insideRoutes: (readonly number[])[] = [];
  const insideRoute = (source: number, target: number) => {
    const at = source * inside.nodes + target;
    insideRoutes[at] ??= inside.route(source, target);
    return insideRoutes[at];
  };
  const appendInside = (route: RouteEnd, domain: number, source: number, target: number) => {
    const base = insideBase + domain * insideEach;
    for (const link of insideRoute(source, target)) route.push(base + link);
  };
  /** Up to the lowest switch that both are under, and down again; out of the cluster where there is no other. */
  const appendAbove = (route: RouteEnd, domain: number, other?: number) => {
    let top = 0;
    for (; top < tiers.length; top++) {
      if (other !== undefined && above(top, domain) === above(top, other)) break;
      route.push(uplinks[top]! + 2 * Math.floor(domain / tiers[top]!.instances));
    }
    if (other === undefined) return;
    while (top-- > 0) route.push(uplinks[top]! + 2 * Math.floor(other / tiers[top]!.instances) + 1);
  };
  /** Chips further apart than `near` of them go over the cards. */
  const appendBetweenChips = (route: RouteEnd, source: number, target: number, near: number) => {
    const domain = Math.floor(source / chipsEach);
    const other = Math.floor(target / chipsEach);
    if (Math.floor(source / near) === Math.floor(target / near)) {
      appendInside(route, domain, source % chipsEach, target % chipsEach);
      return;
    }
    if (routeBetween) {
      route.push(toCards + 2 * source);
      routeBetween(route, cardOf(source), cardOf(target));
      route.push(toCards + 2 * target + 1);
      return;
    }
    route.push(toCards + 2 * source);
    route.push(toTiers + 2 * cardOf(source));
    appendAbove(route, domain, other);
    route.push(toTiers + 2 * cardOf(target) + 1);
    route.push(toCards + 2 * target + 1);
  };

  /** The switch inside the domain that all `members` share, where it sums. */
  const reducingSwitch = (members: readonly number[]): number | undefined => {
    const domain = Math.floor(elementAt(members, 0) / (chipsEach * perChip));
    const isShared = members.every((rank) => Math.floor(rank / (chipsEach * perChip)) === domain);
    const found = isShared
      ? inside.reducingSwitch?.(members.map((rank) => Math.floor(rank / perChip) % chipsEach))
      : undefined;
    return found === undefined ? undefined : switchBase + domain * switchesEach + found - chipsEach;
  };
  const isSwitch = (node: number) => node >= switchBase && node < switchBase + switchesEach * count;
  /** Between a rank and a switch of its domain. */
  const appendThroughSwitch = (route: RouteEnd, source: number, target: number) => {
    const rank = isSwitch(source) ? target : source;
    const domain = Math.floor(rank / perChip / chipsEach);
    const place = (node: number) =>
      isSwitch(node)
        ? chipsEach + ((node - switchBase) % switchesEach)
        : Math.floor(node / perChip) % chipsEach;
    if (perChip > 1 && rank === source) route.push(2 * rank);
    appendInside(route, domain, place(source), place(target));
    if (perChip > 1 && rank === target) route.push(2 * rank + 1);
  };
  const routesOver = (near: number): Required<Pick<Topology, "appendRoute" | "route">> => {
    const appendRoute = (route: RouteEnd, source: number, target: number) => {
      if (source === target) return;
      if (switchesEach > 0 && (isSwitch(source) || isSwitch(target))) {
        appendThroughSwitch(route, source, target);
      } else if (perChip === 1) appendBetweenChips(route, source, target, near);
      else {
        route.push(2 * source);
        appendBetweenChips(route, Math.floor(source / perChip), Math.floor(target / perChip), near);
        route.push(2 * target + 1);
      }
    };
    return {
      appendRoute,
      route(source, target) {
        const route: number[] = [];
        appendRoute(route, source, target);
        return route;
      },
    };
  };

  const shape: Dimension[] = [
    { size: perChip, shape: "all", bandwidth: port.bandwidth },
    ...inside.dimensions,
    ...(between?.topology.endpoints === count
      ? between.topology.dimensions.map((dimension) => ({
          ...dimension,
          bandwidth: dimension.bandwidth / (chipsEach * perChip),
        }))
      : [
          {
            size: count,
            shape: "all" as const,
            bandwidth: (card.bandwidth * cardsEach) / (chipsEach * perChip),
          },
        ]),
  ];
  const kinds = [
    { first: 0, each: perChip > 1 ? 2 * chipsEach * perChip : 0 },
    { first: insideBase, each: insideEach },
    { first: toCards, each: 2 * chipsEach },
    { first: toTiers, each: 2 * cardsEach },
  ];
  const kindOf = (link: number) => kinds.findLast(({ first, each }) => each > 0 && link >= first)!;
  const alikeParts: AlikeParts = {
    endpoints: chipsEach * perChip,
    first(link, period) {
      const { first, each } = kindOf(link);
      return first + ((link - first) % (each * period));
    },
    linksEach: (link) => kindOf(link).each,
  };
  /** The cards' ways up, and down. */
  const exitsOf = (domain: number) =>
    Array.from({ length: cardsEach }, (_, card) => toTiers + 2 * (domain * cardsEach + card));
  const entriesOf = (domain: number) => exitsOf(domain).map((exit) => exit + 1);
  const aboveCards = (domain: number, other?: number) => {
    const route: number[] = [];
    appendAbove(route, domain, other);
    return route;
  };
  // Each link up has the one down beside it.
  const downTo = (domain: number) => aboveCards(domain).map((link) => link + 1);
  const tightest = Math.max(1, ...tiers.map(({ oversubscription }) => oversubscription));
  const allLinks = lazy(() => links.all());
  return {
    name: `${count} x ${instance.derivedFrom ?? instance.name}`,
    endpoints: ranks,
    nodes,
    get links() {
      return allLinks();
    },
    linkCount: links.length,
    linkAt: (link) => links.at(link),
    dimensions: shape,
    bisectionBandwidth:
      between?.topology.bisectionBandwidth ??
      (count > 1
        ? (Math.floor(count / 2) * cardsEach * card.bandwidth) / tightest
        : inside.bisectionBandwidth),
    ...(count > 1 && tiers.length === 0 && between === undefined && { alikeParts }),
    ...(inside.reducingSwitch && { reducingSwitch }),
    ...(count > 1 && between === undefined && { exitsOf, entriesOf, above: aboveCards, downTo }),
    ...(count > 1 &&
      scaleOut.path === "host" && {
        stagingLinks: (chipIndex: number) => [toCards + 2 * chipIndex, toCards + 2 * chipIndex + 1],
      }),
    ...routesOver(chipsEach),
    ...(servers > 1 && hasCards && between === undefined && { byCards: routesOver(chipsEach / servers) }),
  };
}
