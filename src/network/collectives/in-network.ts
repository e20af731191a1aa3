/**
 * All-reduce summed in the switch (NVLink SHARP): every rank streams its buffer up and the sum comes down at the same time:
 * S / B instead of 2 (n - 1) / n S / B.
 */
import { defineCollective, groupSize, onePlan } from "./collective-plan.ts";

export const inNetwork = defineCollective({
  name: "in-network",
  help: "all-reduce summed in the switch, where the switch can; only when asked for, or `best` is",
  options: {},
  create: () => ({
    onRequest: true,
    plan(operation, group) {
      if (operation !== "all-reduce" || !group.isReduced) return undefined;
      const transfers = Array.from({ length: groupSize(group) }, (_, member) => ({
        source: member,
        target: member,
        fraction: 1,
        isReduced: true,
      }));
      return onePlan([{ transfers, repeat: 1 }]);
    },
  }),
});
