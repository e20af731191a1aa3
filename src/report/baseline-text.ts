/** Baseline checks for a person: what passed, and for what did not, which metric moved, how, and which part of the time. */
import { formatTime, significant } from "../base/units.ts";
import type { BaselineReport, Difference, MovedPart } from "../study/baseline.ts";
import type { Style } from "./style.ts";

const differencesShown = 20;
const partsShown = 3;

/** Text of all reports. */
export function baselineText(reports: readonly BaselineReport[], style: Style): string {
  const lines = reports.flatMap((report) => {
    const verdict = report.passed ? style.good("pass") : style.bad("FAIL");
    const count = report.differences.length;
    return [
      `${verdict}  ${report.scenario}: ${report.metrics} metrics${count > 0 ? `, ${verdictCounts(report)}` : ""}`,
      ...report.differences.slice(0, differencesShown).map((each) => `      ${coloured(each, style)}`),
      ...(count > differencesShown ? [`      and ${count - differencesShown} more`] : []),
      ...movedTexts(report).map((text) => `      ${style.bold(text)}`),
      ...report.warnings.map((warning) => style.warn(`      ${warning}`)),
    ];
  });
  const failed = reports.filter(({ passed }) => !passed).length;
  return [...lines, `${reports.length - failed} of ${reports.length} scenarios as accepted`].join("\n");
}

/** `3 worse, 1 new`. */
export function verdictCounts({ differences }: BaselineReport): string {
  const counts = new Map<string, number>();
  for (const { verdict } of differences) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
}

/** `base  inference.p99_ttft_ms: 812 -> 902 (+11.1 %), worse`. */
export function differenceText({
  variant,
  metric,
  accepted,
  current,
  relative,
  verdict,
}: Difference): string {
  const change = relative === null ? "" : ` (${signedPercent(relative)})`;
  return `${variant}  ${metric}: ${valueText(accepted)} -> ${valueText(current)}${change}, ${verdict}`;
}

/** A metric's value, or that it has none. */
export function valueText(value: Difference["current"]): string {
  return value === undefined ? "absent" : typeof value === "number" ? significant(value, 6) : String(value);
}

/** One line a variant: the parts of the attribution that moved most. */
export function movedTexts({ moved }: BaselineReport): string[] {
  const variants = [...new Set(moved.map(({ variant }) => variant))];
  return variants.map((variant) => {
    const parts = moved.filter((part) => part.variant === variant).slice(0, partsShown);
    return `${variant}  the time that moved: ${parts.map(partText).join("; ")}`;
  });
}

function partText({ what, acceptedNs, currentNs }: MovedPart): string {
  const change = acceptedNs === 0 ? "" : ` (${signedPercent((currentNs - acceptedNs) / acceptedNs)})`;
  return `${what} ${formatTime(acceptedNs)} -> ${formatTime(currentNs)} a token${change}`;
}

function signedPercent(fraction: number): string {
  return `${fraction > 0 ? "+" : ""}${significant(fraction * 100)} %`;
}

function coloured(difference: Difference, style: Style): string {
  const text = differenceText(difference);
  if (difference.verdict === "better") return style.good(text);
  return difference.verdict === "new" ? text : style.bad(text);
}
