/**
 * Runs side by side: the headline metrics of each, and their ratio to the first. Schema `trnsim.comparison/1`.
 */
import { mean } from "d3-array";
import type { Summary } from "../simulation/summary.ts";
import { pairedRatio, type RatioInterval } from "./paired-ratio.ts";

/** A metric that a comparison shows. */
export interface ComparedMetric {
  name: string;
  title: string;
  unit: "ms" | "s" | "/s" | "fraction" | "usd" | "count" | "kW";
  /** Null: neither is better in itself. */
  better: "lower" | "higher" | null;
  of(summary: Summary): number | null | undefined;
}

const inference =
  (read: (metrics: NonNullable<Summary["inference"]>) => number | null) => (summary: Summary) =>
    summary.inference && read(summary.inference);
const training = (read: (metrics: NonNullable<Summary["training"]>) => number | null) => (summary: Summary) =>
  summary.training && read(summary.training);

/** Headline metrics in the order of a comparison table. */
export const comparedMetrics: readonly ComparedMetric[] = [
  { name: "chips", title: "Chips", unit: "count", better: null, of: ({ cluster }) => cluster.chips },
  {
    name: "tokens_per_s",
    title: "Tokens/s",
    unit: "/s",
    better: "higher",
    of: training((m) => m.tokens_per_s || null),
  },
  {
    name: "tokens_per_s_per_chip",
    title: "Tokens/s per chip",
    unit: "/s",
    better: "higher",
    of: training((m) => m.tokens_per_s_per_chip || null),
  },
  {
    name: "sequences_per_s",
    title: "Items/s",
    unit: "/s",
    better: "higher",
    of: training((m) => (m.tokens_per_s > 0 ? null : m.sequences_per_s)),
  },
  { name: "step_time_s", title: "Step time", unit: "s", better: "lower", of: training((m) => m.step_time_s) },
  { name: "mfu", title: "MFU", unit: "fraction", better: "higher", of: training((m) => m.mfu) },
  {
    name: "time_to_train_s",
    title: "Time to train",
    unit: "s",
    better: "lower",
    of: training((m) => m.time_to_train_s),
  },
  {
    name: "output_throughput",
    title: "Output tokens/s",
    unit: "/s",
    better: "higher",
    of: inference((m) => m.output_throughput),
  },
  {
    name: "request_throughput",
    title: "Requests/s",
    unit: "/s",
    better: "higher",
    of: inference((m) => m.request_throughput),
  },
  {
    name: "median_ttft_ms",
    title: "TTFT median",
    unit: "ms",
    better: "lower",
    of: inference((m) => m.median_ttft_ms),
  },
  {
    name: "p99_ttft_ms",
    title: "TTFT p99",
    unit: "ms",
    better: "lower",
    of: inference((m) => m.p99_ttft_ms),
  },
  {
    name: "median_tpot_ms",
    title: "TPOT median",
    unit: "ms",
    better: "lower",
    of: inference((m) => m.median_tpot_ms),
  },
  {
    name: "p99_tpot_ms",
    title: "TPOT p99",
    unit: "ms",
    better: "lower",
    of: inference((m) => m.p99_tpot_ms),
  },
  {
    name: "p99_e2el_ms",
    title: "End to end p99",
    unit: "ms",
    better: "lower",
    of: inference((m) => m.p99_e2el_ms),
  },
  {
    name: "usd_per_hour",
    title: "$ per hour",
    unit: "usd",
    better: "lower",
    of: ({ cost }) => cost.usd_per_hour,
  },
  {
    name: "usd_per_million_output_tokens",
    title: "$ per million output tokens",
    unit: "usd",
    better: "lower",
    of: (summary) => summary.inference && summary.cost.usd_per_million_output_tokens,
  },
  {
    name: "usd_per_million_total_tokens",
    title: "$ per million tokens",
    unit: "usd",
    better: "lower",
    of: ({ cost }) => cost.usd_per_million_total_tokens,
  },
  {
    name: "usd_total",
    title: "$ for the whole run",
    unit: "usd",
    better: "lower",
    of: (summary) => summary.training && summary.cost.usd_total,
  },
  {
    name: "mean_power_kw",
    title: "Power",
    unit: "kW",
    better: "lower",
    of: ({ energy }) => energy.mean_watts / 1000,
  },
];

/** One metric over all runs of a group. */
export interface ComparisonRow extends Omit<ComparedMetric, "of"> {
  /** In the order of the runs, the mean over replications; null where a run did not give it. */
  values: (number | null)[];
  /** Value over that of the first run. */
  ratios: (number | null)[];
  /** Where the true ratio lies; null without replications, and for the first run. */
  intervals: (RatioInterval | null)[];
}

/** Runs that answer one question, side by side. */
export interface ComparisonGroup {
  scenario: string;
  runs: Summary[];
  /** Runs of each, under different seeds. */
  replications: number;
  rows: ComparisonRow[];
  warnings: string[];
}

/** A run under its own seed, then under further ones; every run of a comparison under the same. */
export type Replicated = readonly [Summary, ...Summary[]];

/**
 * Groups runs by scenario, each group against its first run. Scenarios without variants are one group together, so that
 * files can be compared with each other.
 */
