/** Pairwise all-to-all: n - 1 rounds; in round k rank i sends to rank i + k, so that every rank sends and receives one message. */
import { defineCollective, groupSize, onePlan } from "./collective-plan.ts";

export const pairwise = defineCollective({
  name: "pairwise",
  help: "all-to-all in n - 1 rounds of one message per rank",
  options: {},
  create: () => ({
    everyPair: true,
    plan(operation, group) {
      if (operation !== "all-to-all") return undefined;
      const members = groupSize(group);
      const rounds = Array.from({ length: members - 1 }, (_, round) => ({
        transfers: Array.from({ length: members }, (_, source) => ({
          source,
          target: (source + round + 1) % members,
          fraction: 1 / members,
        })),
        repeat: 1,
      }));
      return onePlan(rounds);
    },
  }),
});
