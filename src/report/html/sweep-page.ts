/** The report of `sweep`: the best points, cost against time over all of them, and each axis against the headline metrics. */
import { counted } from "../../base/counted.ts";
import type { BestPoint } from "../../study/sweep/best-points.ts";
import type { SweepResult } from "../../study/sweep/sweep-point.ts";
import { meetsObjectives, missedObjectives } from "../missed-objectives.ts";
import { valueText } from "../text/comparison-text.ts";
import { assumptionsHtml } from "./assumptions.ts";
import { paretoChart } from "./charts/pareto.ts";
import { pointName, sweepCharts } from "./charts/sweep.ts";
import { weighedPoints } from "./charts/weighed-points.ts";
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
  const meeting = finished.filter(({ summary }) => meetsObjectives(summary)).length;
  const { points, labels, limits } = weighedPoints(
    finished.flatMap((result) =>
      result.summary ? [{ name: pointName(result, paths), summary: result.summary }] : [],
    ),
  );
  return htmlPage(
    {
      title,
      answer: [
        `${counted(results.length, "point")}, ${finished.length} of them completed${choiceText(meeting, finished.length)}.`,
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
            ...(points.length > 0 ? [paretoChart(points, labels, limits)] : []),
            ...sweepCharts(finished, best, paths),
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

/** Among which the best are looked for, where that is not among all. */
function choiceText(meeting: number, finished: number): string {
  if (meeting === finished) return "";
  return meeting === 0
    ? "; none meets every objective, so the best are of all"
    : `; ${meeting} meet every objective, and the best are of these`;
}

/** A star marks what is best of its column. */
function pointsTable(results: readonly SweepResult[], best: readonly BestPoint[], paths: readonly string[]) {
  const isAsked = results.some(({ summary }) => summary && summary.objectives.length > 0);
  return {
    columns: ["Point", ...best.map(({ metric }) => metric.title), ...(isAsked ? ["Objectives"] : [])],
    rows: results.map((result) => [
      pointName(result, paths),
      ...best.map(({ metric, point }) => {
        const value = result.summary ? metric.of(result.summary) : null;
        return typeof value === "number" ? `${point === result ? "★ " : ""}${valueText(value, metric)}` : "-";
      }),
      ...(isAsked ? [missedText(result)] : []),
    ]),
  };
}

function missedText({ summary }: SweepResult): string {
  const missed = missedObjectives(summary);
  return missed.length === 0 ? "met" : `missed: ${missed.join(", ")}`;
}
