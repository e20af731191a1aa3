/**
 * Scores of predictions against measurements. The error of a row is predicted / measured - 1, so that 0.1 says 10 % too
 * much, of a time and of a rate alike.
 */

import { group, mean, quantile } from "d3-array";
import { elementAt } from "../../base/element-at.ts";
import type { RowClass } from "../rows/row-class.ts";

/** One scored metric of one row. */
export interface ScoredRow extends RowClass {
  id: string;
  file: string;
  /** Kind of the file: `decode`, `encoder`, ... */
  kind: string;
  /** The measured column. */
  metric: string;
  predicted: number;
  measured: number;
  error: number;
  /** The 90 % band that `run` would print; null where nothing comparable was measured. */
  low: number | null;
  high: number | null;
  instance: string;
  software: string;
  model: string;
  source: string;
  profile: string;
}

/** Errors of several rows of one kind and metric, as fractions. */
export interface Score {
  kind: string;
  metric: string;
  n: number;
  /** Mean absolute error. */
  mape: number;
  median_ape: number;
  p90_ape: number;
  /** Mean error with its sign: positive where predictions are too high. */
  bias: number;
  /** Share of the rows whose measured value lies inside their band; a row without one counts as outside. */
  inside_band: number;
  /** Share of the rows that have a band. */
  with_band: number;
  /** Median of high / low; null where no row has a band. */
  band_width: number | null;
}

/** A score of the rows that share a file, an instance, a software stack or a model. */
export interface GroupScore extends Score {
  by: "file" | "instance" | "software" | "model";
  name: string;
}

/** Scores by kind and metric. */
export function totals(rows: readonly ScoredRow[]): Score[] {
  return [...group(rows, ({ kind, metric }) => `${kind} ${metric}`).values()].map(scoreOf);
}

/** Scores of each file, instance, software and model, by kind and metric. */
export function groups(rows: readonly ScoredRow[]): GroupScore[] {
  return (["file", "instance", "software", "model"] as const).flatMap((by) =>
    [...group(rows, (row) => `${row[by]}\n${row.kind} ${row.metric}`).values()].map((members) => ({
      by,
      name: elementAt(members, 0)[by],
      ...scoreOf(members),
    })),
  );
}

/** Columns by which accuracies are looked up. */
export const classes = ["chip", "profile", "model_kind", "load"] as const;

/** A score of the figures of one kind whose rows share a class. */
export interface ClassScore extends Score {
  by: (typeof classes)[number];
  name: string;
  figure: string;
}

/** `2 to 8` before `33 to 128`. */
const numbersFirst = new Intl.Collator("en", { numeric: true });

/** Scores by class and kind of figure; a row that does not say its class is in none. */
export function classScores(rows: readonly ScoredRow[]): ClassScore[] {
  return classes.flatMap((by) => {
    const known = rows.filter((row) => row[by] !== null && row[by] !== "none");
    const alike = [...group(known, (row) => `${row[by]}\n${row.figure}`).values()];
    const scores = alike.map((members) => {
      const { [by]: name, figure } = elementAt(members, 0);
      return { by, name: name as string, figure, ...scoreOf(members) };
    });
    return scores.sort((a, b) => numbersFirst.compare(a.name, b.name));
  });
}

function scoreOf(rows: readonly ScoredRow[]): Score {
  const { kind, metric } = elementAt(rows, 0);
  const absolute = rows.map(({ error }) => Math.abs(error));
  const widths = rows.flatMap(({ low, high }) => (low === null || high === null ? [] : high / low));
  return {
    kind,
    metric,
    n: rows.length,
    mape: mean(absolute) as number,
    median_ape: quantile(absolute, 0.5) as number,
    p90_ape: quantile(absolute, 0.9) as number,
    bias: mean(rows, ({ error }) => error) as number,
    inside_band: mean(rows, (row) => Number(isInside(row))) as number,
    with_band: mean(rows, ({ low }) => Number(low !== null)) as number,
    band_width: quantile(widths, 0.5) ?? null,
  };
}

function isInside({ low, high, measured }: ScoredRow): boolean {
  return low !== null && high !== null && low <= measured && measured <= high;
}
