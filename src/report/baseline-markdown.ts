/** Baseline checks as Markdown, for the summary of a CI run or a comment on a change. */
import { significant } from "../base/units.ts";
import type { BaselineReport } from "../study/baseline.ts";
import { movedTexts, valueText, verdictCounts } from "./baseline-text.ts";

/** Headings, a table a scenario with differences, and the parts that moved. */
export function baselineMarkdown(reports: readonly BaselineReport[]): string {
  const passed = reports.filter((report) => report.passed).length;
  return [
    `## trnsim check: ${passed} of ${reports.length} scenarios as accepted`,
    "",
    "| scenario | result | metrics | differences |",
    "|---|---|---:|---|",
    ...reports.map(
      (report) =>
        `| ${report.scenario} | ${report.passed ? "pass" : "**FAIL**"} | ${report.metrics} | ${verdictCounts(report) || "none"} |`,
    ),
    "",
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
    ...(report.differences.length > 0
      ? ["| variant | metric | accepted | now | change | |", "|---|---|---:|---:|---:|---|"]
      : []),
    ...report.differences.map(({ variant, metric, accepted, current, relative, verdict }) => {
      const change = relative === null ? "" : `${relative > 0 ? "+" : ""}${significant(relative * 100)} %`;
      return `| ${variant} | \`${metric}\` | ${valueText(accepted)} | ${valueText(current)} | ${change} | ${verdict} |`;
    }),
    "",
    ...movedTexts(report).map((text) => `- ${text}`),
    "",
  ];
}
