/** Lengths as they were observed: a list of values, each as likely as its weight says, all alike without weights. */
import { z } from "zod";
import { amount, count } from "../../../../base/quantity.ts";
import { drawn } from "./drawn.ts";
import { defineLengths } from "./length-law.ts";

export const empirical = defineLengths({
  name: "empirical",
  help: "observed values, with weights",
  options: {
    values: z.array(count()).min(1),
    weights: z.array(amount()).optional(),
  },
  check: ({ values, weights }) =>
    weights === undefined || (weights.length === values.length && weights.some((weight) => weight > 0))
      ? undefined
      : { option: "weights", expected: `${values.length} weights, one a value, not all zero` },
  create: ({ values, weights }, { random }) => drawn(values, weights ?? values.map(() => 1), random),
});
