/** Baseline checks as workflow commands of GitHub Actions, which show as annotations beside the change. */
import type { BaselineReport } from "../../study/baseline.ts";
import { differencesShown, differenceText, figureText, foldedText, movedTexts } from "./baseline-text.ts";

/** One line a scenario that differs, whose title holds the worst figure: an error where the check failed, else a notice. */
export function baselineAnnotations(
  reports: readonly BaselineReport[],
  fileOf: (scenario: string) => string,
): string[] {
  return reports
    .filter(({ differences, passed }) => differences.length > 0 || !passed)
    .map((report) => {
      const [worst] = report.differences;
      const figure = worst === undefined ? "no baseline" : `${worst.metric} ${figureText(worst)}`;
      const title = escapeProperty(`${report.scenario}: ${figure}`);
      const text = [
        ...report.differences.slice(0, differencesShown).map(differenceText),
        ...movedTexts(report),
        ...foldedText(report),
        ...report.warnings,
      ].join("\n");
      const properties = `file=${escapeProperty(fileOf(report.scenario))},title=${title}`;
      return `::${report.passed ? "notice" : "error"} ${properties}::${escapeData(text)}`;
    });
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
