/** One ring through all chips of a grid over neighbours, both ways round. It needs no links around the ends of the grid. */
import { defineCollective } from "./collective-plan.ts";
import { cyclePlan, cycleSizes } from "./cycle-plan.ts";
import { gridCycle } from "./hamiltonian-cycles.ts";

export const hamiltonianRing = defineCollective({
  name: "hamiltonian-ring",
  help: "one ring through the whole torus over neighbours, both directions",
  options: {},
  create: () => ({
    plan(operation, group) {
      const cycle = gridCycle(cycleSizes(group) ?? []);
      return cycle && cyclePlan(operation, group, [cycle]);
    },
  }),
});
