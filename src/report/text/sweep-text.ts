/** A sweep for a person: how many points, what became of them, and the best by each headline metric. */
import { counted } from "../../base/counted.ts";
import type { BestPoint } from "../../study/sweep/best-points.ts";
import type { SweepResult } from "../../study/sweep/sweep-point.ts";
import { meetsObjectives } from "../missed-objectives.ts";
import { valueText } from "./comparison-text.ts";
import type { Style } from "./style.ts";

const reasonsShown = 5;

/** Several lines of text. */
export function sweepText(
  {
    results,
    best,
    paths,
  }: { results: readonly SweepResult[]; best: readonly BestPoint[]; paths: readonly string[] },
  style: Style,
): string {
  const counts = new Map<string, number>();
  for (const { status } of results) counts.set(status, (counts.get(status) ?? 0) + 1);
  const statuses = [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
  const failed = results.filter(({ status }) => status === "bad-input" || status === "failed");
  return [
    style.bold(`${counted(results.length, "point")}: ${statuses}`),
    ...choiceLine(results),
    ...best.map((each) => bestLine(each, paths)),
    ...unansweredLines(results, style),
    ...trustLines(results),
    ...failed.slice(0, reasonsShown).map((result) => style.bad(`  point ${result.index}: ${result.reason}`)),
  ].join("\n");
}

/** Among which points the best are looked for, where that is not among all. */
function choiceLine(results: readonly SweepResult[]): string[] {
  const finished = results.filter(({ summary }) => summary !== null);
  const meeting = finished.filter(({ summary }) => meetsObjectives(summary)).length;
  if (meeting === finished.length) return [];
  return [
    meeting === 0
      ? "  no point meets every objective; the best are of all"
      : `  ${meeting} meet every objective; the best are of these`,
  ];
}

/** How many points left requests without an answer, and the one that left most. */
function unansweredLines(results: readonly SweepResult[], style: Style): string[] {
  const leaving = results
    .flatMap(({ index, summary }) => (summary?.requests?.unanswered ? [{ index, ...summary.requests }] : []))
    .sort((a, b) => a.completed / a.asked - b.completed / b.asked);
  const [worst] = leaving;
  if (worst === undefined) return [];
  const points = counted(leaving.length, "point leaves", "points leave");
  return [style.warn(`  ${points} requests without an answer; point ${worst.index}: ${worst.unanswered}`)];
}

/** How many points are at which level of trust, the most first; none where nothing was predicted. */
function trustLines(results: readonly SweepResult[]): string[] {
  const counts = new Map<string, number>();
  for (const { summary } of results) {
    const level = summary?.trust?.level;
    if (level !== undefined) counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  const levels = [...counts].sort(([, a], [, b]) => b - a).map(([level, count]) => `${count} ${level}`);
  return levels.length === 0 ? [] : [`  trust ${levels.join(", ")}`];
}

function bestLine({ metric, value, point }: BestPoint, paths: readonly string[]): string {
  const { variant, set } = point;
  const where = [
    ...(variant === "base" ? [] : [variant]),
    ...paths.map((path) => `${path.slice(path.lastIndexOf(".") + 1)} ${settingText(set[path])}`),
  ];
  const unanswered = point.summary?.requests?.unanswered;
  return (
    `  best ${metric.title.padEnd(24)} ${valueText(value, metric)} at ${where.join(", ")}` +
    (unanswered ? `, where ${unanswered}` : "")
  );
}

function settingText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
