/** A ring: each node has a neighbour on either side, and a message takes the shorter way round. */
import { count } from "../../base/quantity.ts";
import type { LinkFigures, Topology } from "../topology.ts";
import { defineTopology } from "../topology-plugin.ts";
import { nodesNotation } from "./nodes-notation.ts";
import { torus } from "./torus.ts";

/** A ring of `size` nodes. */
export function ring(size: number, figures: LinkFigures): Topology {
  return { ...torus([size], [figures]), name: `ring:${size}` };
}

/** `ring:8`. */
export const ringTopology = defineTopology({
  name: "ring",
  help: "neighbours on either side, the shorter way round",
  options: { size: count().meta({ description: "Nodes." }) },
  notation: nodesNotation,
  links: ({ size }) => 2 * size,
  create: ({ size }, figures) => ring(size, figures),
});
