/**
 * Replicas get a share of the traffic by weight, request by request: A/B tests, gradual roll-out. Weights belong to pools
 * of replicas; without pools all weigh the same.
 */
import { defineRouter, withoutIndex } from "./router.ts";

export const weighted = defineRouter({
  name: "weighted",
  help: "a share of the traffic by the weights of the pools",
  options: {},
  create: (_, { fleet, random }) =>
    withoutIndex(() => {
      let total = 0;
      for (let replica = 0; replica < fleet.replicas; replica++) {
        if (fleet.isUp(replica)) total += fleet.weight(replica);
      }
      let left = random() * total;
      let chosen = -1;
      for (let replica = 0; replica < fleet.replicas && left >= 0; replica++) {
        if (!fleet.isUp(replica) || fleet.weight(replica) === 0) continue;
        chosen = replica;
        left -= fleet.weight(replica);
      }
      return chosen;
    }),
});
