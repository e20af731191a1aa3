/** One message from the first rank to the second. */
import { defineCollective, onePlan } from "./collective-plan.ts";

export const pointToPoint = defineCollective({
  name: "point-to-point",
  help: "the first rank sends its buffer to the second",
  options: {},
  create: () => ({
    plan(operation) {
      if (operation !== "point-to-point") return undefined;
      return onePlan([{ transfers: [{ source: 0, target: 1, fraction: 1 }], repeat: 1 }]);
    },
  }),
});
