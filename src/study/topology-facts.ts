/** What people ask of a topology: how many links of which width, how far apart its ends are, its narrowest cut. */
import { elementAt } from "../base/element-at.ts";
import type { Dimension, Topology } from "../network/topology.ts";

/** Facts of a topology. Bandwidths in bytes/ns, one direction. */
export interface TopologyFacts {
  name: string;
  endpoints: number;
  switches: number;
  /** Cables, each with both directions, by bandwidth and latency; widest first. */
  links: { cables: number; bandwidth: number; latencyNs: number }[];
  /** Cables of each endpoint. */
  degree: { least: number; most: number };
  /** Most links on the shortest way between two endpoints. */
  diameter: number;
  bisectionBandwidth: number;
  dimensions: readonly Dimension[];
  /** Ends of every cable, for drawings; nodes from `endpoints` on are switches. */
  ends: { a: number; b: number; bandwidth: number }[];
}

/** Works out the facts of `topology`. */
export function topologyFacts(topology: Topology): TopologyFacts {
  const cables = topology.links.filter(({ source, target }) => source < target);
  const kinds = new Map<string, TopologyFacts["links"][number]>();
  const degrees = new Array<number>(topology.endpoints).fill(0);
  for (const { source, target, bandwidth, latencyNs } of cables) {
    const key = `${bandwidth} ${latencyNs}`;
    const kind = kinds.get(key) ?? { cables: 0, bandwidth, latencyNs };
    kind.cables++;
    kinds.set(key, kind);
    for (const end of [source, target]) if (end < topology.endpoints) degrees[end] = (degrees[end] ?? 0) + 1;
  }
  return {
    name: topology.name,
    endpoints: topology.endpoints,
    switches: topology.nodes - topology.endpoints,
    links: [...kinds.values()].sort((a, b) => b.bandwidth - a.bandwidth),
    degree: {
      least: degrees.reduce((least, each) => Math.min(least, each)),
      most: degrees.reduce((most, each) => Math.max(most, each)),
    },
    diameter: diameterOf(topology),
    bisectionBandwidth: topology.bisectionBandwidth,
    dimensions: topology.dimensions,
    ends: cables.map(({ source, target, bandwidth }) => ({ a: source, b: target, bandwidth })),
  };
}

function diameterOf({ nodes, endpoints, links }: Topology): number {
  const neighbours: number[][] = Array.from({ length: nodes }, () => []);
  for (const { source, target } of links) neighbours[source]?.push(target);
  const hops = new Int32Array(nodes);
  let diameter = 0;
  for (let source = 0; source < endpoints; source++) {
    hops.fill(-1);
    hops[source] = 0;
    const line = [source];
    for (const node of line) {
      const far = elementAt(hops, node);
      if (node < endpoints) diameter = Math.max(diameter, far);
      for (const next of elementAt(neighbours, node)) {
        if (elementAt(hops, next) >= 0) continue;
        hops[next] = far + 1;
        line.push(next);
      }
    }
  }
  return diameter;
}
