/**
 * A HyperX (J. H. Ahn, N. Binkert, A. Davis, M. McLaren, R. S. Schreiber, "HyperX: topology, routing, and packaging of efficient
 * large-scale networks", SC 2009): switches on a grid of L dimensions, each linked to all others of its line in every dimension,
 * with T endpoints a switch. One dimension is a full mesh, dimensions of two a hypercube, two equal ones a flattened butterfly.
 *
 * A cut across dimension k of S_k switches, whose links are K_k wide, crosses K_k S_k^2 / 4 links on each of its lines. Over the
 * half of what all endpoints send that is the paper's relative bisection, K_k S_k / (2 T):
 *
 *     bisection = min over k of K_k S_k / 4 x switches      4x4 switches, T = 4, K = 1: 1 x 4 / 4 x 16 = 16 links, beta = 1/2
 *
 * An odd dimension leaves a slice in the middle, which is cut in the same way. Routes are dimension-ordered: one link for each
 * dimension in which the switches differ, so they are as short as routes can be.
 */
import { z } from "zod";
import { amount, count } from "../../base/quantity.ts";
import { Wiring } from "../topology.ts";
import { defineTopology } from "../topology-plugin.ts";

/** `hyperx:4x4:4` (switches along each dimension, endpoints of each), `hyperx:dimensions=4x4,endpoints=4,widths=2x1`. */
export const hyperxTopology = defineTopology({
  name: "hyperx",
  help: "switches on a grid, each linked to all others of its line in every dimension (Ahn, Binkert et al. 2009)",
  options: {
    dimensions: z.array(count()).min(1).meta({ description: "Switches along each, S." }),
    endpoints: count().default(1).meta({ description: "Endpoints of each switch, T." }),
    widths: z
      .array(amount({ positive: true }))
      .optional()
      .meta({
        description: "Links side by side in each dimension, K; 1 when absent.",
      }),
  },
  notation: {
    form: "AxB[xC...][:ENDPOINTS]",
    read: (dimensions, [endpoints = 1, ...more]) =>
      more.length > 0 ? undefined : { dimensions: [...dimensions], endpoints },
  },
  check({ dimensions, widths = dimensions }) {
    if (widths.length === dimensions.length) return undefined;
    return { option: "widths", expected: `${dimensions.length} widths, one for each dimension` };
  },
  links: ({ dimensions, endpoints }) =>
    dimensions.reduce((product, size) => product * size, 1) *
    (2 * endpoints + dimensions.reduce((sum, size) => sum + size - 1, 0)),
  create({ dimensions: sizes, endpoints: each, widths = sizes.map(() => 1) }, figures) {
    const { bandwidth } = figures;
    const strides = sizes.map((_, index) =>
      sizes.slice(0, index).reduce((product, size) => product * size, 1),
    );
    const switches = sizes.reduce((product, size) => product * size, 1);
    const endpoints = switches * each;
    const switchOf = (endpoint: number) => endpoints + Math.floor(endpoint / each);
    const placeOf = (node: number, dimension: number) =>
      Math.floor((node - endpoints) / strides[dimension]!) % sizes[dimension]!;
    const wiring = new Wiring();
    for (let endpoint = 0; endpoint < endpoints; endpoint++)
      wiring.bothWays(endpoint, switchOf(endpoint), { ...figures, latencyNs: figures.latencyNs / 2 });
    for (let node = endpoints; node < endpoints + switches; node++) {
      for (const [dimension, size] of sizes.entries()) {
        const link = { ...figures, bandwidth: bandwidth * widths[dimension]! };
        const at = placeOf(node, dimension);
        for (let other = at + 1; other < size; other++)
          wiring.bothWays(node, node + (other - at) * strides[dimension]!, link);
      }
    }
    const lines = sizes.map((size, index) => ({ size, width: widths[index]! }));
    return {
      name: `hyperx:${sizes.join("x")}${each === 1 ? "" : `:${each}`}`,
      endpoints,
      nodes: endpoints + switches,
      links: wiring.links,
      dimensions: [
        { size: each, shape: "all", bandwidth },
        ...sizes.map((size, index) => {
          const reach = ((size - 1) * widths[index]! * bandwidth) / each;
          return { size, shape: "all" as const, bandwidth: Math.min(bandwidth, reach || bandwidth) };
        }),
      ],
      bisectionBandwidth:
        Math.min(Math.floor(endpoints / 2), narrowestCut(lines, Math.floor(each / 2))) * bandwidth,
      route(source, target) {
        if (source === target) return [];
        const to = switchOf(target);
        let at = switchOf(source);
        const nodes = [source, at];
        for (const [dimension, stride] of strides.entries()) {
          const steps = placeOf(to, dimension) - placeOf(at, dimension);
          if (steps === 0) continue;
          at += steps * stride;
          nodes.push(at);
        }
        return wiring.along([...nodes, target]);
      },
    };
  },
});

/** Links across the narrowest even cut of a grid of full lines; one switch is cut at half its endpoints, `within`. */
function narrowestCut(lines: readonly { size: number; width: number }[], within: number): number {
  const wide = lines.filter(({ size }) => size > 1);
  const cuts = wide.map(({ size, width }, index) => {
    const others = wide.filter((_, other) => other !== index);
    const count = others.reduce((product, other) => product * other.size, 1);
    const across = count * Math.floor(size / 2) * Math.ceil(size / 2) * width;
    return size % 2 === 0 ? across : across + narrowestCut(others, within);
  });
  return cuts.length > 0 ? Math.min(...cuts) : within;
}
