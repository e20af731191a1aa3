/** How much more load a plan bears: the largest multiple of the arrival rate that still meets every objective. */
import type { Summary } from "../../simulation/summary.ts";
import { isFeasible } from "./plan.ts";

const multipleMost = 64;
const precision = 0.02;

/** The multiple, to 2 %, by doubling and bisection; `simulate` gives the plan's result at a multiple of the load. */
export function headroomOf(simulate: (multiple: number) => Summary): number {
  const bears = (multiple: number) => isFeasible(simulate(multiple));
  let low = 1;
  let high = 2;
  while (high <= multipleMost && bears(high)) {
    low = high;
    high *= 2;
  }
  if (high > multipleMost) return low;
  while (high / low > 1 + precision) {
    const middle = Math.sqrt(low * high);
    if (bears(middle)) low = middle;
    else high = middle;
  }
  return low;
}
