/** How latencies are spread: the share of requests that are done within a time. */
import { type Chart, seriesColours, tableOfRows } from "../chart.ts";
import type { RunView } from "../run-view.ts";
import { spreadScale } from "./spread.ts";
import { timeAxis } from "./time-axis.ts";

const titles: Readonly<Record<string, string>> = {
  ttft: "Time to the first token (TTFT)",
  tpot: "Time per output token (TPOT)",
  e2el: "Time of a whole request",
};

/** One chart a latency that any run has. */
export function latencyCharts(runs: readonly RunView[]): Chart[] {
  const names = [...new Set(runs.flatMap(({ distributions }) => distributions.map(({ name }) => name)))];
  return names.map((name) => latencyChart(name, runs));
}

function latencyChart(name: string, runs: readonly RunView[]): Chart {
  const own = runs.map((run) => ({
    run: run.name,
    valuesMs: run.distributions.find((each) => each.name === name)?.valuesMs ?? [],
  }));
  const { unit, perMs } = timeAxis(Math.max(...own.map(({ valuesMs }) => valuesMs.at(-1) ?? 0)));
  const points = own.flatMap(({ run, valuesMs }) =>
    valuesMs.map((ms, index) => ({
      run,
      time: Number((ms * perMs).toPrecision(6)),
      share: index / Math.max(1, valuesMs.length - 1),
    })),
  );
  const runNames = runs.map((run) => run.name);
  const limits = limitsOf(name, runs).map(([objective, ms]) => ({ objective, limit: ms * perMs }));
  const drawn = [...points.map(({ time }) => time), ...limits.map(({ limit }) => limit)];
  return {
    title: titles[name] ?? name,
    note: `Share of requests that take at most this long.${limits.length > 0 ? ` Dotted: ${limits.map(({ objective }) => objective).join(", ")}.` : ""}`,
    plot: {
      height: 260,
      marginLeft: 45,
      x: { label: unit, ...spreadScale(drawn), grid: true, tickFormat: "~s" },
      y: { label: "% of requests", percent: true, grid: true },
      color: { domain: runNames, range: seriesColours.slice(0, runNames.length), legend: true },
    },
    marks: [
      {
        mark: "line",
        data: points,
        options: { x: "time", y: "share", z: "run", stroke: "run", strokeWidth: 2, clip: true, tip: "x" },
      },
      {
        mark: "ruleY",
        data: [{ at: 0.5 }, { at: 0.99 }],
        options: { y: "at", strokeDasharray: "3 4", opacity: 0.5 },
      },
      { mark: "ruleX", data: limits, options: { x: "limit", strokeDasharray: "1 3" } },
    ],
    table: tableOfRows(
      points
        .filter(({ share }) => [0, 0.5, 0.9, 0.95, 1].some((each) => Math.abs(each - share) < 1e-9))
        .map(({ run, share, time }) => ({ run, share, [unit]: time })),
    ),
  };
}

/** Objectives of the latency called `name`, each once, with their limits, ms. */
function limitsOf(name: string, runs: readonly RunView[]): [objective: string, ms: number][] {
  const own = runs.flatMap(({ summary }) =>
    summary.objectives.filter(({ objective }) => objective.startsWith(name)),
  );
  return [...new Map(own.map(({ objective, limit }) => [`${objective} ${limit}`, limit]))].map(
    ([key, limit]) => [key.split(" ")[0] as string, limit],
  );
}
