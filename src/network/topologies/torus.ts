/**
 * A torus: a ring along each dimension through every node. First dimension fastest: node = x + X (y + Y z).
 *
 * Routes are dimension-ordered and take the shorter way round. Half-way round both ways are equally short; nodes with an
 * even coordinate sum go up and the others down, so that a whole permutation of such messages loads both directions alike.
 *
 * Bisection: a cut across an even dimension crosses each of its rings twice (once where it has two nodes and its two links
 * fall together): 4x4 at 128 bytes/ns: 4 rings x 2 x 128 = 1024 bytes/ns. Across an odd one the slice in the middle is cut in
 * half as well: 3x5 at 1: 3 rings x 2 + the ring of three cut twice = 8.
 */
import { z } from "zod";
import { count } from "../../base/quantity.ts";
import { type LinkFigures, type Topology, Wiring } from "../topology.ts";
import { defineTopology } from "../topology-plugin.ts";

/** A torus of `sizes` with the link figures of each dimension. */
export function torus(sizes: readonly number[], figures: readonly LinkFigures[]): Topology {
  const endpoints = sizes.reduce((product, size) => product * size, 1);
  const strides = sizes.map((_, dimension) =>
    sizes.slice(0, dimension).reduce((product, size) => product * size, 1),
  );
  const coordinate = (node: number, dimension: number): number =>
    Math.floor(node / strides[dimension]!) % sizes[dimension]!;
  const wiring = new Wiring();
  for (let node = 0; node < endpoints; node++) {
    for (const [dimension, size] of sizes.entries()) {
      if (size === 1) continue;
      const at = coordinate(node, dimension);
      if (size === 2 && at === 1) continue;
      wiring.bothWays(node, node + (((at + 1) % size) - at) * strides[dimension]!, figures[dimension]!);
    }
  }
  return {
    name: `torus:${sizes.join("x")}`,
    endpoints,
    nodes: endpoints,
    links: wiring.links,
    dimensions: sizes.map((size, index) => ({ size, shape: "ring", bandwidth: figures[index]!.bandwidth })),
    bisectionBandwidth: narrowestCut(
      sizes.map((size, index) => ({ size, bandwidth: figures[index]!.bandwidth })),
    ),
    route(source, target) {
      const parity = sizes.reduce((sum, _, dimension) => sum + coordinate(source, dimension), 0) % 2;
      const nodes = [source];
      let node = source;
      for (const [dimension, size] of sizes.entries()) {
        const up = (coordinate(target, dimension) - coordinate(node, dimension) + size) % size;
        const goesUp = 2 * up < size || (2 * up === size && parity === 0);
        for (let hop = goesUp ? up : size - up; hop > 0 && up > 0; hop--) {
          const at = coordinate(node, dimension);
          node += (((at + (goesUp ? 1 : size - 1)) % size) - at) * strides[dimension]!;
          nodes.push(node);
        }
      }
      return wiring.along(nodes);
    },
  };
}

/** Bandwidth across the narrowest even cut of a torus; zero for one node. */
function narrowestCut(dimensions: readonly { size: number; bandwidth: number }[]): number {
  const wide = dimensions.filter(({ size }) => size > 1);
  const cuts = wide.map(({ size, bandwidth }, index) => {
    const others = wide.filter((_, other) => other !== index);
    const rings = others.reduce((product, other) => product * other.size, 1);
    const across = rings * (size === 2 ? 1 : 2) * bandwidth;
    return size % 2 === 0 ? across : across + narrowestCut(others);
  });
  return cuts.length > 0 ? Math.min(...cuts) : 0;
}

/** Dimensions of a torus at most; more have a ring of two each and are a hypercube. */
const dimensionsMax = 12;

/** `torus:4x4x4`. */
export const torusTopology = defineTopology({
  name: "torus",
  help: "a ring along each of any number of dimensions (Dally and Towles, chapter 5)",
  options: {
    dimensions: z
      .array(count())
      .min(1)
      .max(dimensionsMax, { error: `at most ${dimensionsMax} dimensions` })
      .meta({ description: "Nodes along each." }),
  },
  notation: {
    form: "AxB[xC...]",
    read: (dimensions, more) => (more.length > 0 ? undefined : { dimensions: [...dimensions] }),
  },
  links: ({ dimensions }) => 2 * dimensions.length * dimensions.reduce((product, size) => product * size, 1),
  create: ({ dimensions }, figures) =>
    torus(
      dimensions,
      dimensions.map(() => figures),
    ),
});
