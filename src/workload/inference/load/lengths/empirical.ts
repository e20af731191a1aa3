/** Lengths as they were observed: a list of values, each as likely as its weight says, all alike without weights. */
import { z } from "zod";
import { amount, count } from "../../../../base/quantity.ts";
import { drawn } from "./drawn.ts";
import { defineLengths } from "./length-law.ts";

export const empirical = defineLengths({
  name: "empirical",
  help: "observed values, with weights",
  options: {
    values: z.array(count()).min(1).meta({ description: "Lengths that occur, tokens." }),
    weights: z
      .array(amount())
      .optional()
      .meta({ description: "How often each does, relative to the others; all alike when absent." }),
  },
  check: ({ values, weights }) =>
    weights === undefined || (weights.length === values.length && weights.some((weight) => weight > 0))
      ? undefined
      : { option: "weights", expected: `${values.length} weights, one a value, not all zero` },
  create: ({ values, weights }, { random }) => drawn(values, weights ?? values.map(() => 1), random),
});
