/**
 * How a figure is spread over replications: what a plan can rest on is not the mean of a month among failures, but the time that
 * nine months of ten keep to.
 */
import { ascending, deviation, mean, quantileSorted } from "d3-array";
import { studentHalfWidth } from "./student-quantile.ts";

/** Of one figure of a run, over its replications. */
export interface Spread {
  /** Standard deviation. */
  deviation: number;
  /** The values below which a tenth, a half and nine tenths of the replications lie; between two of them by straight lines. */
  p10: number;
  p50: number;
  p90: number;
  /** The true mean lies between the two with 95 % confidence, by Student's law. */
  meanLow: number;
  meanHigh: number;
}

const confidence = 0.95;

/** The spread of `sample`; null with fewer than two values, or where one is not known. */
export function spreadOf(sample: readonly (number | null)[]): Spread | null {
  const values = sample.filter((value) => value !== null).sort(ascending);
  if (values.length < 2 || values.length < sample.length) return null;
  const [centre, spread] = [mean(values) as number, deviation(values) as number];
  const half = (studentHalfWidth(confidence, values.length - 1) * spread) / Math.sqrt(values.length);
  const at = (part: number) => quantileSorted(values, part) as number;
  return {
    deviation: spread,
    p10: at(0.1),
    p50: at(0.5),
    p90: at(0.9),
    meanLow: centre - half,
    meanHigh: centre + half,
  };
}
