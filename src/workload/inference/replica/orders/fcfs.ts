/** First come, first served. No request waits for one that came later. */
import { byArrival, defineOrder } from "./order.ts";

export const fcfs = defineOrder({
  name: "fcfs",
  help: "first come, first served",
  options: {},
  create: () => byArrival,
});
