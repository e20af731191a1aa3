/** The figures of an answer that the page shows, in order: for cards and for CSV alike. */
import { metricText, percent } from "../base/metric-text.ts";
import { formatTime, formatUsd, significant } from "../base/units.ts";
import type { Table } from "../metrics/table.ts";
import type { Summary } from "../simulation/summary.ts";
import { kindFigures } from "../study/kind-figures.ts";
import type { TrustLevel } from "../timing/trust.ts";
import type { Answer } from "./answer.ts";

/** A figure and how far measurements lay from such predictions. */
export interface Figure {
  name: string;
  /** As CSV writes it, in `unit`. */
  value: number | null;
  unit: string;
  text: string;
  /** The error band; null where none is known of this figure. */
  band: { text: string; low: number; high: number } | null;
  /** How far it can be trusted; null where that is not told of it. */
  trust: TrustLevel | null;
}

interface Row {
  name: string;
  unit: string;
  of(summary: Summary): number | null | undefined;
  format(value: number): string;
  /** The metric whose error band it has. */
  metric?: string;
}

const ms = (value: number) => formatTime(value * 1e6);
const rate = (unit: string) => (value: number) => `${significant(value)} ${unit}`;

const rows: readonly Row[] = [
  {
    name: "Time to first token",
    unit: "ms",
    of: ({ inference }) => inference && (inference.mean_ttft_ms ?? undefined),
    format: ms,
    metric: "mean_ttft_ms",
  },
  {
    name: "Time to answer",
    unit: "ms",
    of: ({ inference }) => inference && (inference.mean_ttft_ms ? undefined : inference.mean_e2el_ms),
    format: ms,
    metric: "mean_e2el_ms",
  },
  {
    name: "Time per output token",
    unit: "ms",
    of: ({ inference }) => inference?.mean_tpot_ms,
    format: ms,
    metric: "mean_tpot_ms",
  },
  {
    name: "A user sees",
    unit: "tokens/s",
    of: ({ inference }) => inference && (inference.mean_tpot_ms ? 1000 / inference.mean_tpot_ms : null),
    format: rate("tokens/s"),
  },
  {
    name: "Output",
    unit: "tokens/s",
    of: ({ inference }) => inference?.output_throughput,
    format: rate("tokens/s"),
    metric: "output_throughput",
  },
  {
    name: "Output of a chip",
    unit: "tokens/s",
    of: ({ inference, cluster }) =>
      inference && (inference.output_throughput ? inference.output_throughput / cluster.chips : null),
    format: rate("tokens/s"),
  },
  {
    name: "Requests",
    unit: "requests/s",
    of: ({ inference }) => inference?.request_throughput,
    format: rate("requests/s"),
    metric: "request_throughput",
  },
  {
    name: "Time to train",
    unit: "s",
    of: ({ training }) => training?.time_to_train_s,
    format: (seconds) => formatTime(seconds * 1e9),
  },
  {
    name: "Step",
    unit: "s",
    of: ({ training }) => training?.step_time_s,
    format: (seconds) => formatTime(seconds * 1e9),
    metric: "step_time_s",
  },
  {
    name: "Trained",
    unit: "tokens/s",
    of: ({ training }) => training?.tokens_per_s,
    format: rate("tokens/s"),
    metric: "tokens_per_s",
  },
  {
    name: "Of the chips' peak (MFU)",
    unit: "fraction",
    of: ({ training }) => training?.mfu,
    format: percent,
    metric: "mfu",
  },
  {
    name: "Useful time",
    unit: "fraction",
    of: ({ training }) => training?.goodput_fraction,
    format: percent,
  },
  {
    name: "Interruptions",
    unit: "count",
    of: ({ training }) => training?.interruptions,
    format: (value) => significant(value),
  },
  {
    name: "Whole run",
    unit: "USD",
    of: ({ training, cost }) => training && cost.usd_total,
    format: formatUsd,
  },
  { name: "Price of an hour", unit: "USD", of: ({ cost }) => cost.usd_per_hour, format: formatUsd },
  { name: "Price of a month", unit: "USD", of: ({ cost }) => cost.usd_per_month, format: formatUsd },
  {
    name: "Per million output tokens",
    unit: "USD",
    of: ({ cost, inference }) => inference && cost.usd_per_million_output_tokens,
    format: formatUsd,
    metric: "usd_per_million_output_tokens",
  },
  {
    name: "Per million input tokens, apart",
    unit: "USD",
    of: ({ cost, inference }) => inference && cost.split_usd_per_million_input_tokens,
    format: formatUsd,
  },
  {
    name: "Per million output tokens, apart",
    unit: "USD",
    of: ({ cost, inference }) => inference && cost.split_usd_per_million_output_tokens,
    format: formatUsd,
  },
  {
    name: "Per million tokens, prompts too",
    unit: "USD",
    of: ({ cost }) => cost.usd_per_million_total_tokens,
    format: formatUsd,
  },
  {
    name: "An API, for the tokens of an hour",
    unit: "USD",
    of: ({ cost }) => cost.api_usd_per_hour,
    format: formatUsd,
  },
  {
    name: "Of what the API asks",
    unit: "fraction",
    of: ({ cost }) => cost.usd_over_api,
    format: percent,
  },
  {
    name: "Power",
    unit: "kW",
    of: ({ energy }) => energy.mean_power_kw,
    format: rate("kW"),
  },
];

