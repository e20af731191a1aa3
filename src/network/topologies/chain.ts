/** A chain: neighbours are linked, the ends are not. */
import { count } from "../../base/quantity.ts";
import { type LinkFigures, type Topology, Wiring } from "../topology.ts";
import { defineTopology } from "../topology-plugin.ts";
import { nodesNotation } from "./nodes-notation.ts";

/** A chain of `size` nodes. */
export function chain(size: number, figures: LinkFigures): Topology {
  const wiring = new Wiring();
  for (let node = 1; node < size; node++) wiring.bothWays(node - 1, node, figures);
  return {
    name: `chain:${size}`,
    endpoints: size,
    nodes: size,
    links: wiring.links,
    dimensions: [{ size, shape: "chain", bandwidth: figures.bandwidth }],
    bisectionBandwidth: size > 1 ? figures.bandwidth : 0,
    route(source, target) {
      const step = Math.sign(target - source);
      const hops = Math.abs(target - source);
      return wiring.along(Array.from({ length: hops + 1 }, (_, hop) => source + step * hop));
    },
  };
}

/** `chain:8`. */
export const chainTopology = defineTopology({
  name: "chain",
  help: "neighbours on either side, but for the ends",
  options: { size: count().meta({ description: "Nodes." }) },
  notation: nodesNotation,
  links: ({ size }) => 2 * size,
  create: ({ size }, figures) => chain(size, figures),
});
