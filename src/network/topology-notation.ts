/**
 * Topologies in the notation of the command line:
 *
 *     ring:8   chain:4   torus:4x4   torus:4x4x4   mesh:8   switch:8   reducing-switch:8   fat-tree:4x16   fat-tree:4x16:2
 *
 * A fat tree is leaves x nodes per leaf, and its oversubscription. Messages spread over all its uplinks; with a number of
 * spines at the end, as in `fat-tree:4x16:1:16`, each pair of nodes hashes to one of them (ECMP), and collisions cost. A
 * reducing switch can sum what it forwards.
 */
import { ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { chain } from "./topologies/chain.ts";
import { fatTree } from "./topologies/fat-tree.ts";
import { mesh } from "./topologies/mesh.ts";
import { ring } from "./topologies/ring.ts";
import { switched } from "./topologies/switch.ts";
import { torus } from "./topologies/torus.ts";
import type { LinkFigures, Topology } from "./topology.ts";

/** How topologies are written, for messages and help. */
export const topologyNotation =
  "ring:N, chain:N, torus:AxB[xC], mesh:N, switch:N, reducing-switch:N or fat-tree:LEAVESxNODES[:OVERSUBSCRIPTION[:SPINES]]";

/** One kind of topology: how many sizes and options it takes, how many nodes and links it has, and how it is built. */
interface Kind {
  sizes: readonly [least: number, most: number];
  options: number;
  links(sizes: readonly number[], options: readonly number[]): number;
  build(sizes: readonly number[], figures: LinkFigures, options: readonly number[]): Topology;
}

const product = (sizes: readonly number[]) => sizes.reduce((total, size) => total * size, 1);

function oneSize(
  build: (size: number, figures: LinkFigures) => Topology,
  links: (size: number) => number,
): Kind {
  return {
    sizes: [1, 1],
    options: 0,
    links: ([size]) => links(size),
    build: ([size], figures) => build(size, figures),
  };
}

const kinds: Readonly<Record<string, Kind>> = {
  ring: oneSize(ring, (size) => 2 * size),
  chain: oneSize(chain, (size) => 2 * size),
  mesh: oneSize(mesh, (size) => size * (size - 1)),
  switch: oneSize(switched, (size) => 2 * size),
  "reducing-switch": oneSize(
    (size, figures) => switched(size, figures, { reduces: true }),
    (size) => 2 * size,
  ),
  torus: {
    sizes: [1, 3],
    options: 0,
    links: (sizes) => 2 * sizes.length * product(sizes),
    build: (sizes, figures) =>
      torus(
        sizes,
        sizes.map(() => figures),
      ),
  },
  "fat-tree": {
    sizes: [2, 2],
    options: 2,
    links: ([leaves, nodesPerLeaf], [, spines = 1]) => 2 * leaves * (nodesPerLeaf + spines),
    build: ([leaves, nodesPerLeaf], figures, [oversubscription = 1, spines]) =>
      fatTree(
        {
          leaves,
          nodesPerLeaf,
          oversubscription,
          ...(spines === undefined ? { routing: "spray", spines: 1 } : { routing: "ecmp", spines }),
        },
        figures,
      ),
  },
};

/** Directed links that are built at most: a full mesh of 1,024, a ring of half a million. */
const linksMax = 2 ** 20;

/** The topology that `text` describes, every link with the same figures. Throws a `ScenarioError` on other texts. */
export function topologyOf(text: string, figures: LinkFigures): Topology {
  const [name = "", ...parts] = text.split(":");
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined) throw wrong(text, topologyNotation, nearest(name, Object.keys(kinds)));
  const [shape = "", ...written] = parts;
  const sizes = /^\d+(x\d+)*$/.test(shape) ? shape.split("x").map(Number) : [];
  const options = written.map((part) => (/^\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
  const [least, most] = kind.sizes;
  const isWell =
    sizes.length >= least &&
    sizes.length <= most &&
    sizes.every((size) => size >= 1) &&
    options.length <= kind.options &&
    options.every((option) => option > 0) &&
    Number.isInteger(options[1] ?? 1);
  if (!isWell) throw wrong(text, topologyNotation);
  if (kind.links(sizes, options) > linksMax)
    throw wrong(text, `at most ${linksMax.toLocaleString("en")} links`);
  return kind.build(sizes, figures, options);
}

function wrong(text: string, expected: string, near?: string): ScenarioError {
  return new ScenarioError([{ path: "--topology", found: `"${text}"`, expected, nearest: near }]);
}
