/** Offline work: all requests are there at the start. */
import { count, madeMost } from "../../../../base/quantity.ts";
import { defineArrivals } from "./arrival-process.ts";

export const batch = defineArrivals({
  name: "batch",
  help: "offline work: all requests at the start",
  options: {
    size: count({ positive: true, limit: 10 * madeMost }).meta({ description: "Requests in all." }),
  },
  create: ({ size }) => ({
    first: () => new Array(size).fill(0),
    afterArrival: () => undefined,
    afterCompletion: () => undefined,
  }),
});
