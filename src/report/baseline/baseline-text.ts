/** Baseline checks for a person: the worst first with the part of the time that moved; what is as accepted in one line. */
import { counted } from "../../base/counted.ts";
import { formatTime, significant } from "../../base/units.ts";
import type { BaselineReport, Difference, MovedPart } from "../../study/baseline.ts";
import type { Style } from "../text/style.ts";
import { acceptedText, type UnreadFile } from "./unread-file.ts";

/** Differences told of one scenario; the others are counted. */
export const differencesShown = 5;
const partsShown = 3;
/** So many scenarios without a difference are told one by one. */
const namedAtMost = 3;

/** Text of all reports, those that differ in the order given, and how many files were not read. */
export function baselineText(
  reports: readonly BaselineReport[],
  style: Style,
  unread: readonly UnreadFile[] = [],
): string {
  const isPlain = ({ passed, differences }: BaselineReport) => passed && differences.length === 0;
  const plain = reports.filter(isPlain);
  const told = reports.filter((report) => !isPlain(report));
  const warnings = new Set(reports.filter(({ passed }) => passed).flatMap((report) => report.warnings));
  const failed = reports.filter(({ passed }) => !passed).length;
  return [
    ...told.flatMap((report) => detailLines(report, style)),
    ...passLines(plain, style),
    ...[...warnings].map((warning) => style.warn(`      ${warning}`)),
    acceptedText(reports.length - failed, reports.length, unread),
  ].join("\n");
}

function detailLines(report: BaselineReport, style: Style): string[] {
  const { passed, scenario, metrics, differences, warnings } = report;
  const verdict = passed ? style.good("pass") : style.bad("FAIL");
  const [worst, ...others] = differences.slice(0, differencesShown).map((each) => coloured(each, style));
  const counts = verdictCounts(report);
  return [
    `${verdict}  ${scenario}: ${counted(metrics, "metric")}${counts === "" ? "" : `, ${counts}`}`,
    ...(worst === undefined ? [] : [`      ${worst}`]),
    ...movedTexts(report).map((text) => `      ${style.bold(text)}`),
    ...others.map((text) => `      ${text}`),
    ...foldedText(report).map((text) => `      ${text}`),
    ...(passed ? [] : warnings.map((warning) => style.warn(`      ${warning}`))),
  ];
}

/** What is not shown of a report's differences, in one line, or none. */
export function foldedText({ differences }: Pick<BaselineReport, "differences">): string[] {
  const folded = differences.slice(differencesShown);
  return folded.length === 0
    ? []
    : [`and ${folded.length} more: ${verdictCounts({ differences: folded })} (--json has all)`];
}

function passLines(passes: readonly BaselineReport[], style: Style): string[] {
  if (passes.length <= namedAtMost)
    return passes.map(
      ({ scenario, metrics }) => `${style.good("pass")}  ${scenario}: ${counted(metrics, "metric")}`,
    );
  const metrics = passes.reduce((sum, report) => sum + report.metrics, 0);
  return [
    `${style.good("pass")}  ${counted(passes.length, "scenario")}, ${counted(metrics, "metric")}, without a difference`,
  ];
}

/** `3 worse, 1 new`. */
export function verdictCounts({ differences }: { differences: readonly Difference[] }): string {
  const counts = new Map<string, number>();
  for (const { verdict } of differences) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
}

/** `base  inference.p99_ttft_ms: 812 -> 902 (+11.1 %), worse`. */
export function differenceText(difference: Difference): string {
  return `${difference.variant}  ${difference.metric}: ${figureText(difference)}, ${difference.verdict}`;
}

/** `812 -> 902 (+11.1 %)`. */
export function figureText({ accepted, current, relative }: Difference): string {
  const change = relative === null ? "" : ` (${signedPercent(relative)})`;
  return `${valueText(accepted)} -> ${valueText(current)}${change}`;
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
