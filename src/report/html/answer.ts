/** The answer of a report in words: which run is cheapest and which fastest, by how much. */
import { runName } from "../../base/run-name.ts";
import { formatTime, formatUsd, significant } from "../../base/units.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { RunView } from "./run-view.ts";

/** Runs closer than this are level: half a percent is far less than any error band. */
const levelRatio = 1.005;

interface Figure {
  name: string;
  value: number;
}

/** One to three sentences about runs that answer one question. */
export function answerOf(runs: readonly Pick<RunView, "summary">[]): string[] {
  const finished = runs.map(({ summary }) => summary).filter(({ status }) => status === "completed");
  const sentences = [
    ...extreme(finished, cheapness, (usd) => formatUsd(usd), "is cheapest", costUnit(finished)),
    ...extreme(finished, slowness, (ns) => formatTime(ns), "is fastest", timeUnit(finished)),
  ];
  const missed = finished
    .filter(({ objectives }) => objectives.some(({ met }) => !met))
    .map((summary) => runName(summary));
  if (missed.length > 0) sentences.push(`Objectives are missed by ${missed.join(", ")}.`);
  for (const { summary } of runs) {
    if (summary.status === "completed" && summary.requests?.unanswered)
      sentences.push(`${runName(summary)}: ${summary.requests.unanswered}.`);
    if (summary.status !== "completed")
      sentences.push(`${runName(summary)}: ${summary.status}. ${summary.reason ?? ""}`);
  }
  return sentences;
}

/** Dollars a million tokens; for the whole run where there are no tokens. */
function cheapness({ cost, inference, training }: Summary): number | null {
  if (inference) return cost.usd_per_million_output_tokens;
  return training && training.tokens_per_s > 0 ? cost.usd_per_million_total_tokens : cost.usd_total;
}

function slowness({ inference, training, elapsed_s }: Summary): number | null {
  if (training) return (training.time_to_train_s ?? training.step_time_s) * 1e9;
  if (inference === undefined) return elapsed_s * 1e9;
  const ms = inference?.median_e2el_ms ?? null;
  return ms === null ? null : ms * 1e6;
}

function costUnit([first]: readonly Summary[]): string {
  if (first?.inference) return "per million output tokens";
  return first?.training && first.training.tokens_per_s > 0 ? "per million tokens" : "in all";
}

function timeUnit([first]: readonly Summary[]): string {
  if (first?.inference) return "for a request (median)";
  if (first?.training === undefined) return "in all";
  return first.training.time_to_train_s === null ? "a step" : "to train";
}

function extreme(
  runs: readonly Summary[],
  of: (summary: Summary) => number | null,
  format: (value: number) => string,
  verdict: string,
  unit: string,
): string[] {
  const figures = runs
    .flatMap((summary): Figure[] => {
      const value = of(summary);
      return value === null ? [] : [{ name: runName(summary), value }];
    })
    .sort((a, b) => a.value - b.value);
  const [best, second] = figures;
  if (best === undefined) return [];
  if (second === undefined) return [`${best.name}: ${format(best.value)} ${unit}.`];
  const level = figures.filter(({ value }) => value <= best.value * levelRatio);
  if (level.length > 1) {
    const names = `${level
      .slice(0, -1)
      .map(({ name }) => name)
      .join(", ")} and ${level.at(-1)?.name}`;
    const next = figures[level.length];
    const rest = next
      ? `; next is ${next.name} with ${format(next.value)} (${significant(next.value / best.value)}x)`
      : "";
    return [`${names} are level, and ${verdict.replace("is ", "")}: ${format(best.value)} ${unit}${rest}.`];
  }
  const ratio = significant(second.value / best.value);
  return [
    `${best.name} ${verdict}: ${format(best.value)} ${unit}; next is ${second.name} with ${format(second.value)} (${ratio}x).`,
  ];
}
