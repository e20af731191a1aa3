/**
 * A metric as data: what it is called, what it means, which way is better, how it is computed and what an objective of it is
 * called. Summaries, comparisons, objectives, baselines, OpenMetrics and the documentation of results fold over lists of these;
 * to add a metric is to add an entry to the list of its part.
 */
import type { MeasuredFigure } from "../base/measured-figure.ts";
import type { Yardsticks } from "./yardstick.ts";

/** What figures are given in. */
export const metricUnits = ["ms", "s", "/s", "fraction", "usd", "count", "W", "kW", "kWh", "bytes"] as const;

/** What a figure is given in. */
export type MetricUnit = (typeof metricUnits)[number];

/** The error band of a figure: by errors of what was measured, or those of another metric that it is computed from. */
export type BandRule = (MeasuredBand | FollowingBand) & {
  /** Whether a run's text tells it; of rates the first that has one. */
  isTold?: boolean;
  /** Whether it tells it where its first token has none. */
  isToldInstead?: boolean;
};

/** It has the errors of what was measured. */
export interface MeasuredBand {
  /** The closest first: those of the next where nothing was measured of it. */
  of: readonly MeasuredFigure[];
  /** It is the higher the less time that takes. */
  isRate?: boolean;
  /** The metric of its part that is the time to the first token within it: that share has the errors of first tokens. */
  firstToken?: string;
}

/** It is the lower the higher a rate is, as a price of what comes out; it has no band where that rate is not measured. */
export interface FollowingBand {
  /** A metric of any part. */
  follows: string;
}

/** What a metric is, apart from how it is computed. */
export interface MetricDefinition {
  /** snake_case, with its unit at the end; unique within its part of the summary. */
  name: string;
  /** In tables. */
  title: string;
  unit: MetricUnit;
  /** Null: neither is better in itself. */
  better: "lower" | "higher" | null;
  /** What is counted, between which moments, over what. */
  meaning?: string;
  /** Whether comparisons show it. */
  isHeadline?: boolean;
  /** Whether a sweep names the point at which it is best; a user's own headlines are when absent. */
  isKey?: boolean | undefined;
  /** It is a figure of the hardware, which runs have that do not fit. */
  isOfHardware?: boolean;
  /** Comparisons show it only of runs whose workload weighs itself by it. */
  isHeadlineIfWeighed?: boolean;
  /** Comparisons show it only where the metric of this name, of the same part, is 0 or not known. */
  insteadOf?: string;
  /** What a limit of it is called under `objectives`; the figure must stay below it where lower is better, else reach it. */
  objective?: string;
  /** The time that a run is judged by when something about it is changed: of a step, of a request. */
  isPace?: boolean;
  /** Whether `explain` tells what each lever does to it, beside the pace. */
  isExplained?: boolean;
  /** None when absent. */
  band?: BandRule;
  /** The text of a run says it in words of its own, so that a list of headlines leaves it out. */
  isWorded?: boolean;
}

/** What an objective holds against its limit, where that is not the figure that is shown. */
export interface Judgement {
  /** In the metric's unit; null: infinite, or not known. */
  value: number | null;
  /** What a reader must know of it. */
  why: string | null;
}

/** A metric, and how it is read from what was measured. */
export interface Metric<Measured, Name extends string = string> extends MetricDefinition {
  readonly name: Name;
  /** In `unit`; null: not known here; undefined: has no meaning here, and no place in the summary. */
  of(measured: Measured): number | null | undefined;
  /** What an objective judges; the figure itself when absent. `allowed`: the share of requests that may get no answer. */
  judged?(measured: Measured, allowed: number): Judgement;
}

/** Metrics that stand together in a summary, all read from one thing measured. */
export interface MetricPart<
  Source,
  Measured,
  List extends readonly Metric<Measured>[] = readonly Metric<Measured>[],
  Details extends object = object,
> {
  /** Key of the summary. */
  part: string;
  /** What was measured; undefined where there was nothing of the sort. */
  of(source: Source): Measured | undefined;
  metrics: List;
  /** What stands in the part beside its metrics: texts, lists, breakdowns. */
  details?(measured: Measured): Details;
  /** What figures among the details are whose names come from the data; none are when absent. */
  others?: Pick<MetricDefinition, "unit" | "better">;
  /** By what runs with this part are weighed. */
  yardsticks?: Yardsticks;
  /** Its metrics are known in the field by their names alone. */
  isNamedAlone?: boolean;
}

type Read<Each> = Each extends { of(measured: never): infer Value } ? Value : never;

/** Figures by the names of the metrics; those that have no meaning in a run are absent from it. */
export type Figures<Each extends { name: string }> = {
  [One in Each as undefined extends Read<One> ? never : One["name"]]: Read<One>;
} & {
  [One in Each as undefined extends Read<One> ? One["name"] : never]?: Exclude<Read<One>, undefined>;
};

/** What a summary holds of a part. */
export type PartFigures<Part extends { metrics: readonly { name: string }[] }> = Figures<
  Part["metrics"][number]
> &
  (Part extends { details?(measured: never): infer Details } ? Details : object);

/** A part for those who need not know what was measured. */
export interface SummaryPart<Source> {
  part: string;
  metrics: readonly MetricDefinition[];
  others?: Pick<MetricDefinition, "unit" | "better"> | undefined;
  yardsticks?: Yardsticks | undefined;
  isNamedAlone: boolean;
  /** The figures that `source` gives, in the order of their list, then the details; undefined where there are none. */
  figures(source: Source): { [name: string]: unknown } | undefined;
  /** The figure of `metric` that `source` gives. */
  figure(metric: MetricDefinition, source: Source): number | null | undefined;
  /** What the objective of `metric` judges; undefined where nothing of the sort was measured. */
  judgement(metric: MetricDefinition, source: Source, allowed: number): Judgement | undefined;
}

/** `of` and what follows from it, without the type of what was measured. */
export function summaryPart<Source, Measured>({
  part,
  of,
  metrics,
  details,
  others,
  yardsticks,
  isNamedAlone = false,
}: MetricPart<Source, Measured>): SummaryPart<Source> {
  return {
    part,
    metrics,
    others,
    yardsticks,
    isNamedAlone,
    figures(source) {
      const measured = of(source);
      if (measured === undefined) return undefined;
      const figures = metrics.flatMap((metric): [string, number | null][] => {
        const value = metric.of(measured);
        return value === undefined ? [] : [[metric.name, value]];
      });
      return { ...Object.fromEntries(figures), ...details?.(measured) };
    },
    figure({ name }, source) {
      const measured = of(source);
      return measured && metrics.find((metric) => metric.name === name)?.of(measured);
    },
    judgement(definition, source, allowed) {
      const measured = of(source);
      const metric = metrics.find(({ name }) => name === definition.name);
      if (measured === undefined || metric === undefined) return undefined;
      return metric.judged?.(measured, allowed) ?? { value: metric.of(measured) ?? null, why: null };
    },
  };
}

/** Types a part by what its metrics are read from, and keeps their names, so that a summary is typed by its metrics. */
export function metricPart<Source>() {
  return <Measured, const List extends readonly Metric<Measured>[], Details extends object = object>(
    part: MetricPart<Source, Measured, List, Details>,
  ) => part;
}

/** `metrics` of one thing measured, with their names. */
export function metricsOver<Measured>() {
  return <const List extends readonly Metric<Measured>[]>(metrics: List) => metrics;
}
