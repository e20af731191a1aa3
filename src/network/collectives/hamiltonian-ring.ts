/** One ring through all chips of a grid over neighbours, both ways round. It needs no links around the ends of the grid. */
import type { CollectiveAlgorithm } from "./collective-plan.ts";
import { cyclePlan, cycleSizes } from "./cycle-plan.ts";
import { gridCycle } from "./hamiltonian-cycles.ts";

export const hamiltonianRing: CollectiveAlgorithm = {
  name: "hamiltonian-ring",
  help: "one ring through the whole torus over neighbours, both directions",
  plan(operation, group) {
    const cycle = gridCycle(cycleSizes(group) ?? []);
    return cycle && cyclePlan(operation, group, [cycle]);
  },
};
