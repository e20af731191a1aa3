/** Cost against time: what is to the left and below is better on both; the line joins what nothing else beats on both. */
import { type Chart, seriesColours, tableOfRows } from "../chart.ts";
import { spreadScale } from "./spread.ts";

/** A point of the chart: both coordinates are better when smaller. */
export interface CostPoint {
  name: string;
  time: number;
  usd: number;
}

/** The points that no other point beats or equals on both, from the cheapest to the fastest. */
function paretoFront(points: readonly CostPoint[]): CostPoint[] {
  const sorted = [...points].sort((a, b) => a.usd - b.usd || a.time - b.time);
  let least = Number.POSITIVE_INFINITY;
  return sorted.filter(({ time }) => {
    const isBetter = time < least;
    least = Math.min(least, time);
    return isBetter;
  });
}

const readable = { grid: true, tickFormat: "~s" };

/** The chart of `points`; labels name the axes, `limits` are objectives on the time. */
export function paretoChart(
  points: readonly CostPoint[],
  labels: { time: string; usd: string },
  limits: readonly number[] = [],
): Chart {
  const front = paretoFront(points);
  const names = [...new Set(points.map(({ name }) => name))];
  const isNamed = names.length <= seriesColours.length;
  return {
    title: "Cost against time",
    note: `To the left and below is better. The line joins what no other beats on both.${limits.length > 0 ? " Dotted: the objective." : ""}`,
    plot: {
      height: 300,
      marginLeft: 55,
      x: { ...readable, label: labels.usd, ...spreadScale(points.map(({ usd }) => usd)) },
      y: { ...readable, label: labels.time, ...spreadScale(points.map(({ time }) => time)) },
      ...(isNamed && { color: { domain: names, range: seriesColours.slice(0, names.length), legend: true } }),
    },
    marks: [
      {
        mark: "ruleY",
        data: [...new Set(limits)].map((limit) => ({ limit })),
        options: { y: "limit", strokeDasharray: "1 3" },
      },
      {
        mark: "line",
        data: front,
        options: { x: "usd", y: "time", stroke: "var(--series-8)", strokeDasharray: "4 3" },
      },
      {
        mark: "dot",
        data: points,
        options: {
          x: "usd",
          y: "time",
          r: isNamed ? 6 : 4,
          fill: isNamed ? "name" : "var(--series-0)",
          fillOpacity: 0.8,
          channels: { point: "name" },
          tip: true,
        },
      },
    ],
    table: tableOfRows(
      points.map(({ name, usd, time }) => ({ name, [labels.usd]: usd, [labels.time]: time })),
    ),
  };
}
