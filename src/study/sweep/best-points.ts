/** The best point of a sweep by each headline metric. */
import { headlineMetrics } from "../comparison.ts";
import { metricsIn, type SummaryMetric } from "../summary-metrics.ts";
import type { SweepResult } from "./sweep-point.ts";

/** A metric and the point at which it is best. */
export interface BestPoint {
  metric: SummaryMetric;
  value: number;
  point: SweepResult;
}

/**
 * For each key metric that any point has, the first of the points at which it is best: of those that meet every objective, or of
 * all where none does.
 */
export function bestPoints(all: readonly SweepResult[]): BestPoint[] {
  const meeting = all.filter(({ summary }) => summary?.objectives.every(({ met }) => met));
  const results = meeting.length > 0 ? meeting : all;
  const metrics = headlineMetrics(metricsIn(all.flatMap(({ summary }) => summary ?? [])));
  return metrics.flatMap((metric): BestPoint[] => {
    if (!metric.isKey || metric.better === null) return [];
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
