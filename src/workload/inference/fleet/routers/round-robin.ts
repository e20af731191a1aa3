/** Replicas take turns, whatever they have to do. */
import { defineRouter, withoutIndex } from "./router.ts";

export const roundRobin = defineRouter({
  name: "round-robin",
  help: "replicas take turns",
  options: {},
  create: (_, { fleet }) => {
    let next = 0;
    return withoutIndex(() => {
      while (!fleet.isUp(next)) next = (next + 1) % fleet.replicas;
      const chosen = next;
      next = (next + 1) % fleet.replicas;
      return chosen;
    });
  },
});
