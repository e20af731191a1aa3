/** Direct all-to-all: every rank sends each other rank its block, all at once. */
import { defineCollective, groupSize, onePlan } from "./collective-plan.ts";
import { directExchange } from "./direct-steps.ts";
import { linesAlong } from "./grid-lines.ts";

export const direct = defineCollective({
  name: "direct",
  help: "all-to-all with every message at once",
  options: {},
  create: () => ({
    everyPair: true,
    plan(operation, group) {
      if (operation !== "all-to-all") return undefined;
      return onePlan(directExchange(linesAlong([{ size: groupSize(group) }], 0), 1));
    },
  }),
});
