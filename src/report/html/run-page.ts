/** The report of `run` and `compare`: each scenario's question and answer, then why, then what it rests on. */

import { runName } from "../../base/run-name.ts";
import { significant } from "../../base/units.ts";
import type { Table } from "../../metrics/table.ts";
import type { ComparisonGroup } from "../../study/comparison.ts";
import {
  absentText,
  directedTitle,
  objectiveRows,
  ratioText,
  replicationsText,
  spreadTable,
  valueText,
} from "../text/comparison-text.ts";
import { metricTitle } from "../text/explanation-text.ts";
import { saturationText } from "../text/load-curve-text.ts";
import { groupColumns, requestGroups } from "../text/request-groups-text.ts";
import { trustLevelsText, trustText } from "../text/trust-text.ts";
import { answerOf } from "./answer.ts";
import { assumptionsHtml } from "./assumptions.ts";
import type { Chart } from "./chart.ts";
import { errorBandCharts } from "./charts/error-bands.ts";
import { goodputCharts } from "./charts/goodput.ts";
import { hardwareUseChart } from "./charts/hardware-use.ts";
import { jobCharts } from "./charts/jobs.ts";
import { latencyCharts } from "./charts/latency.ts";
import { loadCharts } from "./charts/load.ts";
import { objectiveCharts } from "./charts/objectives.ts";
import { timeCharts } from "./charts/over-time.ts";
import { paretoChart } from "./charts/pareto.ts";
import { costShares, memoryShares, stageShares, timeShares } from "./charts/shares.ts";
import { tornadoChart } from "./charts/tornado.ts";
import { weighedPoints } from "./charts/weighed-points.ts";
import { deployHeading, deployHtml } from "./deploy.ts";
import { escapeHtml, htmlPage, htmlTable, type PageScripts, type Section } from "./page.ts";
import type { RunView } from "./run-view.ts";

/** A scenario of the report: its runs, side by side. */
export interface ReportGroup {
  group: ComparisonGroup;
  runs: readonly RunView[];
}

/** What the report is made of. */
export interface RunReport {
  groups: readonly ReportGroup[];
  /** The scenario files as they stand. */
  sources: readonly { file: string; text: string }[];
  /** Version and command. */
  about: string;
}

/** The whole page. */
export function runPage({ groups, sources, about }: RunReport, scripts: PageScripts): string {
  const single = groups.length === 1;
  const questions = groups.map(({ group }) => group.runs[0]?.scenario.description ?? group.scenario);
  const answer = groups.flatMap(({ group, runs }) =>
    [...answerOf(runs), ...trustLevelsText(runs.map(({ summary }) => summary))].map((sentence) =>
      single ? sentence : `${group.scenario}: ${sentence}`,
    ),
  );
  return htmlPage(
    {
      title: single ? (questions[0] as string) : questions.join(" / "),
      answer,
      about,
      sections: [
        ...groups.flatMap((each) => groupSections(each, single ? "" : each.group.scenario)),
        ...deploySection(groups.flatMap(({ runs }) => runs)),
        { heading: "What it rests on", html: assumptionsHtml(groups.flatMap(({ group }) => group.runs)) },
        { heading: "The scenario", html: sources.map(sourceHtml).join("\n") },
      ],
    },
    scripts,
  );
}

function deploySection(runs: readonly RunView[]): Section[] {
  const deployments = runs.flatMap(({ name, deploy }) => (deploy ? [{ name, deploy }] : []));
  return deployments.length > 0 ? [{ heading: deployHeading, html: deployHtml(deployments) }] : [];
}

function groupSections({ group, runs }: ReportGroup, scenario: string): Section[] {
  const finished = runs.filter(({ summary }) => summary.status !== "out-of-memory");
  const notes = [...group.warnings, ...new Set(runs.flatMap(({ summary }) => summary.warnings))];
  const sensitivities = finished.flatMap(({ name, explanation }) =>
    explanation !== null && explanation.limitedBy !== null ? [tornadoChart(explanation, name)] : [],
  );
  const time = timeCharts(finished);
  const latencies = latencyCharts(finished);
  return [
    {
      heading: headed(scenario, "Side by side"),
      html: [
        htmlTable(comparisonTable(group)),
        ...(group.replications > 1
          ? [
              htmlTable(spreadTable(group)),
              `<p class="quiet">${replicationsText(group)}, as are the charts</p>`,
            ]
          : []),
        ...notes.map((note) => `<p class="warning">${escapeHtml(note)}</p>`),
      ].join("\n"),
      charts: [
        ...objectiveCharts(finished),
        timeShares(finished),
        ...costCharts(finished),
        ...memoryShares(finished),
        ...stageShares(finished),
        ...hardwareUseChart(finished),
      ],
    },
    ...section(headed(scenario, "Latency"), latencies),
    ...groupsSection(scenario, finished),
    ...loadSection(scenario, finished),
    ...section(headed(scenario, "What failures leave"), goodputCharts(finished)),
    ...section(headed(scenario, "Jobs"), jobCharts(finished)),
    ...section(headed(scenario, "Over time"), time),
    ...(sensitivities.length > 0
      ? [
          {
            heading: headed(scenario, "What limits it, and what would help"),
            html: `<ul>${finished.flatMap(explanationItem).join("")}</ul>`,
            charts: sensitivities,
          },
        ]
      : []),
    ...linkSection(scenario, finished),
    ...trustSection(scenario, finished),
  ];
}

