/**
 * A topology between the instances of a cluster, in place of a core that blocks nothing: `cluster.topology: { kind: dragonfly,
 * ... }`. Its endpoints are the network cards, those of an instance one after the other, or the instances, each with all its
 * cards side by side: whichever number it has.
 *
 *     chip -- card -- topology -- card -- chip            chip -- card -- instance -- topology -- instance -- card -- chip
 *
 * Its links are as wide as what they join can send, unless `linkBandwidth` says otherwise, at the software's efficiency. The
 * catalog's latency from memory to memory stands on the cards; each link of the topology adds `linkLatency` to it.
 */
import { elementAt } from "../base/element-at.ts";
import { ScenarioError } from "../base/errors.ts";
import { type PluginChoice, pluginChoice } from "../base/plugin.ts";
import { bandwidth, time } from "../base/quantity.ts";
import type { Instance } from "../hardware/instance.ts";
import type { RouteEnd } from "../network/link-list.ts";
import type { LinkRuns } from "../network/link-runs.ts";
import { notationOf } from "../network/plugin-notation.ts";
import type { LinkFigures, Topology } from "../network/topology.ts";
import { makeTopology, tooManyLinks } from "../network/topology-notation.ts";
import type { AnyTopologyPlugin } from "../network/topology-plugin.ts";

/** A topology that a scenario names, not wired yet. */
export interface ClusterTopology {
  /** As on the command line, to tell one from another. */
  name: string;
  plugin: AnyTopologyPlugin;
  choice: PluginChoice;
  /** Bytes/ns of each link; what an endpoint can send when absent. */
  linkBandwidth?: number | undefined;
  linkLatencyNs: number;
}

/** Of crossing a link between two switches, ns; assumed, a switch from port to port and some metres of fibre. */
const linkLatencyNs = 500;

/** Schema of `cluster.topology`. */
export function topologySchema(plugins: readonly AnyTopologyPlugin[]) {
  const links = {
    linkBandwidth: bandwidth({ positive: true })
      .optional()
      .meta({ description: "Of each link, one direction; what an endpoint can send when absent." }),
    linkLatency: time()
      .default(linkLatencyNs)
      .meta({ description: "Of crossing each link (500 ns when absent, assumed)." }),
  };
  const widened = plugins.map((plugin) => ({ ...plugin, options: { ...plugin.options, ...links } }));
  return pluginChoice(widened)
    .transform((written, context): ClusterTopology => {
      const { linkBandwidth, linkLatency, ...choice } = written as PluginChoice & {
        linkBandwidth?: number;
        linkLatency: number;
      };
      const plugin = plugins.find(({ name }) => name === choice.kind) as AnyTopologyPlugin;
      const expected = tooManyLinks(choice, plugin);
      if (expected !== undefined)
        context.addIssue({ code: "custom", message: expected, params: { expected } });
      return { name: notationOf(choice), plugin, choice, linkBandwidth, linkLatencyNs: linkLatency };
    })
    .meta({
      description:
        "How cards or instances are wired to each other, in place of tiers; a network that blocks nothing when absent.",
    });
}

/** Network cards of an instance; chips that share one take turns, cards of one chip act as one. */
export function cardsOf({ chips, scaleOut }: Pick<Instance, "chips" | "scaleOut">): number {
  return Math.max(1, Math.min(chips, scaleOut.interfaces));
}

/** A wired topology and what its endpoints are. */
export interface Between {
  topology: Topology;
  joins: "cards" | "instances";
}

/** Wires `chosen` for the cards of `count` instances. Throws a `ScenarioError` when it has another number of endpoints. */
export function wireBetween(
  chosen: ClusterTopology,
  {
    cardsEach,
    count,
    cardBandwidth,
    efficiency,
  }: {
    cardsEach: number;
    count: number;
    /** Bytes/ns of a card under the software. */
    cardBandwidth: number;
    efficiency: number;
  },
): Between {
  const { plugin, choice, linkBandwidth, linkLatencyNs: latencyNs } = chosen;
  const make = (width: number) =>
    makeTopology(
      choice,
      { bandwidth: linkBandwidth === undefined ? width : linkBandwidth * efficiency, latencyNs },
      [plugin],
    );
  const byCards = make(cardBandwidth);
  if (byCards.endpoints === cardsEach * count) return { topology: byCards, joins: "cards" };
  if (byCards.endpoints === count) return { topology: make(cardBandwidth * cardsEach), joins: "instances" };
  throw new ScenarioError([
    {
      path: "cluster.topology",
      found: `${chosen.name}, which has ${byCards.endpoints} endpoints`,
      expected: `an endpoint for each of the ${count} instances, or for each of their ${cardsEach * count} network cards`,
    },
  ]);
}

/** Adds links along the route between two cards. */
export type RouteBetween = (route: RouteEnd, sourceCard: number, targetCard: number) => void;

/** Lays the links of `between` into a fabric whose cards are nodes from `cardBase` on; `take` gives new nodes. */
export function layBetween(
  { topology, joins }: Between,
  fabric: {
    links: LinkRuns;
    take(nodes: number): number;
    cardBase: number;
    cardsEach: number;
    count: number;
    /** Between a card and its instance. */
    port: LinkFigures;
  },
): RouteBetween {
  const { links, take, cardBase, cardsEach, count, port } = fabric;
  const toPorts = links.length;
  const endpointBase = joins === "cards" ? cardBase : take(count);
  if (joins === "instances") {
    const ends = (card: number) => [cardBase + card, endpointBase + Math.floor(card / cardsEach)] as const;
    links.addBothWays(cardsEach * count, ends, port);
  }
  const switchBase = take(topology.nodes - topology.endpoints);
  const place = (node: number) =>
    node < topology.endpoints ? endpointBase + node : switchBase + node - topology.endpoints;
  const base = links.add(topology.links.length, (index) => {
    const link = elementAt(topology.links, index);
    return { ...link, source: place(link.source), target: place(link.target) };
  });
  return (route, source, target) => {
    const perEndpoint = joins === "cards" ? 1 : cardsEach;
    if (joins === "instances") route.push(toPorts + 2 * source);
    const [from, to] = [Math.floor(source / perEndpoint), Math.floor(target / perEndpoint)];
    for (const link of topology.route(from, to)) route.push(base + link);
    if (joins === "instances") route.push(toPorts + 2 * target + 1);
  };
}
