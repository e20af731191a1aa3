/** A ring: each node has a neighbour on either side, and a message takes the shorter way round. */
import type { LinkFigures, Topology } from "../topology.ts";
import { torus } from "./torus.ts";

/** A ring of `size` nodes. */
export function ring(size: number, figures: LinkFigures): Topology {
  return { ...torus([size], [figures]), name: `ring:${size}` };
}
