/** The network of a cluster: its fabric, and the algorithms that its runtime chooses. */
import type { Chip } from "../hardware/chip.ts";
import { AnalyticNetwork } from "../network/analytic-network.ts";
import { neuronSelection, neuronV2Selection, type Selection } from "../network/selection.ts";
import { clusterFabric, type FabricPlan } from "./fabric.ts";
import { isNeuronV2, linkSoftwareOf } from "./link-software.ts";

/** How the runtime of `chip` chooses algorithms. */
export function selectionOf(chip: Chip): Selection {
  if (chip.kind !== "neuron") return "best";
  return isNeuronV2(chip) ? neuronV2Selection : neuronSelection;
}

/** The network of the fabric of `plan`; links as the usual runtime uses them unless the plan says otherwise. */
export function wire(plan: FabricPlan): AnalyticNetwork {
  const { chip } = plan.instance;
  const topology = clusterFabric({ software: linkSoftwareOf(chip), ...plan });
  return new AnalyticNetwork(topology, {
    selection: selectionOf(chip),
    period: topology.endpoints / plan.count,
  });
}