/** Requests by class, turn, pool and region, where they have such. */
function groupsSection(scenario: string, runs: readonly RunView[]): Section[] {
  const rows = runs.flatMap(({ name, summary: { inference } }) =>
    inference === undefined
      ? []
      : requestGroups(inference).map(({ title, figures }) => [
          ...(runs.length > 1 ? [name] : []),
          title,
          ...groupColumns.map((column) => column.text(figures)),
        ]),
  );
  if (rows.length === 0) return [];
  const columns = [
    ...(runs.length > 1 ? ["run"] : []),
    "requests",
    ...groupColumns.map(({ title }) => title),
  ];
  return [{ heading: headed(scenario, "Who waits"), html: htmlTable({ columns, rows }) }];
}

/** How the runs bear load, where that was asked. */
function loadSection(scenario: string, runs: readonly RunView[]): Section[] {
  const charts = loadCharts(runs);
  if (charts.length === 0) return [];
  const items = runs.flatMap(({ name, loadCurve }) =>
    loadCurve ? [`<li>${escapeHtml(`${name}: ${saturationText(loadCurve)}.`)}</li>`] : [],
  );
  return [
    { heading: headed(scenario, "How much load it bears"), html: `<ul>${items.join("")}</ul>`, charts },
  ];
}

/** Whether what is predicted was validated, and how far measurements lay from such predictions. */
function trustSection(scenario: string, runs: readonly RunView[]): Section[] {
  const items = runs.flatMap(({ name, summary }) => {
    const text = trustText(summary);
    return text === null ? [] : [`<li>${escapeHtml(`${name}: ${text}.`)}</li>`];
  });
  if (items.length === 0) return [];
  const html = `<ul>${items.join("")}</ul>`;
  return [{ heading: headed(scenario, "How sure is it"), html, charts: errorBandCharts(runs) }];
}

/** What limits a run, and what would not help, in a sentence or two. */
function explanationItem({ name, explanation }: RunView): string[] {
  if (explanation === null) return [];
  const { limitedBy, levers, wouldNotHelp, metric, longRun } = explanation;
  const strongest = levers[0];
  const limit =
    limitedBy === null || strongest === undefined
      ? "none of the levers changes anything."
      : `limited by ${limitedBy}: 10 % more changes the ${metricTitle(metric)} by ${significant(strongest.more * 100)} %.`;
  const rest = wouldNotHelp.length > 0 ? ` Would not help: ${wouldNotHelp.join(", ")}.` : "";
  const [best] = longRun;
  const time =
    best !== undefined && best.change < 0
      ? ` The time to train is shortened most by ${best.lever}, ${best.move}: ${significant(best.change * 100)} %.`
      : "";
  return [`<li>${escapeHtml(`${name}: ${limit}${rest}${time}`)}</li>`];
}

function linkSection(scenario: string, runs: readonly RunView[]): Section[] {
  const drawings = runs.flatMap(({ name, linkDrawing }) =>
    linkDrawing
      ? [
          `<figure><figcaption>${escapeHtml(name)}<span class="note">Links between chips: blue is unused, over green and yellow to red, which is full.</span></figcaption>${linkDrawing}</figure>`,
        ]
      : [],
  );
  return drawings.length > 0
    ? [
        {
          heading: headed(scenario, "Use of the links"),
          html: `<div class="charts">${drawings.join("\n")}</div>`,
        },
      ]
    : [];
}

/** A heading, after the name of its scenario where there are several. */
function headed(scenario: string, heading: string): string {
  return scenario === "" ? heading : `${scenario}: ${heading.charAt(0).toLowerCase()}${heading.slice(1)}`;
}

function section(heading: string, charts: readonly Chart[]): Section[] {
  return charts.length > 0 ? [{ heading, charts }] : [];
}

function costCharts(runs: readonly RunView[]): Chart[] {
  const { points, labels, limits } = weighedPoints(runs);
  if (points.length === 0) return [];
  return points.length > 1 ? [costShares(runs), paretoChart(points, labels, limits)] : [costShares(runs)];
}

function comparisonTable(group: ComparisonGroup): Table {
  const { runs, rows } = group;
  return {
    columns: [
      "",
      ...runs.map((run) => `${runName(run)} (${run.cluster.instances} x ${run.cluster.instance})`),
    ],
    rows: [
      ...rows.map((row) => [
        directedTitle(row),
        ...row.values.map((value, index) => {
          if (value === null) return absentText(row, runs[index]);
          const compared = index > 0 && row.better !== null;
          return `${valueText(value, row)}${compared ? ratioText(row, index) : ""}`;
        }),
      ]),
      ...objectiveRows(group).map(({ title, verdicts }) => [title, ...verdicts.map((each) => each ?? "-")]),
      ["Trust", ...runs.map(({ trust }) => trust?.level ?? "-")],
    ],
  };
}

function sourceHtml({ file, text }: { file: string; text: string }, index: number): string {
  const id = `source-${index}`;
  return `<h3>${escapeHtml(file)}</h3><button type="button" data-copy="${id}">Copy</button><pre id="${id}" tabindex="0">${escapeHtml(text)}</pre>`;
}
