/**
 * What a sweep found, metric by metric: over each axis, lines and colours for the other axis or the variants; and, where two
 * axes were swept, over both as a map. A star is the best point by the metric, of those that meet every objective; hollow
 * points miss one.
 */
import type { BestPoint } from "../../../study/sweep/best-points.ts";
import type { SweepResult } from "../../../study/sweep/sweep-point.ts";
import { meetsObjectives } from "../../missed-objectives.ts";
import { valueText } from "../../text/comparison-text.ts";
import { type Chart, type Mark, seriesColours, tableOfRows } from "../chart.ts";
import { timeAxis } from "./time-axis.ts";

/** Values further apart than this are drawn on a logarithmic axis. */
const wideRatio = 30;
/** Lines that colours still tell apart. */
const linesMost = 10;
const cellPixels = 34;
const starRadius = 6;

/** `trn2, maxBatch 8, rate 4/s`. */
export function pointName({ variant, set }: SweepResult, paths: readonly string[]): string {
  const settings = paths.map((path) => `${lastKey(path)} ${textOf(set[path])}`);
  return [...(variant === "base" ? [] : [variant]), ...settings].join(", ");
}

/** All charts of `best`'s metrics. */
export function sweepCharts(
  results: readonly SweepResult[],
  best: readonly BestPoint[],
  paths: readonly string[],
): Chart[] {
  const [first, second] = paths;
  const isGrid = first !== undefined && second !== undefined && paths.length === 2;
  return best.flatMap((each) => [
    ...paths.map((path) => axisChart(path, each, results, paths)),
    ...(isGrid ? [mapChart([first, second], each, results, paths)] : []),
  ]);
}

const lastKey = (path: string) => path.slice(path.lastIndexOf(".") + 1);

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

interface Axis {
  label: string;
  /** Options of the scale. */
  scale: Readonly<Record<string, unknown>>;
  place(result: SweepResult): number | string;
}

/** Numbers, and quantities in one unit, are drawn to scale; other values stand in the order in which they were written. */
function axisOf(path: string, results: readonly SweepResult[]): Axis {
  const label = lastKey(path);
  const texts = [...new Set(results.map(({ set }) => textOf(set[path])))];
  const parts = texts.map((text) => /^([\d.]+(?:e[+-]?\d+)?)\s*(\D*)$/i.exec(text));
  const units = new Set(parts.map((part) => part?.[2] ?? null));
  const [unit] = units;
  if (units.size !== 1 || unit === null || unit === undefined) {
    return {
      label,
      scale: { type: "point", domain: texts, label },
      place: ({ set }) => textOf(set[path]),
    };
  }
  const numbers = parts.map((part) => Number(part?.[1]));
  const isWide = Math.min(...numbers) > 0 && Math.max(...numbers) > wideRatio * Math.min(...numbers);
  return {
    label,
    scale: {
      label: unit === "" ? label : `${label}, ${unit}`,
      type: isWide ? "log" : "linear",
      tickFormat: "~s",
      ...(numbers.length <= linesMost && { ticks: numbers.toSorted((a, b) => a - b) }),
    },
    place: ({ set }) => Number.parseFloat(textOf(set[path])),
  };
}

/** A metric in a unit that people read, and what its objective asks. */
function measureOf({ metric }: BestPoint, results: readonly SweepResult[]) {
  const measured = (result: SweepResult) => {
    const value = result.summary ? metric.of(result.summary) : null;
    return typeof value === "number" ? value : null;
  };
  const perMs = metric.unit === "s" ? 1000 : 1;
  const isTime = metric.unit === "ms" || metric.unit === "s";
  const time = timeAxis(Math.max(0, ...results.map((result) => (measured(result) ?? 0) * perMs)));
  const scale = isTime ? time.perMs * perMs : metric.unit === "fraction" ? 100 : 1;
  const units: Readonly<Record<string, string>> = { usd: "$", fraction: "%", count: "", "/s": "" };
  const unit = isTime ? time.unit : (units[metric.unit] ?? metric.unit);
  const limits = results
    .flatMap(({ summary }) => summary?.objectives ?? [])
    .flatMap(({ objective, limit }) => (objective === metric.objective ? [limit * scale] : []));
  const value = (result: SweepResult) => {
    const found = measured(result);
    return found === null ? null : found * scale;
  };
  return { unit, value, limits: [...new Set(limits)].map((limit) => ({ limit })) };
}

