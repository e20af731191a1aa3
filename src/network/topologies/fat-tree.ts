/**
 * A two-level fat tree: leaf switches with `nodesPerLeaf` nodes each under a layer of spines. Oversubscription o means that a
 * leaf's uplinks carry 1/o of what its nodes can send.
 *
 *     spray   a message spreads over all uplinks (EFA's SRD, up to 64 paths): they act as one of their joint width
 *     ecmp    each pair of nodes hashes to one of the spines, whose links are separate: collisions cost
 */
import { amount, count } from "../../base/quantity.ts";
import { pathHash } from "../path-hash.ts";
import { type LinkFigures, type Topology, Wiring } from "../topology.ts";
import { defineTopology } from "../topology-plugin.ts";

/** Shape of the tree. */
export interface FatTreeShape {
  leaves: number;
  nodesPerLeaf: number;
  /** 1 = non-blocking. */
  oversubscription: number;
  routing: "spray" | "ecmp";
  /** Spines with `ecmp`. */
  spines: number;
}

/** Nodes under leaf switches under spines; `figures.bandwidth` of a node, `figures.latencyNs` from node to node. */
export function fatTree(shape: FatTreeShape, figures: LinkFigures): Topology {
  const { leaves, nodesPerLeaf, oversubscription } = shape;
  const endpoints = leaves * nodesPerLeaf;
  const spines = shape.routing === "spray" ? 1 : shape.spines;
  const leafOf = (node: number) => endpoints + Math.floor(node / nodesPerLeaf);
  const spine = (index: number) => endpoints + leaves + index;
  const wiring = new Wiring();
  for (let node = 0; node < endpoints; node++) {
    wiring.bothWays(node, leafOf(node), { ...figures, latencyNs: figures.latencyNs / 2 });
  }
  const uplink = (nodesPerLeaf * figures.bandwidth) / oversubscription / spines;
  for (let leaf = 0; leaf < leaves; leaf++) {
    for (let index = 0; index < spines; index++) {
      wiring.bothWays(endpoints + leaf, spine(index), { bandwidth: uplink, latencyNs: 0 });
    }
  }
  return {
    name: `fat-tree:${leaves}x${nodesPerLeaf}${oversubscription === 1 ? "" : `:${oversubscription}`}`,
    endpoints,
    nodes: endpoints + leaves + spines,
    links: wiring.links,
    dimensions: [
      { size: nodesPerLeaf, shape: "all", bandwidth: figures.bandwidth },
      { size: leaves, shape: "all", bandwidth: figures.bandwidth / oversubscription },
    ],
    // Whole leaves on either side; of an odd number of leaves the one in the middle is cut at its nodes.
    bisectionBandwidth: Math.min(
      Math.floor(endpoints / 2) * figures.bandwidth,
      Math.floor(leaves / 2) * uplink * spines +
        (leaves % 2 === 1 ? Math.floor(nodesPerLeaf / 2) * figures.bandwidth : 0),
    ),
    route(source, target) {
      if (source === target) return [];
      const [from, to] = [leafOf(source), leafOf(target)];
      if (from === to) return wiring.along([source, from, target]);
      return wiring.along([source, from, spine(pathHash(source, target) % spines), to, target]);
    },
  };
}

/** `fat-tree:4x16`, `fat-tree:4x16:2`, `fat-tree:4x16:1:16`. */
export const fatTreeTopology = defineTopology({
  name: "fat-tree",
  help: "leaf switches under spines, with an oversubscription; sprayed, or hashed to a number of spines (ECMP)",
  options: {
    leaves: count().meta({ description: "Leaf switches." }),
    nodesPerLeaf: count().meta({ description: "Nodes under each." }),
    oversubscription: amount({ positive: true }).default(1).meta({
      description: "What the nodes of a leaf can send over what its uplinks carry.",
    }),
    spines: count().optional().meta({
      description: "Spines to which pairs of nodes hash; messages spread over all uplinks when absent.",
    }),
  },
  notation: {
    form: "LEAVESxNODES[:OVERSUBSCRIPTION[:SPINES]]",
    read([leaves, nodesPerLeaf, ...others], [oversubscription = 1, spines, ...more]) {
      if (leaves === undefined || nodesPerLeaf === undefined || others.length + more.length > 0)
        return undefined;
      return { leaves, nodesPerLeaf, oversubscription, spines };
    },
  },
  links: ({ leaves, nodesPerLeaf, spines = 1 }) => 2 * leaves * (nodesPerLeaf + spines),
  create: ({ spines, ...shape }, figures) =>
    fatTree(
      { ...shape, ...(spines === undefined ? { routing: "spray", spines: 1 } : { routing: "ecmp", spines }) },
      figures,
    ),
});
