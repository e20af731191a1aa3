/** The report of `sweep`: the best points, cost against time over all of them, and each axis against the headline metrics. */
import type { BestPoint } from "../../study/sweep/best-points.ts";
import type { SweepResult } from "../../study/sweep/sweep-point.ts";
import { valueText } from "../text/comparison-text.ts";
import { assumptionsHtml } from "./assumptions.ts";
import { type Chart, seriesColours, tableOfRows } from "./chart.ts";
import { type CostPoint, paretoChart } from "./charts/pareto.ts";
import { timeAxis } from "./charts/time-axis.ts";
import { escapeHtml, htmlPage, htmlTable, type PageScripts } from "./page.ts";

/** What the page shows. */
export interface SweepReport {
  title: string;
  results: readonly SweepResult[];
  best: readonly BestPoint[];
  paths: readonly string[];
  about: string;
  sources: readonly { file: string; text: string }[];
}

/** The whole page. */
export function sweepPage(report: SweepReport, scripts: PageScripts): string {
  const { title, results, best, paths, about, sources } = report;
  const finished = results.filter(({ status }) => status === "completed");
  const points = finished.flatMap((result) => costPoint(result, paths));
  const isServing = finished.some(({ summary }) => summary?.inference);
  const labels = isServing
    ? { time: "TPOT median, ms", usd: "$ per million output tokens" }
    : { time: "Step, s", usd: "$ per million tokens" };
  return htmlPage(
    {
      title,
      answer: [
        `${results.length} points, ${finished.length} of them completed.`,
        ...best.map(
          ({ metric, value, point }) =>
            `Best ${metric.title}: ${valueText(value, metric)} at ${pointName(point, paths)}.`,
        ),
      ],
      about,
      sections: [
        {
          heading: "All points",
          charts: [
            ...(points.length > 0 ? [paretoChart(points, labels)] : []),
            ...paths.flatMap((path) => best.map((each) => axisChart(path, each, finished, paths))),
          ],
        },
        { heading: "The points as a table", html: htmlTable(pointsTable(finished, best, paths)) },
        {
          heading: "What it rests on",
          html: assumptionsHtml(finished.flatMap(({ summary }) => (summary ? [summary] : []))),
        },
        {
          heading: "The scenario",
          html: sources
            .map(
              ({ file, text }) => `<h3>${escapeHtml(file)}</h3><pre tabindex="0">${escapeHtml(text)}</pre>`,
            )
            .join(""),
        },
      ],
    },
    scripts,
  );
}

/** `trn2, maxBatch 8, rate 4/s`. */
function pointName({ variant, set }: SweepResult, paths: readonly string[]): string {
  const settings = paths.map((path) => `${path.slice(path.lastIndexOf(".") + 1)} ${textOf(set[path])}`);
  return [...(variant === "base" ? [] : [variant]), ...settings].join(", ");
}

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function costPoint(result: SweepResult, paths: readonly string[]): CostPoint[] {
  const { inference, training, cost } = result.summary ?? {};
  const time = inference ? inference.median_tpot_ms : training?.step_time_s;
  const usd = inference ? cost?.usd_per_million_output_tokens : cost?.usd_per_million_total_tokens;
  return time && usd ? [{ name: pointName(result, paths), time, usd }] : [];
}

/** One metric over one axis: a dot a point, coloured by variant; a line through the best of each value. */
function axisChart(
  path: string,
  { metric }: BestPoint,
  results: readonly SweepResult[],
  paths: readonly string[],
): Chart {
  const measuredOf = ({ summary }: SweepResult) => (summary && metric.of(summary)) ?? 0;
  const time = timeAxis(Math.max(...results.map(measuredOf)));
  const [unit, scale] =
    metric.unit === "ms" ? [time.unit, time.perMs] : [metric.unit === "usd" ? "$" : metric.unit, 1];
  const points = results.flatMap((result) => {
    const measured = result.summary ? metric.of(result.summary) : null;
    const value = typeof measured === "number" ? measured * scale : null;
    const at = result.set[path];
    const x = typeof at === "number" ? at : textOf(at);
    return typeof value === "number"
      ? [{ x, value, variant: result.variant, point: pointName(result, paths) }]
      : [];
  });
  const numeric = points.every(({ x }) => typeof x === "number");
  const variants = [...new Set(points.map(({ variant }) => variant))];
  const name = path.slice(path.lastIndexOf(".") + 1);
  return {
    title: `${metric.title} over ${name}`,
    plot: {
      height: 240,
      marginLeft: 60,
      x: { label: name, grid: true, ...(numeric ? {} : { type: "point" }) },
      y: { label: unit, grid: true, zero: true, tickFormat: "~s" },
      color: {
        domain: variants,
        range: seriesColours.slice(0, variants.length),
        legend: variants.length > 1,
      },
    },
    marks: [
      {
        mark: "dot",
        data: points,
        options: {
          x: "x",
          y: "value",
          fill: "variant",
          fillOpacity: 0.8,
          channels: { point: "point" },
          tip: true,
        },
      },
    ],
    table: tableOfRows(points.map(({ point, value }) => ({ point, [metric.title]: value }))),
  };
}

function pointsTable(results: readonly SweepResult[], best: readonly BestPoint[], paths: readonly string[]) {
  return {
    columns: ["Point", ...best.map(({ metric }) => metric.title)],
    rows: results.map((result) => [
      pointName(result, paths),
      ...best.map(({ metric }) => {
        const value = result.summary ? metric.of(result.summary) : null;
        return typeof value === "number" ? valueText(value, metric) : "-";
      }),
    ]),
  };
}