/** One metric over one axis. */
function axisChart(
  path: string,
  best: BestPoint,
  results: readonly SweepResult[],
  paths: readonly string[],
): Chart {
  const { metric } = best;
  const { unit, value, limits } = measureOf(best, results);
  const axis = axisOf(path, results);
  const others = paths.filter((each) => each !== path);
  const series = (result: SweepResult) => pointName(result, others) || metric.title;
  const points = results.flatMap((result) => {
    const y = value(result);
    const point = pointName(result, paths);
    return y === null
      ? []
      : [
          {
            x: axis.place(result),
            y,
            line: series(result),
            point,
            met: meetsObjectives(result.summary),
            result,
          },
        ];
  });
  const lines = [...new Set(points.map(({ line }) => line))];
  const isTold = lines.length <= linesMost;
  const ofPoints = points.map(({ result: _, ...point }) => point);
  const missing = ofPoints.filter(({ met }) => !met);
  const starred = points.filter(({ result }) => result === best.point).map(({ x, y }) => ({ x, y }));
  const colour = isTold ? "line" : "var(--series-0)";
  const dot = { x: "x", y: "y", r: 3.5, channels: { point: "point" }, tip: true };
  return {
    title: `${metric.title} over ${axis.label}`,
    note: noteOf({ missing: missing.length, limits: limits.length }),
    plot: {
      height: 240,
      marginLeft: 60,
      x: { grid: true, ...axis.scale },
      y: { label: unit || metric.title, grid: true, zero: true, tickFormat: "~s" },
      ...(isTold && {
        color: { domain: lines, range: seriesColours.slice(0, lines.length), legend: lines.length > 1 },
      }),
    },
    marks: [
      { mark: "ruleY", data: limits, options: { y: "limit", strokeDasharray: "1 3" } },
      ...(isTold
        ? [
            {
              mark: "line",
              data: ofPoints,
              options: { x: "x", y: "y", z: "line", stroke: "line", sort: "x" },
            },
          ]
        : []),
      {
        mark: "dot",
        data: ofPoints.filter(({ met }) => met),
        options: { ...dot, fill: colour, fillOpacity: 0.8 },
      },
      { mark: "dot", data: missing, options: { ...dot, stroke: colour, fill: "var(--ground)" } },
      star(starred),
    ],
    table: tableOfRows(
      ofPoints.map(({ point, y }) => ({ point, [unit ? `${metric.title}, ${unit}` : metric.title]: y })),
    ),
  };
}

/** One metric over both axes: the darker, the more. */
function mapChart(
  [across, down]: readonly [string, string],
  best: BestPoint,
  results: readonly SweepResult[],
  paths: readonly string[],
): Chart {
  const { metric } = best;
  const { unit, value } = measureOf(best, results);
  const [x, y] = [axisOf(across, results), axisOf(down, results)];
  const order = (axis: Axis) => {
    const places = [...new Set(results.map(axis.place))];
    return places.every((place) => typeof place === "number") ? places.sort((a, b) => a - b) : places;
  };
  const variants = [...new Set(results.map(({ variant }) => variant))];
  const cells = results.flatMap((result) => {
    const found = value(result);
    if (found === null) return [];
    const figure = String(Number(found.toPrecision(3)));
    const isMet = meetsObjectives(result.summary);
    const shown = `${result === best.point ? "★ " : ""}${isMet ? figure : `(${figure})`}`;
    const point = pointName(result, paths);
    return [{ x: x.place(result), y: y.place(result), value: found, shown, variant: result.variant, point }];
  });
  const rows = order(y);
  const place = { x: "x", y: "y", ...(variants.length > 1 && { fy: "variant" }) };
  return {
    title: `${metric.title} over ${x.label} and ${y.label}`,
    note: [
      ...(unit === "" ? [] : [`In ${unit}.`]),
      "Star: the best.",
      ...(cells.some(({ shown }) => shown.endsWith(")")) ? ["In brackets: misses an objective."] : []),
    ].join(" "),
    plot: {
      height: rows.length * cellPixels * variants.length + 70,
      marginLeft: 70,
      marginRight: variants.length > 1 ? 90 : 20,
      x: { type: "band", domain: order(x), label: x.scale.label },
      y: { type: "band", domain: rows, label: y.scale.label },
      opacity: { range: [0.05, 0.6] },
    },
    marks: [
      {
        mark: "cell",
        data: cells,
        options: {
          ...place,
          fillOpacity: "value",
          fill: "var(--series-0)",
          channels: { point: "point" },
          tip: true,
        },
      },
      { mark: "text", data: cells, options: { ...place, text: "shown", fill: "var(--text)" } },
    ],
    table: tableOfRows(
      cells.map(({ point, value: found }) => ({
        point,
        [metric.title]: valueText(found, { ...metric, unit: "count" }),
      })),
    ),
  };
}

function star(data: readonly object[]): Mark {
  return {
    mark: "dot",
    data,
    options: { x: "x", y: "y", symbol: "star", r: starRadius, stroke: "var(--text)", strokeWidth: 1.5 },
  };
}

function noteOf({ missing, limits }: { missing: number; limits: number }): string {
  return [
    "Star: the best.",
    ...(missing > 0 ? ["Hollow: misses an objective."] : []),
    ...(limits > 0 ? ["Dotted: the objective."] : []),
  ].join(" ");
}
