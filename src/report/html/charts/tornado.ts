/** Sensitivity: how the result moves when each lever is moved by 10 % either way, the strongest lever on top. */
import type { Explanation } from "../../../study/explanation.ts";
import { metricTitle } from "../../text/explanation-text.ts";
import { type Chart, tableOfRows } from "../chart.ts";
import { runAxis } from "./run-axis.ts";

/** The chart of one explanation. */
export function tornadoChart({ metric, levers }: Explanation, run: string): Chart {
  const title = metricTitle(metric);
  const axis = runAxis(levers.map(({ lever }) => lever));
  const bars = levers.flatMap(({ lever, more, less }) => [
    { lever, move: "10 % more", zero: 0, change: more },
    ...(less === undefined ? [] : [{ lever, move: "10 % less", zero: 0, change: less }]),
  ]);
  return {
    title: `${run}: what the ${title} hangs on`,
    note: `Change of the ${title} when one thing is 10 % more or less, each simulated again.`,
    plot: {
      height: levers.length * axis.rowPixels + 70,
      marginLeft: axis.marginLeft,
      x: { label: `Change of the ${title}, %`, percent: true, grid: true },
      y: { label: null, domain: levers.map(({ lever }) => lever) },
      color: {
        domain: ["10 % more", "10 % less"],
        range: ["var(--series-0)", "var(--series-1)"],
        legend: true,
      },
    },
    marks: [
      axis.mark,
      {
        mark: "barX",
        data: bars,
        options: { x1: "zero", x2: "change", y: "lever", fill: "move", fillOpacity: 0.85, tip: true },
      },
      { mark: "ruleX", data: [{ zero: 0 }], options: { x: "zero" } },
    ],
    table: tableOfRows(
      levers.map(({ lever, more, less = null }) => ({ lever, "10 % more": more, "10 % less": less })),
    ),
  };
}
