/** Mesh in one step: every rank sends its whole buffer to every other, and each sums for itself. One latency, (n - 1) S bytes. */
import { defineCollective, groupSize, onePlan } from "./collective-plan.ts";
import { everyPair } from "./direct-steps.ts";
import { linesAlong } from "./grid-lines.ts";

export const meshOneStep = defineCollective({
  name: "mesh-one-step",
  help: "all-reduce in one step: the whole buffer from everyone to everyone",
  options: {},
  create: () => ({
    everyPair: true,
    plan(operation, group) {
      if (operation !== "all-reduce") return undefined;
      return onePlan([everyPair(linesAlong([{ size: groupSize(group) }], 0), 1)]);
    },
  }),
});