/** Headlines that a kind of workload measures for itself, as it defines them. */
function ownRows({ own_metrics = [] }: Summary): Row[] {
  return own_metrics
    .filter(({ isHeadline }) => isHeadline)
    .map(({ part, name, title, unit }) => ({
      name: title,
      unit,
      of: (summary) => kindFigures(summary, part)?.[name] as number | null | undefined,
      format: (value) => metricText(value, unit),
      metric: name,
    }));
}

/** Whether the run of `summary` answered or did anything. */
export function isAnswered({ inference, status }: Summary): boolean {
  return inference === undefined ? status === "completed" : inference.completed > 0;
}

/** The figures of a run: those that its kind of workload has. */
export function figuresOf(summary: Summary): Figure[] {
  const answered = isAnswered(summary);
  return [...ownRows(summary), ...rows].flatMap(({ name, unit, of, format, metric }): Figure[] => {
    const found = of(summary);
    if (found === undefined) return [];
    const value = answered ? found : null;
    const { low, high } = summary.uncertainty?.find((each) => each.metric === metric) ?? {};
    const band =
      low === undefined || low === null || high === undefined || high === null
        ? null
        : { text: spanText(format(low), format(high)), low, high };
    const trust = summary.trust?.figures.find((each) => each.metric === metric)?.level ?? null;
    return [{ name, value, unit, text: value === null ? "not known" : format(value), band, trust }];
  });
}

/** `9 to 16 tokens/s`: a unit that both share is said once. */
function spanText(low: string, high: string): string {
  const unit = /^\S+( \S+)$/.exec(low)?.[1];
  return unit && high.endsWith(unit) ? `${low.slice(0, -unit.length)} to ${high}` : `${low} to ${high}`;
}

/** Every answer's figures with their bands: a line a figure, three columns an answer. */
export function answersTable(answers: readonly Answer[]): Table {
  const figures = answers.map(({ summary }) => (summary ? figuresOf(summary) : []));
  const own = answers.flatMap(({ summary }) => (summary ? ownRows(summary) : []));
  const shown = new Map([...own, ...rows].map(({ name, unit }) => [name, unit]));
  return {
    columns: ["figure", "unit", ...answers.flatMap(({ name }) => [name, `${name} low`, `${name} high`])],
    rows: [...shown]
      .filter(([name]) => figures.some((own) => own.some((figure) => figure.name === name)))
      .map(([name, unit]) => [
        name,
        unit,
        ...figures.flatMap((own) => {
          const { value = null, band = null } = own.find((figure) => figure.name === name) ?? {};
          return [value, band?.low ?? null, band?.high ?? null];
        }),
      ]),
  };
}
