/**
 * One switch that joins all nodes, each by a port in and out: NVSwitch, the Trn3 Gen1 UltraServer, an Ethernet switch. The
 * switch itself never limits. A message crosses two links, each with half of the given latency. A switch may sum what it
 * forwards (NVLink SHARP).
 */
import { count } from "../../base/quantity.ts";
import { type LinkFigures, type Topology, Wiring } from "../topology.ts";
import { defineTopology } from "../topology-plugin.ts";
import { nodesNotation } from "./nodes-notation.ts";

/** `size` nodes on one switch; `figures.bandwidth` in and out of each, `figures.latencyNs` from node to node. */
export function switched(
  size: number,
  figures: LinkFigures,
  options: { reduces?: boolean | undefined } = {},
): Topology {
  const wiring = new Wiring();
  const port = { ...figures, latencyNs: figures.latencyNs / 2 };
  for (let node = 0; node < size; node++) wiring.bothWays(node, size, port);
  return {
    name: `${options.reduces ? "reducing-switch" : "switch"}:${size}`,
    endpoints: size,
    nodes: size + 1,
    links: wiring.links,
    dimensions: [{ size, shape: "all", bandwidth: figures.bandwidth }],
    bisectionBandwidth: Math.floor(size / 2) * figures.bandwidth,
    ...(options.reduces && { reducingSwitch: () => size }),
    route: (source, target) => {
      if (source === target) return [];
      if (source === size || target === size) return [wiring.between(source, target)];
      return wiring.along([source, size, target]);
    },
  };
}

/** `switch:8`. */
export const switchedTopology = defineTopology({
  name: "switch",
  help: "all nodes on one switch",
  options: { size: count().meta({ description: "Nodes." }) },
  notation: nodesNotation,
  links: ({ size }) => 2 * size,
  create: ({ size }, figures) => switched(size, figures),
});
