/** How far predictions were from measurements: errors by group, and every prediction with its band against what was measured. */
import { group } from "d3-array";
import type { LeftOutRow } from "../../../validation/evidence/left-out-rows.ts";
import type { ClassScore, ScoredRow } from "../../../validation/evidence/score.ts";
import { type Chart, seriesColours, tableOfRows } from "../chart.ts";
import { runAxis } from "./run-axis.ts";

/** An error of a group, % of the measured value: half of its figures are closer than `median`; bars reach to `end`. */
interface Spread {
  group: string;
  figure: string;
  n: number;
  median: number;
  end: number;
}

/** Kinds of figures in the order of their colours. */
const figureNames = [
  "time per token",
  "time to first token",
  "throughput of serving",
  "training step",
  "items per second",
  "collectives",
  "one kernel",
];

/** Pixels between kinds of figures of one group, and between groups. */
const lanePixels = 8;
const gapPixels = 10;

/** Errors of groups left out of the fits, a line a stack and a colour a kind of figure. */
export function leftOutChart(rows: readonly LeftOutRow[], title: string): Chart {
  const spreads = rows.map(({ profile, figure, rows: n, medianError, meanError }) => ({
    group: profile,
    figure,
    n,
    median: 100 * medianError,
    end: 100 * meanError,
  }));
  return spreadChart(spreads, { title, note: "Dots are medians; bars reach to the mean.", end: "mean" });
}

/** Errors by one class, a line a name of it and a colour a kind of figure. */
export function classChart(scores: readonly ClassScore[], title: string): Chart {
  const spreads = scores.map(({ name, figure, n, median_ape, p90_ape }) => ({
    group: name,
    figure,
    n,
    median: 100 * median_ape,
    end: 100 * p90_ape,
  }));
  const note = "Dots are medians; nine in ten figures are closer than where the bar ends.";
  return spreadChart(spreads, { title, note, end: "90 %" });
}

/** Ticks of an axis of roots, on which small errors have room: 0, 1, 5, 10, 20, 50, 100, ... %, at most six, up to `most`. */
function ticksTo(most: number): number[] {
  const ticks = [0, 1, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].filter((tick) => tick <= most);
  const [zero, ...rest] = ticks;
  return [zero ?? 0, ...rest.slice(-5)];
}

/** One colour a kind of figure, the same in every chart. */
function colourOf(figure: string): string {
  return seriesColours[figureNames.indexOf(figure)] ?? "var(--series-9)";
}

function spreadChart(
  spreads: readonly Spread[],
  { title, note, end }: { title: string; note: string; end: string },
): Chart {
  const groups = [...new Set(spreads.map(({ group }) => group))];
  const shown = [...new Set(spreads.map(({ figure }) => figure))];
  const figures = [
    ...figureNames.filter((name) => shown.includes(name)),
    ...shown.filter((name) => !figureNames.includes(name)),
  ];
  const axis = runAxis(groups);
  // Figures of one group lie below each other within its line.
  const lanes = groups.map((name) => spreads.filter(({ group }) => group === name));
  const offset = (spread: Spread) => {
    const own = lanes[groups.indexOf(spread.group)] ?? [];
    return (own.indexOf(spread) - (own.length - 1) / 2) * lanePixels;
  };
  const furthest = Math.max(...spreads.map(({ median, end }) => Math.max(median, end)));
  const most = Math.max(...lanes.map(({ length }) => length));
  const marks = [...group(spreads, offset)].flatMap(([dy, own]) => {
    const shared = { y: "group", dy, stroke: "figure" };
    const bar = { ...shared, x1: "median", x2: "end", strokeWidth: 4, strokeOpacity: 0.35 };
    const dot = { ...shared, x: "median", fill: "figure", r: 3.5 };
    return [
      { mark: "ruleY", data: own, options: bar },
      { mark: "dot", data: own, options: { ...dot, channels: { figures: "n", [end]: "end" }, tip: true } },
    ];
  });
  return {
    title,
    note,
    plot: {
      height: groups.length * Math.max(axis.rowPixels, most * lanePixels + gapPixels) + 60,
      marginLeft: axis.marginLeft,
      x: {
        label: "error, % of the measured value",
        grid: true,
        type: "sqrt",
        zero: true,
        ticks: ticksTo(furthest),
      },
      y: { label: null, domain: groups },
      color: { domain: figures, range: figures.map(colourOf), legend: true },
    },
    marks: [axis.mark, ...marks],
    table: tableOfRows(
      spreads.map(({ group, figure, n, median, end: most }) => ({
        group,
        figure,
        n,
        "median, %": Number(median.toPrecision(3)),
        [`${end}, %`]: Number(most.toPrecision(3)),
      })),
    ),
  };
}

/** Predicted over measured, both logarithmic, each prediction with its band; on the line a prediction is right. Values are in `unit`. */
export function scatterChart(points: readonly ScoredRow[], title: string, unit: string): Chart {
  const dots = points.map(({ id, measured, predicted, low, high, error }) => {
    const band =
      low === null || high === null
        ? "no band"
        : low <= measured && measured <= high
          ? "inside its band"
          : "outside";
    return { id, measured, predicted, low: low ?? predicted, high: high ?? predicted, error, band };
  });
  const values = dots
    .flatMap(({ measured, low, high }) => [measured, low, high])
    .filter((value) => value > 0);
  const ends = [Math.min(...values) / 1.1, Math.max(...values) * 1.1];
  return {
    title,
    note: "On the line the prediction is right; bars are bands of 90 %, or the part of them that says something.",
    plot: {
      height: 320,
      marginLeft: 60,
      x: { label: `Measured, ${unit}`, type: "log", grid: true, tickFormat: "~s", ticks: 5 },
      y: { label: `Predicted, ${unit}`, type: "log", grid: true, tickFormat: "~s", ticks: 5 },
      color: {
        domain: ["inside its band", "outside", "no band"],
        range: ["var(--series-0)", "var(--series-1)", "var(--series-8)"],
        legend: true,
      },
    },
    marks: [
      {
        mark: "line",
        data: ends.map((end) => ({ measured: end, predicted: end })),
        options: { x: "measured", y: "predicted", stroke: "var(--series-8)" },
      },
      {
        mark: "ruleX",
        data: dots,
        options: { x: "measured", y1: "low", y2: "high", stroke: "band", strokeOpacity: 0.25 },
      },
      {
        mark: "dot",
        data: dots,
        options: {
          x: "measured",
          y: "predicted",
          fill: "band",
          fillOpacity: 0.75,
          r: 2.5,
          channels: { row: "id" },
          tip: true,
        },
      },
    ],
    table: tableOfRows(
      dots.map(({ id, measured, predicted, low, high, error }) => ({
        id,
        measured,
        predicted,
        low,
        high,
        error,
      })),
    ),
  };
}
