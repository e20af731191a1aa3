/** The answer of a report in words: which run is cheapest and which fastest, by how much, and how sure that is. */
import { mean } from "d3-array";
import { metricName, metricText, percent } from "../../base/metric-text.ts";
import { runName } from "../../base/run-name.ts";
import { significant } from "../../base/units.ts";
import type { Weighed } from "../../metrics/yardstick.ts";
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
  of(summary: Summary): Weighed | null;
  verdict: string;
}

/**
 * The error band that is told beside a figure, with the metric whose band it is where that is another; replications have none of
 * their own, nor has a run that nothing speaks of.
 */
function bandText(
  { summary, replications = [] }: AnsweredRun,
  { metric, unit, band_of: of }: Weighed,
): string {
  if (replications.length > 0) return "";
  const band = summary.uncertainty?.find((each) => each.metric === of);
  if (!band || band.low === null || band.high === null) return "";
  const text = (value: number) => metricText(value, unit);
  const what = metric.endsWith(`.${of}`) ? "" : `${metricName(of)} ${text(band.value)}, `;
  return ` (${what}${percent(band.coverage)} within ${text(band.low)} to ${text(band.high)})`;
}

/** A few sentences about runs that answer one question. */
export function answerOf(runs: readonly AnsweredRun[]): string[] {
  const finished = runs.filter(({ summary }) => summary.status === "completed");
  const sentences = [
    ...missedObjectives(finished),
    ...finished.flatMap(slowdowns),
    ...extreme(finished, {
      of: ({ weighed_by }) => weighed_by.cost,
      verdict: "is cheapest",
    }),
    ...extreme(finished, {
      of: ({ weighed_by }) => weighed_by.time,
      verdict: "is fastest",
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

/** Of `runs` that are weighed by the same figure as the first, the least. */
function extreme(runs: readonly AnsweredRun[], { of, verdict }: Order): string[] {
  const by = runs.map(({ summary }) => of(summary)).find((weighed) => weighed !== null);
  if (!by) return [];
  const figures = runs
    .flatMap((run): Figure[] => {
      const all = replicationsOf(run).map(of);
      const weighed = all.filter((each) => each?.metric === by.metric) as Weighed[];
      if (weighed.length < all.length) return [];
      const value = mean(weighed, (each) => each.value) as number;
      return [{ name: runName(run.summary), value, band: bandText(run, by) }];
    })
    .sort((a, b) => a.value - b.value);
  const [best, second] = figures;
  if (best === undefined) return [];
  const text = (value: number) => metricText(value, by.unit);
  const told = `${text(best.value)} ${by.words}${best.band}`;
  if (second === undefined) return [`${best.name}: ${told}.`];
  const level = figures.filter(({ value }) => value <= best.value * levelRatio);
  if (level.length > 1) {
    const names = `${level
      .slice(0, -1)
      .map(({ name }) => name)
      .join(", ")} and ${level.at(-1)?.name}`;
    const next = figures[level.length];
    const rest = next
      ? `; next is ${next.name} with ${text(next.value)} (${significant(next.value / best.value)}x)`
      : "";
    return [`${names} are level, and ${verdict.replace("is ", "")}: ${told}${rest}.`];
  }
  const ratio = significant(second.value / best.value);
  return [`${best.name} ${verdict}: ${told}; next is ${second.name} with ${text(second.value)} (${ratio}x).`];
}
