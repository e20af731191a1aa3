/** The replica whose KV cache is least full; among equally full ones the one with the fewest requests. */
import { leastLoaded } from "./least.ts";
import { defineRouter } from "./router.ts";

export const kvAware = defineRouter({
  name: "kv-aware",
  help: "the replica with the emptiest KV cache",
  options: {},
  // Use is a fraction of the cache; a request more weighs less than a block.
  create: (_, { fleet }) =>
    leastLoaded(fleet, (replica) => fleet.kvUse(replica) + 1e-6 * fleet.requests(replica)),
});
