/** What people ask of a topology: how many links of which width, how far apart its ends are, its narrowest cut. */
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
  /** Most links on a route between two endpoints. */
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
    for (const end of [source, target]) if (end < topology.endpoints) degrees[end]++;
  }
  let diameter = 0;
  for (let source = 0; source < topology.endpoints; source++) {
    for (let target = 0; target < topology.endpoints; target++) {
      diameter = Math.max(diameter, topology.route(source, target).length);
    }
  }
  return {
    name: topology.name,
    endpoints: topology.endpoints,
    switches: topology.nodes - topology.endpoints,
    links: [...kinds.values()].sort((a, b) => b.bandwidth - a.bandwidth),
    degree: { least: Math.min(...degrees), most: Math.max(...degrees) },
    diameter,
    bisectionBandwidth: topology.bisectionBandwidth,
    dimensions: topology.dimensions,
    ends: cables.map(({ source, target, bandwidth }) => ({ a: source, b: target, bandwidth })),
  };
}
