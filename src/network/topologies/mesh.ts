/** A full mesh: every pair of nodes has a link of its own. Bisection: (n/2)^2 links. */
import { count } from "../../base/quantity.ts";
import { type LinkFigures, type Topology, Wiring } from "../topology.ts";
import { defineTopology } from "../topology-plugin.ts";
import { nodesNotation } from "./nodes-notation.ts";

/** A full mesh of `size` nodes. */
export function mesh(size: number, figures: LinkFigures): Topology {
  const wiring = new Wiring();
  for (let a = 0; a < size; a++) for (let b = a + 1; b < size; b++) wiring.bothWays(a, b, figures);
  return {
    name: `mesh:${size}`,
    endpoints: size,
    nodes: size,
    links: wiring.links,
    dimensions: [{ size, shape: "all", bandwidth: (size - 1) * figures.bandwidth }],
    bisectionBandwidth: Math.floor(size / 2) * Math.ceil(size / 2) * figures.bandwidth,
    route: (source, target) => (source === target ? [] : [wiring.between(source, target)]),
  };
}

/** `mesh:8`. */
export const meshTopology = defineTopology({
  name: "mesh",
  help: "a link of its own between every two nodes",
  options: { size: count().meta({ description: "Nodes." }) },
  notation: nodesNotation,
  links: ({ size }) => size * (size - 1),
  create: ({ size }, figures) => mesh(size, figures),
});
