/** Baseline checks as Markdown, for the summary of a CI run or a comment on a change. */
import { significant } from "../../base/units.ts";
import type { BaselineReport, Difference } from "../../study/baseline.ts";
import { differencesShown, movedTexts, valueText, verdictCounts } from "./baseline-text.ts";
import { acceptedText, type UnreadFile } from "./unread-file.ts";

const notRead = "**not read**";

/** Headings; of each scenario with differences the parts that moved, the worst rows and the rest folded; what could not be read. */
export function baselineMarkdown(
  reports: readonly BaselineReport[],
  unread: readonly UnreadFile[] = [],
): string {
  const passed = reports.filter((report) => report.passed).length;
  return [
    `## trnsim check: ${acceptedText(passed, reports.length, unread)}`,
    "",
    "| scenario | result | metrics | differences |",
    "|---|---|---:|---|",
    ...unread.map(({ file }) => `| ${file} | ${notRead} | | |`),
    ...reports.map(
      (report) =>
        `| ${report.scenario} | ${report.passed ? "pass" : "**FAIL**"} | ${report.metrics} | ${verdictCounts(report) || "none"} |`,
    ),
    "",
    ...unread.flatMap(({ file, texts }) => [`### ${file}`, "", "```", ...texts, "```", ""]),
    ...reports
      .filter(({ differences, warnings }) => differences.length + warnings.length > 0)
      .flatMap(detailsOf),
  ].join("\n");
}

function detailsOf(report: BaselineReport): string[] {
  return [
    `### ${report.scenario}`,
    "",
    ...report.warnings.map((warning) => `> ${warning}\n`),
    ...movedTexts(report).map((text) => `- ${text}`),
    "",
    ...tableOf(report.differences.slice(0, differencesShown)),
    ...foldedTable(report.differences.slice(differencesShown)),
    "",
  ];
}

function foldedTable(differences: readonly Difference[]): string[] {
  if (differences.length === 0) return [];
  const title = `${differences.length} more: ${verdictCounts({ differences })}`;
  return ["", `<details><summary>${title}</summary>`, "", ...tableOf(differences), "", "</details>"];
}

function tableOf(differences: readonly Difference[]): string[] {
  if (differences.length === 0) return [];
  return [
    "| variant | metric | accepted | now | change | |",
    "|---|---|---:|---:|---:|---|",
    ...differences.map(({ variant, metric, accepted, current, relative, verdict }) => {
      const change = relative === null ? "" : `${relative > 0 ? "+" : ""}${significant(relative * 100)} %`;
      return `| ${variant} | \`${metric}\` | ${valueText(accepted)} | ${valueText(current)} | ${change} | ${verdict} |`;
    }),
  ];
}
