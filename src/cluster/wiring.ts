/** The network of a cluster: its fabric, and the algorithms that its runtime chooses. */
import type { Instance } from "../hardware/instance.ts";
import { AnalyticNetwork } from "../network/analytic-network.ts";
import type { Network } from "../network/network.ts";
import { neuronSelection } from "../network/selection.ts";
import { clusterFabric } from "./fabric.ts";

/** The network of `count` instances (or UltraServers) of `instance` with ranks of `coresPerRank` cores. */
export function wire(instance: Instance, count: number, coresPerRank: number): Network {
  const topology = clusterFabric({ instance, count, coresPerRank });
  return new AnalyticNetwork(topology, {
    selection: instance.chip.kind === "neuron" ? neuronSelection : "best",
    period: topology.endpoints / count,
  });
}
