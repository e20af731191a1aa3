/** Every collective algorithm: the plug-ins, and what they are with their options as they come. */
import type { AnyPlugin } from "../base/plugin.ts";
import { CollectiveRegistry } from "./collective-registry.ts";
import { bucket } from "./collectives/bucket.ts";
import type { CollectiveAlgorithm, CollectiveBehaviour } from "./collectives/collective-plan.ts";
import { direct } from "./collectives/direct.ts";
import { flatRing } from "./collectives/flat-ring.ts";
import { halvingDoubling } from "./collectives/halving-doubling.ts";
import { hamiltonianRing } from "./collectives/hamiltonian-ring.ts";
import { hierarchical } from "./collectives/hierarchical.ts";
import { inNetwork } from "./collectives/in-network.ts";
import { instanceRounds } from "./collectives/instance-rounds.ts";
import { mesh } from "./collectives/mesh.ts";
import { meshOneStep } from "./collectives/mesh-one-step.ts";
import { multiRing } from "./collectives/multi-ring.ts";
import { pairwise } from "./collectives/pairwise.ts";
import { permute } from "./collectives/permute.ts";
import { pointToPoint } from "./collectives/point-to-point.ts";
import { recursiveDoubling } from "./collectives/recursive-doubling.ts";
import { ring } from "./collectives/ring.ts";
import { ringBidirectional } from "./collectives/ring-bidirectional.ts";
import { tree } from "./collectives/tree.ts";

export const collectivePlugins: readonly AnyPlugin<CollectiveBehaviour>[] = [
  ring,
  ringBidirectional,
  hamiltonianRing,
  multiRing,
  flatRing,
  bucket,
  mesh,
  meshOneStep,
  halvingDoubling,
  recursiveDoubling,
  tree,
  hierarchical,
  inNetwork,
  direct,
  instanceRounds,
  pairwise,
  permute,
  pointToPoint,
];

/** The shipped algorithms, made. */
export const collectives: readonly CollectiveAlgorithm[] = new CollectiveRegistry(collectivePlugins).usual;
