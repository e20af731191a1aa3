/** What is told of a quantity with many values. */

/** Statistics of a quantity in the unit of its values; every field is null when there were no values. */
export interface Statistics {
  mean: number | null;
  median: number | null;
  /** Sample standard deviation; 0 for a single value. */
  std: number | null;
  p90: number | null;
  p95: number | null;
  p99: number | null;
}

/** No values, no statistics. */
export const emptyStatistics: Statistics = {
  mean: null,
  median: null,
  std: null,
  p90: null,
  p95: null,
  p99: null,
};
