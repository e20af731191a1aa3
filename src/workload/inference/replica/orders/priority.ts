/** The most urgent class first (lowest `priority`); first come, first served within a class. */
import { byArrival, defineOrder } from "./order.ts";

export const priority = defineOrder({
  name: "priority",
  help: "the lowest priority number of the request classes first",
  options: {},
  create: () => (a, b) => a.priority - b.priority || byArrival(a, b),
});
