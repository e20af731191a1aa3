/** Any whole length from `min` to `max`, both included, with equal probability. */
import { count } from "../../../../base/quantity.ts";
import { defineLengths } from "./length-law.ts";

export const uniform = defineLengths({
  name: "uniform",
  help: "any whole length from min to max with equal probability",
  options: {
    min: count().meta({ description: "Shortest, tokens." }),
    max: count().meta({ description: "Longest, tokens." }),
  },
  check: ({ min, max }) => (min <= max ? undefined : { option: "max", expected: `at least min, ${min}` }),
  create: ({ min, max }, { random }) => ({
    draw: () => min + Math.floor(random() * (max - min + 1)),
    mean: (min + max) / 2,
    longest: max,
    most: max,
  }),
});
