/** The replica with the fewest tokens outstanding, prompts and answers, as one that knew answer lengths would count them. */
import { leastLoaded } from "./least.ts";
import { defineRouter } from "./router.ts";

export const leastTokens = defineRouter({
  name: "least-tokens",
  help: "the replica with the fewest tokens of prompts and answers outstanding",
  options: {},
  create: (_, { fleet }) => leastLoaded(fleet, (replica) => fleet.tokens(replica)),
});
