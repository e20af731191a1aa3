/** Length laws given by values and their weights: a draw looks its uniform number up in the running sum. */

import { bisectRight, cumsum, max } from "d3-array";
import { elementAt } from "../../../../base/element-at.ts";
import type { Random } from "../../../../base/random.ts";
import type { LengthLaw } from "./length-law.ts";

/** Draws `values[i]` with a probability proportional to `weights[i]`. */
export function drawn(values: readonly number[], weights: readonly number[], random: Random): LengthLaw {
  const sums = cumsum(weights);
  const total = elementAt(sums, -1);
  const weighted = values.reduce((sum, value, index) => sum + value * elementAt(weights, index), 0);
  return {
    draw: () => values[Math.min(values.length - 1, bisectRight(sums, random() * total))]!,
    mean: weighted / total,
    longest: max(values) ?? 0,
    most: max(values) ?? 0,
  };
}
