/** Quantities over simulated time, one chart a quantity, a line a run. */
import { capitalised } from "../../../base/metric-text.ts";
import { type Chart, seriesColours, tableOfRows } from "../chart.ts";
import type { RunView } from "../run-view.ts";
import { timeAxis } from "./time-axis.ts";

const rowsShown = 40;
const nsPerMs = 1e6;
const secondsFromMs = 10_001;

/** One chart for each quantity that any run tells. */
export function timeCharts(runs: readonly RunView[]): Chart[] {
  const names = [...new Set(runs.flatMap(({ series }) => series.map(({ name }) => name)))];
  return names.map((name) => timeChart(name, runs));
}

function timeChart(name: string, runs: readonly RunView[]): Chart {
  let unit = "";
  const lastNs = runs.flatMap(({ series }) =>
    series.filter((each) => each.name === name).map(({ startNs }) => startNs.at(-1) ?? 0),
  );
  // Seconds at least: a simulated time is written in them everywhere else.
  const time = timeAxis(Math.max(secondsFromMs, ...lastNs.map((ns) => ns / nsPerMs)));
  const points = runs.flatMap((run) => {
    const series = run.series.find((each) => each.name === name);
    unit = series?.unit ?? unit;
    return (series?.startNs ?? []).map((ns, index) => ({
      run: run.name,
      time: (ns / nsPerMs) * time.perMs,
      value: series?.values[index] ?? 0,
    }));
  });
  const runNames = runs.map((run) => run.name);
  const stride = Math.max(1, Math.ceil(points.length / rowsShown));
  return {
    title: capitalised(name),
    plot: {
      height: 220,
      marginLeft: 50,
      x: { label: `Simulated time, ${time.unit}`, grid: true },
      y: { label: unit, grid: true, zero: true, tickFormat: "~s" },
      color: { domain: runNames, range: seriesColours.slice(0, runNames.length), legend: true },
    },
    marks: [
      {
        mark: "line",
        data: points,
        options: {
          x: "time",
          y: "value",
          z: "run",
          stroke: "run",
          strokeWidth: 1.5,
          curve: "step-after",
          tip: "x",
        },
      },
    ],
    table: tableOfRows(
      points
        .filter((_, index) => index % stride === 0)
        .map(({ run, time: at, value }) => ({ run, [time.unit]: at, [unit || "value"]: value })),
    ),
  };
}
