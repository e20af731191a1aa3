/**
 * Runs side by side: the headline metrics of each, and their ratio to the first. Schema `trnsim.comparison/1`.
 */

import { mean } from "d3-array";
import { elementAt } from "../base/element-at.ts";
import { runName } from "../base/run-name.ts";
import type { MetricDefinition } from "../metrics/metric.ts";
import type { ObjectiveResult } from "../simulation/objectives.ts";
import type { Summary } from "../simulation/summary.ts";
import { metricParts } from "../workload/metric-parts.ts";
import { pairedRatio, type RatioInterval } from "./paired-ratio.ts";
import { type Spread, spreadOf } from "./spread.ts";
import { metricsIn, type SummaryMetric } from "./summary-metrics.ts";

/** Headline metrics of every run, in the order of a comparison table; where one has nothing to say, it is null. */
export function headlineMetrics(metrics: readonly SummaryMetric[]): SummaryMetric[] {
  return metrics
    .filter(({ isHeadline }) => isHeadline)
    .map((metric) => {
      const { part, path, insteadOf, isHeadlineIfWeighed } = metric;
      const sibling = (name: string) => path.slice(0, path.lastIndexOf(".") + 1) + name;
      const preferred = metrics.find((each) => insteadOf !== undefined && each.path === sibling(insteadOf));
      const isPreferred = metrics.some(
        (each) => each.insteadOf !== undefined && each.part === part && sibling(each.insteadOf) === path,
      );
      return {
        ...metric,
        of: (summary: Summary) => {
          if (isHeadlineIfWeighed && !isYardstick(metric, summary)) return null;
          if (preferred?.of(summary)) return null;
          const value = metric.of(summary);
          return isPreferred && value === 0 ? null : value;
        },
      };
    });
}

/** Whether the workload of a run weighs itself by this figure of its cost. */
function isYardstick({ name }: SummaryMetric, summary: Summary): boolean {
  return metricParts.some(
    ({ part, yardsticks }) => part in summary && yardsticks?.cost.some((each) => each.name === name),
  );
}

/** One metric over all runs of a group. */
export interface ComparisonRow extends Pick<MetricDefinition, "name" | "title" | "unit" | "better"> {
  /** In the order of the runs, the mean over replications; null where a run did not give it. */
  values: (number | null)[];
  /** Value over that of the first run. */
  ratios: (number | null)[];
  /** Where the true ratio lies; null without replications, and for the first run. */
  intervals: (RatioInterval | null)[];
  /** How it is spread over the replications of each run; null without them. */
  spreads: (Spread | null)[];
}

/** An objective that some run has. */
export interface ComparedObjective extends Pick<ObjectiveResult, "objective" | "unit"> {
  /** Of each run; null where it has none of the kind. */
  limits: (number | null)[];
  /** Of each run, the replications that meet it. */
  met: (number | null)[];
}

/** Runs that answer one question, side by side. */
export interface ComparisonGroup {
  scenario: string;
  runs: Summary[];
  /** Runs of each, under different seeds. */
  replications: number;
  rows: ComparisonRow[];
  objectives: ComparedObjective[];
  /** What was left open and settled differently from run to run; a value a run, null where it was not open. */
  choices: DifferentChoice[];
  warnings: string[];
}

/** A key that the scenario, or a job of it, leaves open and that is not the same in all runs. */
export interface DifferentChoice {
  key: string;
  values: (string | number | null)[];
}

/** A run under its own seed, then under further ones; every run of a comparison under the same. */
export type Replicated = readonly [Summary, ...Summary[]];

/**
 * Groups runs by scenario, each group against its first run. Scenarios without variants are one group together, so that
 * files can be compared with each other.
 */
export function compareRuns(runs: readonly Replicated[]): ComparisonGroup[] {
  const groups = new Map<string, Replicated[]>();
  for (const run of runs) {
    const { name } = run[0].scenario;
    groups.set(name, [...(groups.get(name) ?? []), run]);
  }
  const alone = [...groups.values()].every((group) => group.length === 1);
  if (alone) return [compareGroup(runs.map(([{ scenario }]) => scenario.name).join(" / "), runs)];
  return [...groups].map(([name, group]) => compareGroup(name, group));
}

