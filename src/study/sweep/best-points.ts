/** The best point of a sweep by each headline metric. */
import { type ComparedMetric, comparedMetrics } from "../comparison.ts";
import type { SweepResult } from "./sweep-point.ts";

const metricNames = [
  "tokens_per_s",
  "step_time_s",
  "output_throughput",
  "p99_ttft_ms",
  "median_tpot_ms",
  "usd_per_million_total_tokens",
];

/** A metric and the point at which it is best. */
export interface BestPoint {
  metric: ComparedMetric;
  value: number;
  point: SweepResult;
}

/**
 * For each metric that any point has, the first of the points at which it is best: of those that meet every objective, or of
 * all where none does.
 */
export function bestPoints(all: readonly SweepResult[]): BestPoint[] {
  const meeting = all.filter(({ summary }) => summary?.objectives.every(({ met }) => met));
  const results = meeting.length > 0 ? meeting : all;
  return metricNames.flatMap((name): BestPoint[] => {
    const metric = comparedMetrics.find((each) => each.name === name) as ComparedMetric;
    let best: BestPoint | undefined;
    for (const point of results) {
      const value = point.summary ? metric.of(point.summary) : null;
      if (typeof value !== "number" || value <= 0) continue;
      const isBetter =
        best === undefined || (metric.better === "lower" ? value < best.value : value > best.value);
      if (isBetter) best = { metric, value, point };
    }
    return best === undefined ? [] : [best];
  });
}
