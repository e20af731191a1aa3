/** Baseline checks as workflow commands of GitHub Actions, which show as annotations beside the change. */
import type { BaselineReport } from "../../study/baseline.ts";
import { differencesShown, differenceText, figureText, foldedText, movedTexts } from "./baseline-text.ts";
import type { UnreadFile } from "./unread-file.ts";

/**
 * One line a scenario that differs, whose title holds the worst figure: an error where the check failed, else a notice. And one,
 * at its place, a file that could not be read.
 */
export function baselineAnnotations(
  reports: readonly BaselineReport[],
  fileOf: (scenario: string) => string,
  unread: readonly UnreadFile[] = [],
): string[] {
  const broken = unread.map(({ file, line, column, texts }) => {
    const place = line === undefined ? "" : `,line=${line}${column === undefined ? "" : `,col=${column}`}`;
    return `::error file=${escapeProperty(file)}${place},title=not read::${escapeData(texts.join("\n"))}`;
  });
  const compared = reports
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
  return [...broken, ...compared];
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
