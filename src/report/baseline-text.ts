/** The result of a check for a person: one line a scenario, one line a difference. */
import { significant } from "../base/units.ts";
import type { BaselineReport, Difference } from "../study/baseline.ts";
import type { Style } from "./style.ts";

const differencesShown = 20;

/** Text of all reports. */
export function baselineText(reports: readonly BaselineReport[], style: Style): string {
  const lines = reports.flatMap((report) => {
    const verdict = report.passed ? style.good("pass") : style.bad("FAIL");
    const count = report.differences.length;
    return [
      `${verdict}  ${report.scenario}: ${report.metrics} metrics${count > 0 ? `, ${count} differ` : ""}`,
      ...report.differences
        .slice(0, differencesShown)
        .map((difference) => `      ${differenceText(difference)}`),
      ...(count > differencesShown ? [`      and ${count - differencesShown} more`] : []),
      ...report.warnings.map((warning) => style.warn(`      ${warning}`)),
    ];
  });
  const failed = reports.filter(({ passed }) => !passed).length;
  return [...lines, `${reports.length - failed} of ${reports.length} scenarios as accepted`].join("\n");
}

function differenceText({ variant, metric, accepted, current, relative }: Difference): string {
  const show = (value: Difference["current"]) =>
    value === undefined ? "absent" : typeof value === "number" ? significant(value, 6) : String(value);
  const change = relative === null ? "" : ` (${relative > 0 ? "+" : ""}${significant(relative * 100)} %)`;
  return `${variant}  ${metric}: ${show(accepted)} -> ${show(current)}${change}`;
}
