/** Every topology that can be named. */
import { chainTopology } from "./topologies/chain.ts";
import { dragonflyTopology } from "./topologies/dragonfly.ts";
import { fatTreeTopology } from "./topologies/fat-tree.ts";
import { hyperxTopology } from "./topologies/hyperx.ts";
import { meshTopology } from "./topologies/mesh.ts";
import { railOptimisedTopology } from "./topologies/rail-optimised.ts";
import { reducingSwitchTopology } from "./topologies/reducing-switch.ts";
import { ringTopology } from "./topologies/ring.ts";
import { switchedTopology } from "./topologies/switch.ts";
import { torusTopology } from "./topologies/torus.ts";
import type { AnyTopologyPlugin } from "./topology-plugin.ts";

export const topologies: readonly AnyTopologyPlugin[] = [
  ringTopology,
  chainTopology,
  torusTopology,
  meshTopology,
  switchedTopology,
  reducingSwitchTopology,
  fatTreeTopology,
  railOptimisedTopology,
  dragonflyTopology,
  hyperxTopology,
];