export function compareRuns(runs: readonly Replicated[]): ComparisonGroup[] {
  const groups = new Map<string, Replicated[]>();
  for (const run of runs) {
    const { name } = run[0].scenario;
    groups.set(name, [...(groups.get(name) ?? []), run]);
  }
  const alone = [...groups.values()].every((group) => group.length === 1);
  if (alone) return [compareGroup(runs.map(([{ scenario }]) => scenario.name).join(" / "), runs)];
  return [...groups].map(([name, group]) => compareGroup(name, group));
}

/** Headline metrics of `runs`: those of every kind of workload, those of their own kinds, and those of each job. */
export function metricsOf(runs: readonly Summary[]): ComparedMetric[] {
  const jobs = new Set(runs.flatMap(({ jobs = [] }) => jobs.map(({ name }) => name)));
  return [...comparedMetrics, ...ownMetrics(runs), ...[...jobs].flatMap((name) => jobMetrics(name, runs))];
}

interface OwnPart {
  own_metrics?: Summary["own_metrics"];
}

/** Headline metrics that kinds of workload define for themselves. */
function ownMetrics(parts: readonly (OwnPart | undefined)[]): ComparedMetric[] {
  const found = new Map<string, ComparedMetric>();
  for (const part of parts) {
    for (const { name, title, unit, better, isHeadline } of part?.own_metrics ?? []) {
      if (!isHeadline) continue;
      found.set(name, { name, title, unit, better, of: (summary) => ownValue(summary, name) });
    }
  }
  return [...found.values()];
}

/** The value of an own metric, in whichever part of the summary bears its kind's name. */
function ownValue(summary: Summary, name: string): number | null {
  for (const part of Object.values(summary)) {
    const value = (part as { [name: string]: unknown } | null)?.[name];
    if (typeof value === "number") return value;
  }
  return null;
}

/** What can be compared of the job called `job`, under its name, and how much the others slow it down. */
function jobMetrics(job: string, runs: readonly Summary[]): ComparedMetric[] {
  const jobOf = ({ jobs = [] }: Summary) => jobs.find(({ name }) => name === job);
  const asSummary = (summary: Summary): Summary | undefined => {
    const own = jobOf(summary);
    return own && ({ ...summary, ...own, cost: { ...summary.cost, ...own.cost } } as unknown as Summary);
  };
  const ofJob = [...comparedMetrics, ...ownMetrics(runs.map(jobOf))]
    .filter(({ name }) => !ofCluster.has(name))
    .map(
      (metric): ComparedMetric => ({
        ...metric,
        name: `${job}.${metric.name}`,
        title: `${job}: ${metric.title}`,
        of: (summary) => {
          const own = asSummary(summary);
          return own && metric.of(own);
        },
      }),
    );
  const slowdown: ComparedMetric = {
    name: `${job}.slowdown`,
    title: `${job}: slowdown`,
    unit: "count",
    better: "lower",
    of: (summary) => jobOf(summary)?.slowdown,
  };
  return [...ofJob, slowdown];
}

/** Metrics of the whole cluster, which no job has for itself. */
const ofCluster = new Set([
  "chips",
  "mean_power_kw",
  "usd_per_million_output_tokens",
  "usd_per_million_total_tokens",
]);

function compareGroup(scenario: string, runs: readonly Replicated[]): ComparisonGroup {
  const rows = metricsOf(runs.flat())
    .map(({ of, ...metric }): ComparisonRow => {
      const read = (run: Summary) => (run.status === "out-of-memory" ? null : (of(run) ?? null));
      const samples = runs.map((run) => run.map(read));
      const values = samples.map(meanOf);
      const [first] = values;
      return {
        ...metric,
        values,
        ratios: values.map((value) =>
          value === null || first === undefined || first === null || first === 0 ? null : value / first,
        ),
        intervals: samples.map((sample, index) =>
          index === 0 ? null : pairedRatio(samples[0] as (number | null)[], sample),
        ),
      };
    })
    .filter(({ values }) => values.some((value) => value !== null));
  const firsts = runs.map(([run]) => run);
  return { scenario, runs: firsts, replications: runs[0]?.length ?? 0, rows, warnings: warningsOf(firsts) };
}

function meanOf(sample: readonly (number | null)[]): number | null {
  const known = sample.filter((value) => value !== null);
  return known.length === sample.length ? (mean(known) ?? null) : null;
}

function warningsOf(runs: readonly Summary[]): string[] {
  return [...priceWarnings(runs), ...runs.flatMap(unansweredWarnings)];
}

/** Latencies are of answered requests: a run that answers few of them looks fast. */
function unansweredWarnings({ scenario, cluster, requests, jobs = [] }: Summary): string[] {
  const name = scenario.variant === "base" ? cluster.instance : scenario.variant;
  return [{ name: undefined, requests }, ...jobs].flatMap((part) => {
    const of = part.name === undefined ? name : `${name}, ${part.name}`;
    const { completed = 0, unanswered = null } = part.requests ?? {};
    return completed > 0 && unanswered !== null ? [`${of}: ${unanswered}`] : [];
  });
}

function priceWarnings(runs: readonly Summary[]): string[] {
  const options = new Map<string, string[]>();
  for (const { cost, scenario, cluster } of runs) {
    const option = cost.price_option ?? "no listed price";
    const name = scenario.variant === "base" ? cluster.instance : scenario.variant;
    options.set(option, [...(options.get(option) ?? []), name]);
  }
  if (options.size < 2) return [];
  const split = [...options].map(([option, names]) => `${option}: ${names.join(", ")}`).join("; ");
  return [`purchase options differ, so costs are not like for like (${split})`];
}
