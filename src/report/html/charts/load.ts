/** Time to the first token, and what is written, against the requests that come; dashed lines where a run is full. */
import { significant } from "../../../base/units.ts";
import type { LoadCurve, LoadPoint } from "../../../study/load-curve.ts";
import { type Chart, type Mark, seriesColours, tableOfRows } from "../chart.ts";
import type { RunView } from "../run-view.ts";
import { timeAxis } from "./time-axis.ts";

/** The charts of the runs that have a load curve; none where none has. */
export function loadCharts(runs: readonly RunView[]): Chart[] {
  const drawn = runs.flatMap(({ name, summary, loadCurve }) =>
    loadCurve ? [{ name, curve: loadCurve, objectives: summary.objectives }] : [],
  );
  if (drawn.length === 0) return [];
  const names = drawn.map(({ name }) => name);
  const shared = {
    height: 280,
    marginLeft: 55,
    x: { label: "Requests/s that come", type: "log", grid: true, tickFormat: "~s" },
    color: { domain: names, range: seriesColours.slice(0, names.length), legend: true },
  };
  return [firstTokenChart(drawn, shared), ...outputChart(drawn, shared)];
}

interface Drawn {
  name: string;
  curve: LoadCurve;
  objectives: RunView["summary"]["objectives"];
}

/** Where each run is full. */
function fullRules(drawn: readonly Drawn[]): Mark {
  const data = drawn.map(({ name, curve }) => ({ run: name, rate: curve.saturation.rate }));
  return { mark: "ruleX", data, options: { x: "rate", stroke: "run", strokeDasharray: "4 3" } };
}

/** Time to the first token, or of what answers at once to the answer. */
function firstTokenChart(drawn: readonly Drawn[], shared: object): Chart {
  const ofAnswers = drawn.every(({ curve }) =>
    curve.points.every(({ p99_ttft_ms: first }) => first === null),
  );
  const timesOf = ({ median_ttft_ms, p99_ttft_ms, median_e2el_ms, p99_e2el_ms }: LoadPoint) =>
    ofAnswers ? [median_e2el_ms, p99_e2el_ms] : [median_ttft_ms, p99_ttft_ms];
  const latencies = drawn.flatMap(({ curve }) => curve.points.map((point) => timesOf(point)[1] ?? 0));
  const { unit, perMs } = timeAxis(Math.max(...latencies));
  const points = drawn.flatMap(({ name, curve }) =>
    curve.points.flatMap((point) => {
      const { rate, share } = point;
      const [median, p99] = timesOf(point);
      return median == null || p99 == null
        ? []
        : [{ run: name, rate, share, median: median * perMs, p99: p99 * perMs }];
    }),
  );
  const limits = drawn
    .flatMap(({ objectives }) => objectives)
    .filter(({ objective }) => objective.startsWith(ofAnswers ? "e2el" : "ttft"))
    .map(({ objective, limit }) => ({ objective, limit: limit * perMs }));
  return {
    title: `Time to the ${ofAnswers ? "answer" : "first token"} against load`,
    note: "Lines: median; dots: 99th percentile. Dashed: every place is taken; beyond it times grow with the length of the run. Dotted: objectives.",
    plot: { ...shared, y: { label: unit, type: "log", grid: true, tickFormat: "~s" } },
    marks: [
      fullRules(drawn),
      { mark: "ruleY", data: limits, options: { y: "limit", strokeDasharray: "1 3" } },
      {
        mark: "line",
        data: points,
        options: { x: "rate", y: "median", z: "run", stroke: "run", strokeWidth: 2 },
      },
      { mark: "dot", data: points, options: { x: "rate", y: "p99", fill: "run", r: 3, tip: true } },
    ],
    table: tableOfRows(
      points.map(({ run, rate, share, median, p99 }) => ({
        run,
        "requests/s": significant(rate),
        "of full": `${significant(100 * share)} %`,
        [`median ${unit}`]: significant(median),
        [`p99 ${unit}`]: significant(p99),
      })),
    ),
  };
}

/** Nothing where no text is written. */
function outputChart(drawn: readonly Drawn[], shared: object): Chart[] {
  const points = drawn.flatMap(({ name, curve }) =>
    curve.points.flatMap(({ rate, output_throughput: output }) =>
      output ? [{ run: name, rate, output }] : [],
    ),
  );
  if (points.length === 0) return [];
  const limits = drawn
    .flatMap(({ objectives }) => objectives)
    .filter(({ objective }) => objective === "outputThroughput");
  return [
    {
      title: "Output tokens/s against load",
      plot: { ...shared, y: { label: "tokens/s", grid: true, zero: true, tickFormat: "~s" } },
      ...(limits.length > 0 && { note: "Dotted: the objective." }),
      marks: [
        fullRules(drawn),
        { mark: "ruleY", data: limits, options: { y: "limit", strokeDasharray: "1 3" } },
        {
          mark: "line",
          data: points,
          options: { x: "rate", y: "output", z: "run", stroke: "run", strokeWidth: 2, tip: "x" },
        },
      ],
      table: tableOfRows(
        points.map(({ run, rate, output }) => ({
          run,
          "requests/s": significant(rate),
          "output tokens/s": significant(output),
        })),
      ),
    },
  ];
}
