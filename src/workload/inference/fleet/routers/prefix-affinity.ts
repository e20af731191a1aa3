/**
 * The replica that has computed the longest part of the prompt before, unless it is much busier than the least busy one:
 * a cached prompt is worth a short wait, not a long one.
 */
import { count } from "../../../../base/quantity.ts";
import { leastLoaded } from "./least.ts";
import { defineRouter } from "./router.ts";

export const prefixAffinity = defineRouter({
  name: "prefix-affinity",
  help: "the replica whose prefix cache knows most of the prompt, unless it is much busier",
  options: {
    slack: count({ positive: false }).default(8).meta({
      description: "Requests that a replica with the prefix may have more than the least busy one.",
    }),
  },
  create: ({ slack }, { fleet }) => {
    const least = leastLoaded(fleet, (replica) => fleet.requests(replica));
    return {
      ...least,
      route: (request) => {
        let chosen = least.route(request);
        const limit = fleet.requests(chosen) + slack;
        let known = fleet.prefixBlocks(chosen, request);
        for (let replica = 0; replica < fleet.replicas; replica++) {
          if (!fleet.isUp(replica) || fleet.requests(replica) > limit) continue;
          const blocks = fleet.prefixBlocks(replica, request);
          if (blocks <= known) continue;
          known = blocks;
          chosen = replica;
        }
        return chosen;
      },
    };
  },
});
