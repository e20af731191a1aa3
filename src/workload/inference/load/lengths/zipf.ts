/**
 * Zipf lengths between `min` and `max`: length min + r - 1 has a probability proportional to 1 / r^exponent. Most are short,
 * and the tail is heavy.
 */
import { power } from "../../../../base/power.ts";
import { amount, count } from "../../../../base/quantity.ts";
import { drawn } from "./drawn.ts";
import { defineLengths } from "./length-law.ts";

/** Different lengths at most: each has its probability in a table. */
const lengthsMost = 2 ** 22;

export const zipf = defineLengths({
  name: "zipf",
  help: "many short lengths and a heavy tail: 1 / rank^exponent from min to max",
  options: {
    min: count().default(1).meta({ description: "Shortest, tokens." }),
    max: count().meta({ description: "Longest, tokens." }),
    exponent: amount({ positive: true })
      .default(1)
      .meta({ description: "The larger, the rarer long ones are." }),
  },
  check({ min, max }) {
    if (max < min) return { option: "max", expected: `at least the minimum, ${min}` };
    const most = min + lengthsMost - 1;
    return max > most
      ? { option: "max", expected: `at most ${most}, ${lengthsMost} different lengths` }
      : undefined;
  },
  create: ({ min, max, exponent }, { random }) => {
    const lengths = Array.from({ length: max - min + 1 }, (_, index) => min + index);
    return drawn(
      lengths,
      lengths.map((length) => power(length - min + 1, -exponent)),
      random,
    );
  },
});
