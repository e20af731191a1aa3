/**
 * How much larger one system's metric is than another's, from runs of both under the same seeds (common random numbers):
 * the logarithms of the ratios, pair by pair, have a mean m and a standard error s/sqrt(n), and the ratio lies within
 * exp(m +- t s/sqrt(n)) with 95 % confidence, t being Student's with n - 1 degrees of freedom. Because both runs of a pair
 * see the same arrivals and lengths, their chance cancels and the interval is narrow.
 */

import { deviation, mean } from "d3-array";
import { studentHalfWidth } from "./student-quantile.ts";

/** An interval that holds the true ratio with 95 % confidence. */
export interface RatioInterval {
  low: number;
  high: number;
  /** Whether 1 lies outside: the two differ by more than chance. */
  significant: boolean;
}

const confidence = 0.95;

/** The interval of `others[i] / firsts[i]`; null with fewer than two pairs, or where a value is not positive. */
export function pairedRatio(
  firsts: readonly (number | null)[],
  others: readonly (number | null)[],
): RatioInterval | null {
  const logs = firsts.map((first, index) => Math.log((others[index] ?? Number.NaN) / (first ?? Number.NaN)));
  if (logs.length < 2 || !logs.every(Number.isFinite)) return null;
  const centre = mean(logs) as number;
  const t = studentHalfWidth(confidence, logs.length - 1);
  const half = (t * (deviation(logs) as number)) / Math.sqrt(logs.length);
  const [low, high] = [Math.exp(centre - half), Math.exp(centre + half)];
  return { low, high, significant: low > 1 || high < 1 };
}
