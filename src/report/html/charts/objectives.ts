/**
 * Every objective as the part of its limit that each run takes, whatever it limits: left of the line at 100 % it is met, right
 * of it missed. Of a latency or a bill that is the figure over the limit; of a rate that must be reached, the limit over it.
 */
import { metricText } from "../../../base/metric-text.ts";
import type { ObjectiveResult } from "../../../simulation/objectives.ts";
import { type Chart, seriesColours, tableOfRows } from "../chart.ts";
import type { RunView } from "../run-view.ts";
import { runAxis } from "./run-axis.ts";

/** Ratios further apart than this are drawn on a logarithmic axis. */
const wideRatio = 20;

/** The chart; none where nothing is demanded. */
export function objectiveCharts(runs: readonly RunView[]): Chart[] {
  const judged = runs.flatMap(({ name, summary }) =>
    summary.objectives.map((each) => ({ run: name, each, demand: demandText(each), taken: takenOf(each) })),
  );
  if (judged.length === 0) return [];
  const demands = [...new Set(judged.map(({ demand }) => demand))];
  const drawn = judged.flatMap(({ run, each, demand, taken }) =>
    taken === null
      ? []
      : [{ run, demand, taken: 100 * taken, figure: metricText(each.actual, each.unit), met: verdict(each) }],
  );
  const without = judged.filter(({ taken }) => taken === null).map(({ run, demand }) => `${run}: ${demand}`);
  const names = runs.map(({ name }) => name);
  const shares = drawn.map(({ taken }) => taken);
  const least = Math.min(100, ...shares);
  const isWide = least > 0 && Math.max(100, ...shares) > wideRatio * least;
  const axis = runAxis(demands);
  return [
    {
      title: "Objectives",
      note: `How much of each limit is taken: left of the line it is met, right of it missed.${without.length > 0 ? ` Missed without a figure: ${without.join("; ")}.` : ""}`,
      plot: {
        height: demands.length * axis.rowPixels + 70,
        marginLeft: axis.marginLeft,
        x: {
          label: "% of the limit",
          type: isWide ? "log" : "linear",
          grid: true,
          tickFormat: "~s",
          ...(isWide ? {} : { zero: true }),
        },
        y: { label: null, domain: demands, type: "point" },
        color: { domain: names, range: names.map((_, index) => seriesColours[index % 10]), legend: true },
      },
      marks: [
        axis.mark,
        { mark: "ruleX", data: [{ limit: 100 }], options: { x: "limit", strokeDasharray: "1 3" } },
        {
          mark: "dot",
          data: drawn,
          options: {
            x: "taken",
            y: "demand",
            fill: "run",
            r: 5,
            fillOpacity: 0.8,
            channels: { figure: "figure", verdict: "met" },
            tip: true,
          },
        },
      ],
      table: tableOfRows(
        judged.map(({ run, each, demand, taken }) => ({
          run,
          objective: demand,
          figure: metricText(each.actual, each.unit),
          "of the limit": taken === null ? "-" : `${Number((100 * taken).toPrecision(3))} %`,
          verdict: verdict(each),
        })),
      ),
    },
  ];
}

const verdict = ({ met }: ObjectiveResult) => (met ? "met" : "missed");

/** `ttftP99 at most 2 s`. */
function demandText({ objective, limit, unit, must }: ObjectiveResult): string {
  return `${objective} ${must === "reach" ? "at least" : "at most"} ${metricText(limit, unit)}`;
}

/** The part of the limit that is taken; null where there is no figure, or no finite part. */
function takenOf({ actual, limit, must }: ObjectiveResult): number | null {
  if (actual === null) return null;
  const part = must === "reach" ? limit / actual : actual / limit;
  return Number.isFinite(part) ? part : null;
}
