/** Replicas take turns, whatever they have to do. */
import { defineRouter } from "./router.ts";

export const roundRobin = defineRouter({
  name: "round-robin",
  help: "replicas take turns",
  options: {},
  create: (_, { replicas }) => {
    let next = 0;
    return {
      sharedLine: false,
      route: () => {
        const chosen = next;
        next = (next + 1) % replicas;
        return chosen;
      },
      loadChanged() {},
    };
  },
});
