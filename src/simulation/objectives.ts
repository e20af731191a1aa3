/**
 * What a scenario demands of its result, held against what the run gave. Which objectives there are, and how each is judged,
 * stands with the metrics.
 *
 * All requests are judged: in a percentile of latency a request that got no answer counts as infinitely late. The share
 * that `failedShare` allows is left out; only what goes beyond it counts. Rates are of answered requests.
 */
import { greatest } from "d3-array";
import { z } from "zod";
import { counted } from "../base/counted.ts";
import * as quantity from "../base/quantity.ts";
import type { Judgement, MetricDefinition, MetricUnit } from "../metrics/metric.ts";
import { metricParts } from "../workload/metric-parts.ts";
import type { Objectives } from "../workload/workload.ts";
import { type Accounts, accountParts } from "./account-metrics.ts";

/** One objective and how the run did. */
export interface ObjectiveResult {
  objective: string;
  /** In `unit`. */
  limit: number;
  /** Null where the run does not give it: `why` says the reason. */
  actual: number | null;
  unit: MetricUnit;
  /** Whether the figure must stay below the limit or reach it. */
  must: "stay-below" | "reach";
  met: boolean;
  /** What a reader must know of `actual`: requests without an answer that it counts; null where there is nothing. */
  why: string | null;
}

/** What is judged: a run, or one of its jobs, and the metrics that its kind of workload defines for itself. */
export interface Judged extends Accounts {
  metrics?: readonly MetricDefinition[];
}

/** How a limit is written, and how many of its internal units make one of the metric's. */
const forms: { [Unit in MetricUnit]: { schema: () => z.ZodType<number, unknown>; scale: number } } = {
  ms: { schema: () => quantity.time({ positive: true }), scale: 1e6 },
  s: { schema: () => quantity.time({ positive: true }), scale: 1e9 },
  "/s": { schema: () => quantity.rate({ positive: true }), scale: 1e-9 },
  fraction: { schema: () => quantity.fraction(), scale: 1 },
  usd: { schema: () => quantity.money(), scale: 1 },
  count: { schema: () => quantity.amount(), scale: 1 },
  W: { schema: () => quantity.power({ positive: true }), scale: 1 },
  kW: { schema: () => quantity.power({ positive: true }), scale: 1e3 },
  kWh: { schema: () => quantity.amount(), scale: 1 },
  bytes: { schema: () => quantity.size({ positive: true }), scale: 1 },
};

const objectiveMetrics = [...metricParts, ...accountParts]
  .flatMap(({ metrics }) => metrics)
  .filter(({ objective }) => objective !== undefined);

/** The form of `objectives`: a limit for every metric that can have one, those of `ownMetrics` included. */
export function objectivesSchema(ownMetrics: readonly MetricDefinition[]) {
  const limits = [...objectiveMetrics, ...ownMetrics].flatMap(
    ({
      objective,
      unit,
      title,
      meaning = "",
      better,
    }): [string, z.ZodType<number | undefined, unknown>][] => {
      if (objective === undefined) return [];
      const bound = better === "higher" ? "At least" : "At most";
      const description = `${bound}: ${title}${meaning === "" ? "" : `, ${meaning}`}.`;
      return [[objective, forms[unit].schema().optional().meta({ description })]];
    },
  );
  return z.strictObject(Object.fromEntries(limits));
}

/** One of several jobs that objectives of the whole are held against. */
export interface JudgedJob extends Judged {
  name: string;
}

/**
 * Every one of `objectives` in the order in which they were written. What is measured of the whole, such as its cost, is
 * judged there; what each of several `jobs` measures for itself counts as the worst of them. `ownMetrics` are those of all kinds
 * of workload, for one may be asked for that nothing here measures.
 */
export function objectiveResults(
  judged: Judged,
  objectives: Objectives,
  ownMetrics: readonly MetricDefinition[],
  jobs: readonly JudgedJob[] = [],
): ObjectiveResult[] {
  return Object.entries(objectives).flatMap(([objective, limit]): ObjectiveResult[] => {
    const allowed = objectives.failedShare ?? 0;
    const judgementIn = (each: Judged) => judgementOf(each, objective, allowed);
    const definition = [...objectiveMetrics, ...ownMetrics].find((metric) => metric.objective === objective);
    if (limit === undefined || definition === undefined) return [];
    const { value, why } =
      judgementIn(judged) ?? worstOf(jobs, definition, judgementIn) ?? notMeasured(judged, jobs);
    const must = definition.better === "higher" ? "reach" : "stay-below";
    const inUnit = limit / forms[definition.unit].scale;
    const met = value !== null && (must === "reach" ? value >= inUnit : value <= inUnit);
    return [{ objective, limit: inUnit, actual: value, unit: definition.unit, must, met, why }];
  });
}

/** What `judged` gives for `objective`, in the metric's unit; undefined where it measures nothing of the sort. */
function judgementOf(judged: Judged, objective: string, allowed: number): Judgement | undefined {
  const { result, metrics: ownMetrics = [] } = judged;
  const isMeant = (metric: MetricDefinition) => metric.objective === objective;
  for (const part of metricParts) {
    const definition = part.metrics.find(isMeant);
    if (definition) return result && part.judgement(definition, result, allowed);
  }
  for (const part of accountParts) {
    const definition = part.metrics.find(isMeant);
    if (definition) return part.judgement(definition, judged, allowed);
  }
  const definition = ownMetrics.find(isMeant);
  const own = definition && result?.own?.[definition.name];
  return own === undefined ? undefined : { value: own, why: null };
}

/** What the worst of those `jobs` gives that measure `definition`, and which that is; undefined where none does. */
function worstOf(
  jobs: readonly JudgedJob[],
  { better }: MetricDefinition,
  judgementIn: (job: Judged) => Judgement | undefined,
): Judgement | undefined {
  const measured = jobs.flatMap(({ name, ...job }) => {
    const judgement = judgementIn(job);
    return judgement === undefined ? [] : [{ name, ...judgement }];
  });
  const worst = greatest(measured, ({ value }) => {
    if (value === null) return Number.POSITIVE_INFINITY;
    return better === "higher" ? -value : value;
  });
  if (worst === undefined) return undefined;
  const { name, value, why } = worst;
  const which = measured.length > 1 ? `${name}, the worst of ${counted(measured.length, "job")}` : name;
  return { value, why: `of ${which}${why === null ? "" : `: ${why}`}` };
}

/** Why an objective has nothing to be held against; a run that gave nothing at all says so itself. */
function notMeasured({ result }: Judged, jobs: readonly JudgedJob[]): Judgement {
  if (jobs.length > 0) return { value: null, why: "none of the jobs measures it" };
  return { value: null, why: result === undefined ? null : "this workload does not measure it" };
}
