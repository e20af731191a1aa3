/**
 * The hybrid cube mesh of eight V100s (p3dn, DGX-1): two fully meshed quads joined corner to corner, six NVLinks a GPU. A
 * message to a GPU that is no neighbour is staged at one that is. GPUs are numbered around the ring of double links:
 *
 *     0 == 1 == 2 == 3        quads 0-3 and 4-7; single links 0-2, 0-3, 1-3 and 4-6, 4-7, 5-7 complete them;
 *     ||             ||       3 == 4 and 7 == 0 join them with two links, 1 - 6 and 2 - 5 with one
 *     7 == 6 == 5 == 4
 */
import { shortestRoutes } from "../shortest-routes.ts";
import { type LinkFigures, type Topology, Wiring } from "../topology.ts";

const singleLinks: readonly [number, number][] = [
  [0, 2],
  [0, 3],
  [1, 3],
  [4, 6],
  [4, 7],
  [5, 7],
  [1, 6],
  [2, 5],
];

/** Eight GPUs in a hybrid cube mesh; `figures` of one NVLink. */
export function cubeMesh(figures: LinkFigures): Topology {
  const wiring = new Wiring();
  const double = { ...figures, bandwidth: 2 * figures.bandwidth };
  for (let node = 0; node < 8; node++) wiring.bothWays(node, (node + 1) % 8, double);
  for (const [a, b] of singleLinks) wiring.bothWays(a, b, figures);
  return {
    name: "cube-mesh",
    endpoints: 8,
    nodes: 8,
    links: wiring.links,
    dimensions: [{ size: 8, shape: "ring", bandwidth: 2 * figures.bandwidth }],
    // Between the quads: two double links and two single ones.
    bisectionBandwidth: 6 * figures.bandwidth,
    route: shortestRoutes(8, wiring.links),
  };
}
