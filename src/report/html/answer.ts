/** The answer of a report in words: which run is cheapest and which fastest, by how much, and how sure that is. */
import { mean } from "d3-array";
import { metricText, percent } from "../../base/metric-text.ts";
import { runName } from "../../base/run-name.ts";
import { formatTime, formatUsd, significant } from "../../base/units.ts";
import type { Summary } from "../../simulation/summary.ts";

/** Runs closer than this are level: half a percent is far less than any error band. */
const levelRatio = 1.005;

/** A run, and its replications under further seeds, over which figures are means. */
export interface AnsweredRun {
  summary: Summary;
  replications?: readonly Summary[] | undefined;
}

interface Figure {
  name: string;
  value: number;
  /** Its error band in words, with a space before it; empty where there is none. */
  band: string;
}

/** What runs are ordered by: the least is best. */
interface Order {
  of(summary: Summary): number | null;
  format(value: number): string;
  verdict: string;
  unit: string;
  /** Metrics whose error band is that of the figure, or of what it follows from. */
  banded: readonly string[];
}

/** The band of the first of `metrics` that has one; replications have none of their own, nor has a run that nothing speaks of. */
function bandText({ summary, replications = [] }: AnsweredRun, metrics: readonly string[]): string {
  if (replications.length > 0) return "";
  const band = summary.uncertainty?.find(({ metric }) => metrics.includes(metric));
  if (!band || band.low === null || band.high === null) return "";
  const unit = /_m?s$/.exec(band.metric)?.[0].slice(1) ?? "usd";
  const [low, high] = [metricText(band.low, unit), metricText(band.high, unit)];
  const what = unit === "usd" ? "" : unit === "ms" ? `mean ${metricText(band.value, unit)}, ` : "step time ";
  return ` (${what}${percent(band.coverage)} within ${low} to ${high})`;
}

/** A few sentences about runs that answer one question. */
export function answerOf(runs: readonly AnsweredRun[]): string[] {
  const finished = runs.filter(({ summary }) => summary.status === "completed");
  const [first] = finished;
  const sentences = [
    ...missedObjectives(finished),
    ...finished.flatMap(slowdowns),
    ...extreme(finished, {
      of: ({ weighed_by }) => weighed_by.cost?.value ?? null,
      format: formatUsd,
      verdict: "is cheapest",
      unit: first?.summary.weighed_by.cost?.words ?? "",
      banded: ["usd_per_million_output_tokens", "usd_per_million_total_tokens"],
    }),
    ...extreme(finished, {
      of: ({ weighed_by: { time } }) => time && time.value * (time.unit === "ms" ? 1e6 : 1e9),
      format: formatTime,
      verdict: "is fastest",
      unit: first?.summary.weighed_by.time?.words ?? "",
      banded: ["mean_e2el_ms", "step_time_s"],
    }),
  ];
  for (const { summary } of runs) {
    if (summary.status === "completed" && summary.requests?.unanswered)
      sentences.push(`${runName(summary)}: ${summary.requests.unanswered}.`);
    if (summary.status !== "completed")
      sentences.push(`${runName(summary)}: ${summary.status}. ${summary.reason ?? ""}`);
  }
  return sentences;
}

const replicationsOf = ({ summary, replications = [] }: AnsweredRun) => [summary, ...replications];

/** What jobs that stand side by side do to each other. */
function slowdowns({ summary: { jobs = [] } }: AnsweredRun): string[] {
  const paces = jobs.flatMap(({ name, slowdown }) =>
    slowdown === null ? [] : `${name} ${significant(slowdown)}x as long as alone`,
  );
  return paces.length > 1 ? [`Side by side: ${paces.join(", ")}.`] : [];
}

/**
 * Who meets every objective, where only some do, and a sentence for each that some run misses: which do, and in how many
 * replications where not in all.
 */
function missedObjectives(runs: readonly AnsweredRun[]): string[] {
  const objectives = new Map(
    runs.flatMap(({ summary }) => summary.objectives.map((each) => [each.objective, each])),
  );
  const meeting = runs.filter((run) =>
    replicationsOf(run).every(({ objectives: own }) => own.every(({ met }) => met)),
  );
  const met =
    meeting.length > 0 && meeting.length < runs.length
      ? [`Every objective is met by ${meeting.map(({ summary }) => runName(summary)).join(", ")}.`]
      : [];
  const missed = [...objectives.values()].flatMap(({ objective, unit }) => {
    const limits = new Set<string>();
    const missing = runs.flatMap((run) => {
      const judged = replicationsOf(run).flatMap(({ objectives: own }) =>
        own.filter((each) => each.objective === objective),
      );
      const missed = judged.filter(({ met }) => !met);
      if (missed.length === 0) return [];
      for (const { limit } of missed) limits.add(metricText(limit, unit));
      const part = missed.length < judged.length ? ` in ${missed.length} of ${judged.length}` : "";
      return [{ text: `${runName(run.summary)}${part}`, isWhole: part === "" }];
    });
    if (missing.length === 0) return [];
    const isAll = missing.length === runs.length && missing.every(({ isWhole }) => isWhole);
    const who = isAll
      ? runs.length > 1
        ? " by all"
        : ""
      : ` by ${missing.map(({ text }) => text).join(", ")}`;
    return [`${objective} of ${[...limits].join(" or ")} is missed${who}.`];
  });
  return [...met, ...missed];
}

function extreme(runs: readonly AnsweredRun[], { of, format, verdict, unit, banded }: Order): string[] {
  const figures = runs
    .flatMap((run): Figure[] => {
      const values = replicationsOf(run).map(of);
      const known = values.filter((value) => value !== null);
      if (known.length < values.length) return [];
      const band = bandText(run, banded);
      return [{ name: runName(run.summary), value: mean(known) as number, band }];
    })
    .sort((a, b) => a.value - b.value);
  const [best, second] = figures;
  if (best === undefined) return [];
  const told = `${format(best.value)} ${unit}${best.band}`;
  if (second === undefined) return [`${best.name}: ${told}.`];
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
    return [`${names} are level, and ${verdict.replace("is ", "")}: ${told}${rest}.`];
  }
  const ratio = significant(second.value / best.value);
  return [
    `${best.name} ${verdict}: ${told}; next is ${second.name} with ${format(second.value)} (${ratio}x).`,
  ];
}
