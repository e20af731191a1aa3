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
 * - Network cards are shared by equal runs of chips; where a chip has several, they act as one (SRD sprays over them).
 * - Above the cards a non-blocking core, or tiers of switches, each with uplinks of a given width (leaf switches with
 *   oversubscription, buildings). Messages spread over all uplinks of a tier.
 *
 * The catalog's network latency is memory to memory: half of it stands on the card's way out, half on its way in.
 */
import { ranksPerChip } from "../hardware/chip.ts";
import type { Instance } from "../hardware/instance.ts";
import { type Dimension, type Topology, Wiring } from "../network/topology.ts";
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

/** What to wire. */
export interface FabricPlan {
  instance: Instance;
  count: number;
  /** Physical cores per rank; the chip's default when absent. */
  coresPerRank?: number;
  software?: LinkSoftware;
  /** Lowest first; none = a non-blocking network. */
  tiers?: readonly NetworkTier[];
}

/** Latency from one rank to another through the memory they share, ns. Assumed: two DMA starts. */
const chipLatencyNs = 1000;

/** Wires `plan`. */
export function clusterFabric(plan: FabricPlan): Topology {
  const { instance, count, software = idealLinks, tiers = [] } = plan;
  const { chip, chips: chipsEach } = instance;
  const perChip = ranksPerChip(chip, plan.coresPerRank ?? chip.coresPerRank[chip.coresPerRank.length - 1]);
  const chips = chipsEach * count;
  const ranks = chips * perChip;
  const inside = scaleUpTopology(instance, software);
  const wiring = new Wiring();
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
  for (let rank = 0; perChip > 1 && rank < ranks; rank++) {
    wiring.bothWays(rank, chipBase + Math.floor(rank / perChip), port);
  }

  const switchesEach = inside.nodes - chipsEach;
  const switchBase = take(switchesEach * count);
  const insideLinks: number[] = [];
  for (let domain = 0; domain < count; domain++) {
    const place = (node: number) =>
      node < chipsEach
        ? chipBase + domain * chipsEach + node
        : switchBase + domain * switchesEach + node - chipsEach;
    insideLinks.push(wiring.links.length);
    for (const link of inside.links) wiring.oneWay(place(link.source), place(link.target), link);
  }

  const { scaleOut } = instance;
  const cardsEach = Math.max(1, Math.min(chipsEach, scaleOut.interfaces));
  const cardOf = (chipIndex: number) => {
    const domain = Math.floor(chipIndex / chipsEach);
    return cardBase + domain * cardsEach + Math.floor(((chipIndex % chipsEach) * cardsEach) / chipsEach);
  };
  const cardBase = count > 1 ? take(cardsEach * count) : nodes;
  const card = {
    bandwidth: (scaleOut.bandwidth / cardsEach) * software.network.efficiency,
    latencyNs: (scaleOut.latencyNs + software.network.latencyNs) / 2,
    startNs: software.network.startNs,
  };
  const tierBases = tiers.map(({ instances }) => take(Math.ceil(count / instances)));
  const core = take(count > 1 ? 1 : 0);
  /** Switch of `tier` above `domain`; the core above the last tier. */
  const above = (tier: number, domain: number) =>
    tier < tiers.length ? tierBases[tier] + Math.floor(domain / tiers[tier].instances) : core;
  if (count > 1) {
    for (let index = 0; index < chips; index++) {
      wiring.bothWays(chipBase + index, cardOf(index), { bandwidth: card.bandwidth, latencyNs: 0 });
    }
    for (let index = 0; index < cardsEach * count; index++) {
      wiring.bothWays(cardBase + index, above(0, Math.floor(index / cardsEach)), card);
    }
    for (const [tier, { instances, oversubscription, latencyNs }] of tiers.entries()) {
      for (let first = 0; first < count; first += instances) {
        const below = Math.min(instances, count - first) * cardsEach * card.bandwidth;
        wiring.bothWays(above(tier, first), above(tier + 1, first), {
          bandwidth: below / oversubscription,
          latencyNs: latencyNs / 2,
        });
      }
    }
  }

  /** Nodes from a card's switch in `domain` up to the lowest switch it shares with `other`. */
  const climb = (domain: number, other: number): number[] => {
    const path: number[] = [];
    for (let tier = 0; tier <= tiers.length; tier++) {
      path.push(above(tier, domain));
      if (above(tier, domain) === above(tier, other)) break;
    }
    return path;
  };
  const betweenChips = (source: number, target: number): number[] => {
    const domain = Math.floor(source / chipsEach);
    const other = Math.floor(target / chipsEach);
    if (domain === other) {
      const route = inside.route(source % chipsEach, target % chipsEach);
      return route.map((link) => insideLinks[domain] + link);
    }
    return wiring.along([
      chipBase + source,
      cardOf(source),
      ...climb(domain, other),
      ...climb(other, domain).reverse().slice(1),
      cardOf(target),
      chipBase + target,
    ]);
  };

  /** The switch inside the domain that all `members` share, where it sums. */
  const reducingSwitch = (members: readonly number[]): number | undefined => {
    const domain = Math.floor(members[0] / (chipsEach * perChip));
    const isShared = members.every((rank) => Math.floor(rank / (chipsEach * perChip)) === domain);
    const found = isShared
      ? inside.reducingSwitch?.(members.map((rank) => Math.floor(rank / perChip) % chipsEach))
      : undefined;
    return found === undefined ? undefined : switchBase + domain * switchesEach + found - chipsEach;
  };
  const isSwitch = (node: number) => node >= switchBase && node < switchBase + switchesEach * count;
  /** Between a rank and a switch of its domain. */
  const throughSwitch = (source: number, target: number): number[] => {
    const rank = isSwitch(source) ? target : source;
    const chip = Math.floor(rank / perChip);
    const domain = Math.floor(chip / chipsEach);
    const place = (node: number) =>
      isSwitch(node) ? chipsEach + ((node - switchBase) % switchesEach) : chip % chipsEach;
    const links = inside.route(place(source), place(target)).map((link) => insideLinks[domain] + link);
    if (perChip === 1) return links;
    return isSwitch(source)
      ? [...links, wiring.between(chipBase + chip, rank)]
      : [wiring.between(rank, chipBase + chip), ...links];
  };

  const shape: Dimension[] = [
    { size: perChip, shape: "all", bandwidth: port.bandwidth },
    ...inside.dimensions,
    { size: count, shape: "all", bandwidth: (card.bandwidth * cardsEach) / (chipsEach * perChip) },
  ];
  const tightest = Math.max(1, ...tiers.map(({ oversubscription }) => oversubscription));
  return {
    name: `${count} x ${instance.name}`,
    endpoints: ranks,
    nodes,
    links: wiring.links,
    dimensions: shape,
    bisectionBandwidth:
      count > 1 ? (Math.floor(count / 2) * cardsEach * card.bandwidth) / tightest : inside.bisectionBandwidth,
    ...(inside.reducingSwitch && { reducingSwitch }),
    route(source, target) {
      if (source === target) return [];
      if (isSwitch(source) || isSwitch(target)) return throughSwitch(source, target);
      const [from, to] = [Math.floor(source / perChip), Math.floor(target / perChip)];
      if (perChip === 1) return betweenChips(from, to);
      const out = wiring.between(source, chipBase + from);
      return [out, ...betweenChips(from, to), wiring.between(chipBase + to, target)];
    },
  };
}
