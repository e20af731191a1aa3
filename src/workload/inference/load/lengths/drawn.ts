/** Length laws given by values and their weights: a draw looks its uniform number up in the running sum. */
import { bisectRight, cumsum } from "d3-array";
import type { Random } from "../../../../base/random.ts";
import type { LengthLaw } from "./length-law.ts";

/** Draws `values[i]` with a probability proportional to `weights[i]`. */
export function drawn(values: readonly number[], weights: readonly number[], random: Random): LengthLaw {
  const sums = cumsum(weights);
  const total = sums[sums.length - 1];
  const weighted = values.reduce((sum, value, index) => sum + value * weights[index], 0);
  return {
    draw: () => values[Math.min(values.length - 1, bisectRight(sums, random() * total))],
    mean: weighted / total,
    longest: Math.max(...values),
    most: Math.max(...values),
  };
}