function compareGroup(scenario: string, runs: readonly Replicated[]): ComparisonGroup {
  const rows = headlineMetrics(metricsIn(runs.flat()))
    .map(({ name, title, unit, better, isOfHardware, of }): ComparisonRow => {
      const read = (run: Summary) => (isOfHardware || isRun(run) ? (of(run) ?? null) : null);
      const samples = runs.map((run) => run.map(read));
      const values = samples.map(meanOf);
      const [first] = values;
      return {
        name,
        title,
        unit,
        better,
        values,
        ratios: values.map((value) =>
          value === null || first === undefined || first === null || first === 0 ? null : value / first,
        ),
        intervals: samples.map((sample, index) =>
          index === 0 ? null : pairedRatio(samples[0] as (number | null)[], sample),
        ),
        spreads: samples.map(spreadOf),
      };
    })
    .filter(({ values }) =>
      values.some((value, index) => value !== null && isRun(elementAt(runs, index)[0])),
    );
  const firsts = runs.map(([run]) => run);
  return {
    scenario,
    runs: firsts,
    replications: runs[0]?.length ?? 0,
    rows,
    objectives: comparedObjectives(runs),
    choices: differentChoices(firsts),
    warnings: warningsOf(firsts),
  };
}

/** Whether it was more than found too large. */
function isRun({ status }: Summary): boolean {
  return status !== "out-of-memory";
}

function comparedObjectives(runs: readonly Replicated[]): ComparedObjective[] {
  const all = new Map(runs.flatMap(([run]) => run.objectives.map((each) => [each.objective, each])));
  return [...all.values()].map(({ objective, unit }) => {
    const own = (run: Summary) => run.objectives.find((each) => each.objective === objective);
    return {
      objective,
      unit,
      limits: runs.map(([run]) => own(run)?.limit ?? null),
      met: runs.map((run) =>
        own(run[0]) === undefined ? null : run.filter((each) => own(each)?.met).length,
      ),
    };
  });
}

function meanOf(sample: readonly (number | null)[]): number | null {
  const known = sample.filter((value) => value !== null);
  return known.length === sample.length ? (mean(known) ?? null) : null;
}

function differentChoices(runs: readonly Summary[]): DifferentChoice[] {
  const chosen = runs.map(choicesOf);
  const keys = [...new Set(chosen.flatMap((choices) => [...choices.keys()]))];
  return keys
    .map((key) => ({
      key,
      values: runs.map((run, index) => chosen[index]?.get(key) ?? settledAs(run, key)),
    }))
    .filter(({ values }) => new Set(values.filter((_, index) => isRun(elementAt(runs, index)))).size > 1);
}

/** What a run has at `key`, which it did not list as a choice: it was written, or is what it is unless something else is needed. */
export function settledAs({ chosen, jobs = [] }: Summary, key: string): string | number | null {
  const job = jobs.find(({ name }) => key.startsWith(`${name}: `));
  const name = key.slice(key.lastIndexOf(".") + 1);
  const own = job === undefined ? chosen : job.chosen;
  // A part of a workload names what it settled by itself: `generation tensor`.
  const [, part = ""] = /\bworkload\.(\w+)\.\w+\./.exec(key) ?? [];
  return own[`${part} ${name}`] ?? own[name] ?? null;
}

/** What a run chose, by key; of several jobs each with the job's name before it. */
function choicesOf({ choices, jobs = [] }: Summary): Map<string, string | number> {
  const named = jobs.flatMap((job) =>
    job.choices.map(({ key, value }) => [`${job.name}: ${key}`, value] as const),
  );
  return new Map([...choices.map(({ key, value }) => [key, value] as const), ...named]);
}

function warningsOf(runs: readonly Summary[]): string[] {
  return [...priceWarnings(runs), ...runs.flatMap(unansweredWarnings)];
}

/** Latencies are of answered requests: a run that answers few of them looks fast. */
function unansweredWarnings(run: Summary): string[] {
  const { requests, jobs = [] } = run;
  const name = runName(run);
  return [{ name: undefined, requests }, ...jobs].flatMap((part) => {
    const of = part.name === undefined ? name : `${name}, ${part.name}`;
    const { completed = 0, unanswered = null } = part.requests ?? {};
    return completed > 0 && unanswered !== null ? [`${of}: ${unanswered}`] : [];
  });
}

/** Dollars of an hour bought in different ways are told, by the names that `nameOf` gives. */
export function priceWarnings(
  runs: readonly Summary[],
  nameOf: (run: Summary) => string = runName,
): string[] {
  const options = new Map<string, string[]>();
  for (const run of runs) {
    const option = run.cost.price_option ?? "no listed price";
    options.set(option, [...(options.get(option) ?? []), nameOf(run)]);
  }
  if (options.size < 2) return [];
  const split = [...options].map(([option, names]) => `${option}: ${names.join(", ")}`).join("; ");
  return [`purchase options differ, so costs are not like for like (${split})`];
}
