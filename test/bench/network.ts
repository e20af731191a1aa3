/** Flows for the max-min solver: a permutation over a fat tree, and staggered flows inside its leaves. */
import seedrandom from "seedrandom";
import { completeFlows, type FlowPlan } from "../../src/network/flows/complete-flows.ts";
import { fatTree } from "../../src/network/topologies/fat-tree.ts";
import type { Topology } from "../../src/network/topology.ts";
import { cpuSeconds } from "./work.ts";

const bandwidth = 12.5;

function tree(leaves: number, nodesPerLeaf: number): Topology {
  const shape = { leaves, nodesPerLeaf, oversubscription: 1, routing: "ecmp", spines: nodesPerLeaf } as const;
  return fatTree(shape, { bandwidth, latencyNs: 0 });
}

function permutation(topology: Topology): FlowPlan[] {
  const random = seedrandom("permutation");
  const targets = Array.from({ length: topology.endpoints }, (_, node) => node);
  for (let last = targets.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [targets[last], targets[other]] = [targets[other]!, targets[last]!];
  }
  return targets.map((target, source) => ({ bytes: 1e8, links: topology.route(source, target) }));
}

function staggered(topology: Topology, flows: number, nodesPerLeaf: number): FlowPlan[] {
  const random = seedrandom("staggered");
  return Array.from({ length: flows }, (_, index) => {
    const source = Math.floor(random() * topology.endpoints);
    const leaf = source - (source % nodesPerLeaf);
    const target = leaf + ((source - leaf + 1 + Math.floor(random() * (nodesPerLeaf - 1))) % nodesPerLeaf);
    return { bytes: 1e6 * (1 + random()), links: topology.route(source, target), startNs: 200 * index };
  });
}

/** One flow from each of `nodes` to another, all at once; the time of solving alone. */
export function permutationSolved(nodes: number) {
  return solved(tree(nodes / 16, 16), permutation);
}

/** Ten flows a node inside the leaves, one after the other. */
export function staggeredSolved(nodes: number) {
  return solved(tree(nodes / 16, 16), (topology) => staggered(topology, 10 * nodes, 16));
}

function solved(topology: Topology, make: (topology: Topology) => FlowPlan[]) {
  const flows = make(topology);
  const linkBytesPerNs = topology.links.map((link) => link.bandwidth);
  const seconds = cpuSeconds(() => {
    completeFlows({ linkBytesPerNs, flows });
  });
  return { pieces: flows.length, seconds };
}
