/**
 * Topologies in the notation of the command line:
 *
 *     ring:8   chain:4   torus:4x4   torus:4x4x4   mesh:8   switch:8   fat-tree:4x16   fat-tree:4x16:2
 *
 * A fat tree is leaves x nodes per leaf, and its oversubscription.
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

const builders: Record<
  string,
  (sizes: number[], option: number, figures: LinkFigures) => Topology | undefined
> = {
  ring: ([size, ...rest], _, figures) => (rest.length === 0 ? ring(size, figures) : undefined),
  chain: ([size, ...rest], _, figures) => (rest.length === 0 ? chain(size, figures) : undefined),
  mesh: ([size, ...rest], _, figures) => (rest.length === 0 ? mesh(size, figures) : undefined),
  switch: ([size, ...rest], _, figures) => (rest.length === 0 ? switched(size, figures) : undefined),
  torus: (sizes, _, figures) =>
    sizes.length <= 3
      ? torus(
          sizes,
          sizes.map(() => figures),
        )
      : undefined,
  "fat-tree": ([leaves, nodesPerLeaf, ...rest], oversubscription, figures) =>
    nodesPerLeaf === undefined || rest.length > 0
      ? undefined
      : fatTree({ leaves, nodesPerLeaf, oversubscription, routing: "spray", spines: 1 }, figures),
};

const kinds = Object.keys(builders);
const expected =
  "ring:N, chain:N, torus:AxB[xC], mesh:N, switch:N or fat-tree:LEAVESxNODES[:OVERSUBSCRIPTION]";

/** The topology that `text` describes, every link with the same figures. Throws a `ScenarioError` on other texts. */
export function topologyOf(text: string, figures: LinkFigures): Topology {
  const match = /^([a-z-]+):(\d+(?:x\d+)*)(?::(\d+(?:\.\d+)?))?$/.exec(text);
  const sizes = match?.[2].split("x").map(Number) ?? [];
  const topology =
    match && sizes.every((size) => size >= 1)
      ? builders[match[1]]?.(sizes, Number(match[3] ?? 1), figures)
      : undefined;
  if (topology !== undefined) return topology;
  const kind = text.split(":")[0];
  throw new ScenarioError([
    {
      path: "--topology",
      found: `"${text}"`,
      expected,
      nearest: kinds.includes(kind) ? undefined : nearest(kind, kinds),
    },
  ]);
}
