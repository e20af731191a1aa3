/** Any whole length from `min` to `max`, both included, with equal probability. */
import { count } from "../../../base/quantity.ts";
import { defineLengths } from "./length-law.ts";

export const uniform = defineLengths({
  name: "uniform",
  help: "any whole length from min to max with equal probability",
  options: { min: count(), max: count() },
  create: ({ min, max }, { random }) => {
    const low = Math.min(min, max);
    const high = Math.max(min, max);
    return {
      draw: () => low + Math.floor(random() * (high - low + 1)),
      mean: (low + high) / 2,
      longest: high,
    };
  },
});
