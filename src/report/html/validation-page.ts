/**
 * The accuracy page of `validate`, as it could be published with a release: what groups left out of the fits show, then
 * everything by chip, stack, kind of model and load, the rows that are furthest off in words, what changed, the sources.
 */

import { counted } from "../../base/counted.ts";
import { percent } from "../../base/metric-text.ts";
import { significant } from "../../base/units.ts";
import type { AccuracyChange } from "../../validation/evidence/accuracy.ts";
import type { LeftOutRow } from "../../validation/evidence/left-out-rows.ts";
import type { ClassScore, Score } from "../../validation/evidence/score.ts";
import type { MeasurementSource, Validation } from "../../validation/validate.ts";
import { changeSentence, measuredUnit, rowSentence, unreadText } from "../text/validation-words.ts";
import { classChart, leftOutChart, scatterChart } from "./charts/accuracy.ts";
import { escapeHtml, htmlPage, htmlTable, type PageScripts, type Section } from "./page.ts";

const worstShown = 20;

/** A grouping of what was left out of the fits, and what that showed. */
export interface LeftOut {
  /** `each model`, `each chip`. */
  what: string;
  rows: readonly LeftOutRow[];
  /** Share of the figures inside of bands that their group had no part in. */
  inside: number;
}

/** What the page shows beside the validation itself. */
export interface AccuracyParts {
  /** The most telling first; empty where measurements of one's own are scored. */
  leftOut: readonly LeftOut[];
  classes: readonly ClassScore[];
  /** What changed since the scores of version `since`; absent where none are given. */
  changes?: { since: string; changes: readonly AccuracyChange[] } | undefined;
  sources: readonly { file: string; sources: readonly MeasurementSource[] }[];
  about: string;
}

/** The whole page. */
export function validationPage(validation: Validation, parts: AccuracyParts, scripts: PageScripts): string {
  const { rows, totals } = validation;
  const worst = [...rows].sort((a, b) => distance(b) - distance(a)).slice(0, worstShown);
  return htmlPage(
    {
      title: "How close are the predictions to measurements?",
      answer: answerOf(validation, parts),
      about: parts.about,
      sections: [
        ...parts.leftOut.map(leftOutSection),
        ...classSections(parts.classes),
        {
          heading: "Every figure: predicted against measured",
          html: scoreTable(totals),
          charts: totals.map(({ kind, metric }) =>
            scatterChart(
              rows.filter((row) => row.kind === kind && row.metric === metric),
              `${kind}: ${metric}`,
              measuredUnit(metric),
            ),
          ),
        },
        {
          heading: "The figures that are furthest off",
          html: list(worst.map((row) => `${rowSentence(row)}.`)),
        },
        ...unpredictedSection(validation),
        ...changeSection(parts),
        ...sourceSection(parts),
      ],
    },
    scripts,
  );
}

/** How far a prediction is off, a factor too much as far as a factor too little. */
function distance({ predicted, measured }: { predicted: number; measured: number }): number {
  return Math.abs(Math.log(predicted / measured));
}

function answerOf(
  { rows, floor_violations, unpredicted }: Validation,
  { leftOut, changes }: AccuracyParts,
): string[] {
  const ids = new Set(rows.map(({ file, id }) => `${file} ${id}`));
  const [first] = leftOut;
  const inside = rows.filter(
    ({ low, high, measured }) => low !== null && high !== null && low <= measured && measured <= high,
  );
  const physics =
    floor_violations.length === 0
      ? "none is faster than physics allows"
      : `${floor_violations.length} are faster than physics allows`;
  return [
    ...(first ? [leftOutSentence(first)] : []),
    `${counted(rows.length, "figure")} of ${counted(ids.size, "row is", "rows are")} predicted: half are closer than ${percent(medianOf(rows.map(({ error }) => Math.abs(error))))}, ${percent(inside.length / Math.max(1, rows.length))} lie inside of their bands, ${physics}.`,
    ...(unpredicted.length > 0
      ? [`${counted(unpredicted.length, "row cannot", "rows cannot")} be predicted.`]
      : []),
    ...(changes
      ? [
          changes.changes.length === 0
            ? `Nothing changed since version ${changes.since}.`
            : `${counted(changes.changes.length, "score")} changed since version ${changes.since}.`,
        ]
      : []),
  ];
}

