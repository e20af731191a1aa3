/**
 * All-reduce summed in the switch (NVLink SHARP): every rank streams its buffer up and the sum comes down at the same time:
 * S / B instead of 2 (n - 1) / n S / B.
 */
import { type CollectiveAlgorithm, groupSize, onePlan } from "./collective-plan.ts";

export const inNetwork: CollectiveAlgorithm = {
  name: "in-network",
  help: "all-reduce summed in the switch, where the switch can",
  plan(operation, group) {
    const via = group.reducingSwitch;
    if (operation !== "all-reduce" || via === undefined) return undefined;
    const transfers = Array.from({ length: groupSize(group) }, (_, member) => ({
      source: member,
      target: member,
      fraction: 1,
      via,
    }));
    return onePlan([{ transfers, repeat: 1 }]);
  },
};
