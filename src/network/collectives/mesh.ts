/**
 * Mesh in two steps: every rank sends each other rank its shard to sum, then the summed shard to all. Few steps; on a torus
 * the messages cross several links and crowd them.
 */
import { type CollectiveAlgorithm, groupSize, onePlan } from "./collective-plan.ts";
import { directExchange } from "./direct-steps.ts";
import { linesAlong } from "./grid-lines.ts";

export const mesh: CollectiveAlgorithm = {
  name: "mesh",
  help: "everyone to everyone at once: reduce-scatter in one step, all-gather in one step",
  everyPair: true,
  plan(operation, group) {
    const steps = directExchange(linesAlong([{ size: groupSize(group) }], 0), 1);
    switch (operation) {
      case "all-reduce":
        return onePlan(steps, steps);
      case "reduce-scatter":
      case "all-gather":
        return onePlan(steps);
      default:
        return undefined;
    }
  },
};
