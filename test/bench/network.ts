/**
 * CPU time of the max-min solver: a permutation and an all-to-all over a fat tree, and 10,000 staggered flows inside the leaves,
 * each change solved in its component alone and, for comparison, over all flows alive.
 */
import seedrandom from "seedrandom";
import { SharedResources } from "../../src/kernel/sharing/shared-resources.ts";
import { completeFlows, type FlowPlan } from "../../src/network/flows/complete-flows.ts";
import { fatTree } from "../../src/network/topologies/fat-tree.ts";
import type { Topology } from "../../src/network/topology.ts";

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
    [targets[last], targets[other]] = [targets[other], targets[last]];
  }
  return targets.map((target, source) => ({ bytes: 1e8, links: topology.route(source, target) }));
}

function allToAll({ endpoints, route }: Topology): FlowPlan[] {
  const nodes = Array.from({ length: endpoints }, (_, node) => node);
  return nodes.flatMap((source) =>
    nodes.filter((node) => node !== source).map((target) => ({ bytes: 1e7, links: route(source, target) })),
  );
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

/** Ends of `flows` when every start and end is followed by a new solution over all flows alive. */
function startOver(linkBytesPerNs: readonly number[], flows: readonly FlowPlan[]): number[] {
  const system = new SharedResources(linkBytesPerNs);
  const endNs: number[] = [];
  const planOf: number[] = [];
  let next = 0;
  for (;;) {
    const now = Math.min(flows[next]?.startNs ?? Number.POSITIVE_INFINITY, system.nextEndNs);
    if (now === Number.POSITIVE_INFINITY) return endNs;
    for (let flow = system.ended(now); flow >= 0; flow = system.ended(now)) {
      endNs[planOf[flow]] = now;
      system.stop(flow);
    }
    for (; next < flows.length && (flows[next].startNs ?? 0) <= now; next++) {
      planOf[system.start(flows[next].bytes, { resources: flows[next].links }, now)] = next;
    }
    linkBytesPerNs.forEach((bytesPerNs, link) => {
      system.setCapacity(link, bytesPerNs);
    });
    system.settle(now);
  }
}

function cpuMs(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const used = process.cpuUsage(start);
  return (used.user + used.system) / 1e3;
}

/** Prints the table. */
export function benchNetwork(): void {
  console.log("\nmax-min fair flows, CPU ms (first run, then the median of five)");
  const wide = tree(64, 16);
  const narrow = tree(8, 8);
  const cases: [string, Topology, FlowPlan[]][] = [
    ["1,024-flow permutation", wide, permutation(wide)],
    ["4,032-flow all-to-all", narrow, allToAll(narrow)],
    ["10,000 staggered local flows", wide, staggered(wide, 10_000, 16)],
  ];
  for (const [name, topology, flows] of cases) {
    const linkBytesPerNs = topology.links.map((link) => link.bandwidth);
    const [first, ...rest] = Array.from({ length: 6 }, () =>
      cpuMs(() => completeFlows({ linkBytesPerNs, flows })),
    );
    const median = rest.sort((a, b) => a - b)[2];
    console.log(`${name.padStart(32)}  ${first.toFixed(1).padStart(7)}  ${median.toFixed(1).padStart(7)}`);
  }
  const [, , [name, topology, flows]] = cases;
  const linkBytesPerNs = topology.links.map((link) => link.bandwidth);
  const { endNs } = completeFlows({ linkBytesPerNs, flows });
  let over: number[] = [];
  const ms = cpuMs(() => {
    over = startOver(linkBytesPerNs, flows);
  });
  const apart = Math.max(...endNs.map((end, index) => Math.abs(end / over[index] - 1)));
  console.log(`${name}, all solved again at every change: ${ms.toFixed(0)} ms; ends differ by ${apart}`);
}
