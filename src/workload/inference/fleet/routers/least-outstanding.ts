/** The replica with the fewest requests waiting or running; the lowest index among equals. */
import { leastLoaded } from "./least.ts";
import { defineRouter } from "./router.ts";

export const leastOutstanding = defineRouter({
  name: "least-outstanding",
  help: "the replica with the fewest requests waiting or running",
  options: {},
  create: (_, { fleet }) => leastLoaded(fleet, (replica) => fleet.requests(replica)),
});
