/**
 * A rail-optimised fat tree: the i-th card of every server of a unit hangs on the i-th leaf switch of that unit, so that cards
 * of one rail are one switch apart and all others meet under the spines (NVIDIA DGX SuperPOD reference architecture, "compute
 * fabric"; W. Wang et al., "Rail-only: a low-cost high-performance network for training LLMs", 2023, figure 1).
 *
 *     server 0   card 0 -- leaf (unit, rail 0) --+
 *                card 1 -- leaf (unit, rail 1) --+-- spines
 *     server 1   card 0 -- leaf (unit, rail 0) --+
 *
 * Endpoints are cards, those of a server one after the other: card = server x rails + rail. Spines act as one of their joint
 * width (messages spread over all uplinks). Bisection: with oversubscription 1 that of a full fat tree, cards / 2 x bandwidth;
 * otherwise whole leaves on either side, as in `fat-tree.ts`.
 */
import { amount, count } from "../../base/quantity.ts";
import { Wiring } from "../topology.ts";
import { defineTopology } from "../topology-plugin.ts";

/** `rail-optimised:8x4` (servers x rails), `rail-optimised:servers=8,rails=4,serversPerUnit=4,oversubscription=2`. */
export const railOptimisedTopology = defineTopology({
  name: "rail-optimised",
  help: "a fat tree whose leaf switches each join the same card of every server of a unit",
  options: {
    servers: count().meta({ description: "Servers." }),
    rails: count().meta({ description: "Cards of each server, and leaf switches of each unit." }),
    serversPerUnit: count().optional().meta({
      description: "Servers whose cards share leaf switches; all when absent.",
    }),
    oversubscription: amount({ positive: true }).default(1).meta({
      description: "What the cards of a leaf can send over what its uplinks carry.",
    }),
  },
  notation: {
    form: "SERVERSxRAILS[:OVERSUBSCRIPTION]",
    read([servers, rails, ...others], [oversubscription = 1, ...more]) {
      if (servers === undefined || rails === undefined || others.length + more.length > 0) return undefined;
      return { servers, rails, oversubscription };
    },
  },
  check({ servers, serversPerUnit = servers }) {
    if (servers % serversPerUnit === 0) return undefined;
    return { option: "serversPerUnit", expected: `a number that divides the ${servers} servers` };
  },
  links: ({ servers, rails, serversPerUnit = servers }) => 2 * rails * (servers + servers / serversPerUnit),
  create({ servers, rails, serversPerUnit = servers, oversubscription }, figures) {
    const { bandwidth } = figures;
    const endpoints = servers * rails;
    const leaves = (servers / serversPerUnit) * rails;
    const spine = endpoints + leaves;
    const leafOf = (card: number) =>
      endpoints + Math.floor(card / (rails * serversPerUnit)) * rails + (card % rails);
    const wiring = new Wiring();
    for (let card = 0; card < endpoints; card++)
      wiring.bothWays(card, leafOf(card), { ...figures, latencyNs: figures.latencyNs / 2 });
    const uplink = (serversPerUnit * bandwidth) / oversubscription;
    for (let leaf = 0; leaf < leaves; leaf++)
      wiring.bothWays(endpoints + leaf, spine, { bandwidth: uplink, latencyNs: 0 });
    const halfLeaf = leaves % 2 === 1 ? Math.floor(serversPerUnit / 2) * bandwidth : 0;
    return {
      name: `rail-optimised:${servers}x${rails}`,
      endpoints,
      nodes: spine + 1,
      links: wiring.links,
      dimensions: [
        { size: rails, shape: "all", bandwidth: bandwidth / oversubscription },
        { size: serversPerUnit, shape: "all", bandwidth },
        { size: servers / serversPerUnit, shape: "all", bandwidth: bandwidth / oversubscription },
      ],
      bisectionBandwidth: Math.min(
        Math.floor(endpoints / 2) * bandwidth,
        Math.floor(leaves / 2) * uplink + halfLeaf,
      ),
      route(source, target) {
        if (source === target) return [];
        const [from, to] = [leafOf(source), leafOf(target)];
        return wiring.along(from === to ? [source, from, target] : [source, from, spine, to, target]);
      },
    };
  },
});
