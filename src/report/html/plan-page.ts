/** The report of `plan`: the cheapest plan, the others, and the front of cost against time. */
import type { PlanReport } from "../../study/plan/plan-report.ts";
import {
  hardwareTableOf,
  hardwareWithout,
  planName,
  planSentences,
  plansTableOf,
  searchedWords,
  stoppedSentence,
} from "../text/plan-text.ts";
import { assumptionsHtml } from "./assumptions.ts";
import { objectiveCharts } from "./charts/objectives.ts";
import { type CostPoint, paretoChart } from "./charts/pareto.ts";
import { costShares, timeShares } from "./charts/shares.ts";
import { deployHeading, deployHtml } from "./deploy.ts";
import { escapeHtml, htmlPage, htmlTable, type PageScripts } from "./page.ts";
import type { RunView } from "./run-view.ts";

/** What the page shows beside the search itself. */
export interface PlanPageParts {
  question: string;
  /** All simulated plans that meet the objectives. */
  points: readonly CostPoint[];
  /** What the time axis of the points is. */
  timeLabel: string;
  source: { file: string; text: string };
  about: string;
}

/** The whole page. */
export function planPage(report: PlanReport, parts: PlanPageParts, scripts: PageScripts): string {
  const { top, best, closest, usd_is } = report;
  const answer =
    best === null
      ? [
          "No plan meets the objectives.",
          ...(closest ? [`${planName(closest.plan)} misses ${closest.missed.join(", ")}.`] : []),
        ]
      : planSentences(report);
  const stopped = stoppedSentence(report);
  const table = top.length > 0 ? plansTableOf(top, report) : undefined;
  const views = top.map(
    (line): RunView => ({
      name: planName(line),
      summary: line.summary,
      series: [],
      distributions: [],
      explanation: null,
    }),
  );
  const reproduce = best ? `--set '${best.set.join("' --set '")}'` : "";
  return htmlPage(
    {
      title: parts.question,
      answer: stopped === "" ? answer : [stopped, ...answer],
      about: parts.about,
      sections: [
        {
          heading: "Plans that meet the objectives",
          html: [
            hardwareHtml(report),
            ...report.warnings.map((note) => `<p class="warning">${escapeHtml(note)}</p>`),
            table
              ? `<h3>${report.aim === null ? "The cheapest of all" : `The best of all by ${escapeHtml(report.aim.title)}`}</h3>${htmlTable(table)}`
              : "",
            `<p class="quiet">Searched ${searchedWords(report)}.</p>`,
          ].join("\n"),
          charts:
            parts.points.length > 0
              ? [
                  ...objectiveCharts(views),
                  paretoChart(parts.points, { usd: `$ ${usd_is}`, time: parts.timeLabel }),
                  timeShares(views),
                  costShares(views),
                ]
              : [],
        },
        ...(report.deploy && best
          ? [{ heading: deployHeading, html: deployHtml([{ name: planName(best), deploy: report.deploy }]) }]
          : []),
        ...(top.length > 0
          ? [{ heading: "What it rests on", html: assumptionsHtml(top.map(({ summary }) => summary)) }]
          : []),
        {
          heading: "The scenario",
          html: `<p>The best plan again: <code>${escapeHtml(reproduce)}</code></p><button type="button" data-copy="source">Copy</button><pre id="source" tabindex="0">${escapeHtml(parts.source.text)}</pre>`,
        },
      ],
    },
    scripts,
  );
}

/** One row a kind of hardware with its best plan, then why the others have none. */
function hardwareHtml(report: PlanReport): string {
  const table = hardwareTableOf(report);
  const without = hardwareWithout(report).map((sentence) => `<li>${escapeHtml(sentence)}</li>`);
  return [table ? htmlTable(table) : "", without.length > 0 ? `<ul>${without.join("")}</ul>` : ""].join("\n");
}
