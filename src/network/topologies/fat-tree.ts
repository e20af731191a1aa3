/**
 * A two-level fat tree: leaf switches with `nodesPerLeaf` nodes each under a layer of spines. Oversubscription o means that a
 * leaf's uplinks carry 1/o of what its nodes can send.
 *
 *     spray   a message spreads over all uplinks (EFA's SRD, up to 64 paths): they act as one of their joint width
 *     ecmp    each pair of nodes hashes to one of the spines, whose links are separate: collisions cost
 */
import { type LinkFigures, type Topology, Wiring } from "../topology.ts";

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

/** A well-mixed number of the pair, so that ECMP picks look random and are the same every time. */
function pathHash(source: number, target: number): number {
  let hash = Math.imul(source + 1, 0x9e3779b1) ^ Math.imul(target + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