/** What a fit that has not seen a group says of it, from the best to the worst stack. */
function leftOutSentence({ what, rows, inside }: LeftOut): string {
  const sorted = [...rows].sort((a, b) => a.medianError - b.medianError);
  const text = (row: LeftOutRow | undefined) =>
    row ? `${percent(row.medianError)} (${row.profile}, ${row.figure})` : "-";
  const figures = rows.reduce((sum, row) => sum + row.rows, 0);
  return (
    `Of ${counted(figures, "figure")} predicted with ${what} left out of the fit, ${percent(inside)} lie inside of bands made without it; ` +
    `median errors go from ${text(sorted[0])} over ${text(sorted[Math.floor(sorted.length / 2)])} to ${text(sorted.at(-1))}.`
  );
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function leftOutSection({ what, rows, inside }: LeftOut): Section {
  const table = htmlTable({
    columns: ["Software, figure", "n", "Groups", "Median", "Mean", "Inside", "Width of the band"],
    rows: rows.map(({ profile, metric, rows: n, groups, medianError, meanError, inside: own, width }) => [
      `${profile} ${metric}`,
      n,
      groups,
      percent(medianError),
      percent(meanError),
      percent(own),
      `${significant(width)}x`,
    ]),
  });
  return {
    heading: `Predicted without ${what} that was measured`,
    html: [
      `<p>Constants are fitted again without ${escapeHtml(what)}, which is then predicted: ${percent(inside)} of the figures lie inside of bands made without it.</p>`,
      `<details><summary>The table</summary>${table}</details>`,
    ].join("\n"),
    charts: [leftOutChart(rows, `Errors with ${what} left out`)],
  };
}

const classTitles: Readonly<Record<ClassScore["by"], string>> = {
  chip: "By chip",
  profile: "By software stack",
  model_kind: "By kind of model",
  load: "By load",
};

function classSections(scores: readonly ClassScore[]): Section[] {
  const kinds = Object.keys(classTitles) as ClassScore["by"][];
  return kinds.flatMap((by): Section[] => {
    const own = scores.filter((score) => score.by === by);
    if (own.length === 0) return [];
    const table = htmlTable({
      columns: [classTitles[by].replace("By ", ""), "Figure", ...scoreColumns],
      rows: own.map((score) => [score.name, score.figure, ...scoreCells(score)]),
    });
    return [
      {
        heading: classTitles[by],
        html: `<details><summary>The table</summary>${table}</details>`,
        charts: [classChart(own, `Errors ${classTitles[by].toLowerCase()}`)],
      },
    ];
  });
}

const scoreColumns = ["n", "Median", "Mean", "p90", "Bias", "Inside", "Width of the band"];

function scoreCells({
  n,
  median_ape,
  mape,
  p90_ape,
  bias,
  inside_band,
  band_width,
}: Score): (string | number)[] {
  const width = band_width === null ? "-" : `${significant(band_width)}x`;
  return [
    n,
    percent(median_ape),
    percent(mape),
    percent(p90_ape),
    percent(bias),
    percent(inside_band),
    width,
  ];
}

function scoreTable(totals: readonly Score[]): string {
  return htmlTable({
    columns: ["Kind, metric", ...scoreColumns],
    rows: totals.map((total) => [`${total.kind} ${total.metric}`, ...scoreCells(total)]),
  });
}

function unpredictedSection({ unpredicted, unread_columns: unread }: Validation): Section[] {
  const rows = unpredicted.map(({ id, file, reason }) => `${id} of ${file}: ${reason}.`);
  return [
    ...(rows.length > 0 ? [{ heading: "Rows that cannot be predicted", html: list(rows) }] : []),
    ...(unread.length > 0
      ? [{ heading: "Columns that are not read", html: list(unread.map(unreadText)) }]
      : []),
  ];
}

function changeSection({ changes }: AccuracyParts): Section[] {
  if (changes === undefined) return [];
  const lines = changes.changes.map((change) => `${changeSentence(change)}.`);
  return [
    {
      heading: `What changed since version ${changes.since}`,
      html: lines.length === 0 ? "<p>Nothing.</p>" : list(lines),
    },
  ];
}

function sourceSection({ sources }: AccuracyParts): Section[] {
  if (sources.length === 0) return [];
  const items = sources.map(({ file, sources: own }) => {
    const links = own.map(
      ({ title, address }) => `<a href="${escapeHtml(address)}">${escapeHtml(title)}</a>`,
    );
    return `<li>${escapeHtml(file)}: ${links.join(", ")}</li>`;
  });
  return [{ heading: "Who measured", html: `<ul>${items.join("")}</ul>` }];
}

function list(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join("")}</ul>`;
}
