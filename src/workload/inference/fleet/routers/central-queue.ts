/** One line before all replicas: the longest waiting request goes to whichever replica has room first. */
import { defineRouter } from "./router.ts";

export const centralQueue = defineRouter({
  name: "central-queue",
  help: "one line before all replicas; a replica takes the next request when it has room",
  options: {},
  create: () => ({ sharedLine: true, route: () => 0, changed() {} }),
});
