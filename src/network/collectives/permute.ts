/** Circular permute: every rank hands its buffer to the next, the last to the first. */
import { defineCollective, groupSize, onePlan } from "./collective-plan.ts";
import { linesAlong } from "./grid-lines.ts";
import { alongLines } from "./line-step.ts";
import { shift } from "./ring-steps.ts";

export const permute = defineCollective({
  name: "permute",
  help: "every rank sends its buffer to the next one",
  options: {},
  create: () => ({
    plan(operation, group) {
      if (operation !== "permute") return undefined;
      const members = groupSize(group);
      return onePlan([alongLines(linesAlong([{ size: members }], 0), shift(members, 1, 1))]);
    },
  }),
});
