/**
 * One point of a sweep and what came of it: a line of `points.jsonl` (all of the summary) and a row of `points.csv` (the
 * headline metrics). Schema `trnsim.sweep/1`.
 */
import type { Summary } from "../../simulation/summary.ts";
import { headlineMetrics } from "../comparison.ts";
import { metricsOf, type OwnMetric } from "../summary-metrics.ts";

/** What to simulate: a scenario of the files, and overrides on top. */
export interface SweepPoint {
  /** From 0, in the order of the sweep. */
  index: number;
  scenario: string;
  variant: string;
  /** Values by dotted path. */
  set: Readonly<Record<string, unknown>>;
}

/** A point and its result. */
export interface SweepResult extends SweepPoint {
  /** A run's status, or why there was no run. */
  status: Summary["status"] | "bad-input" | "failed";
  reason: string | null;
  summary: Summary | null;
}

/** What decides the columns of `points.csv`: the paths that points set, and the metrics of kinds of workload of their own. */
export interface SweepColumns {
  paths: readonly string[];
  own_metrics?: readonly OwnMetric[];
}

/** Titles of the columns. */
export function columnsOf({ paths, own_metrics }: SweepColumns): string[] {
  const metrics = headlineMetrics(metricsOf(own_metrics)).map(({ name }) => name);
  return ["index", "scenario", "variant", ...paths, "status", "reason", "trust", ...metrics];
}

/** The row of `result` under `columnsOf(columns)`; what it has no value for is empty. */
export function rowOf(result: SweepResult, { paths, own_metrics }: SweepColumns): (string | number | null)[] {
  const { index, scenario, variant, set, status, reason, summary } = result;
  const values = paths.map((path) => {
    const value = set[path];
    return typeof value === "number" || typeof value === "string" ? value : JSON.stringify(value ?? null);
  });
  const metrics = headlineMetrics(metricsOf(own_metrics)).map(({ of }) =>
    summary ? (of(summary) ?? null) : null,
  );
  return [index, scenario, variant, ...values, status, reason, summary?.trust?.level ?? null, ...metrics];
}
