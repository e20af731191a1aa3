/**
 * What a scenario demands of its result, held against what the run gave. Which objectives there are, and how each is judged,
 * stands with the metrics.
 *
 * All requests are judged: in a percentile of latency a request that got no answer counts as infinitely late. The share
 * that `failedShare` allows is left out; only what goes beyond it counts. Rates are of answered requests.
 */
import { z } from "zod";
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

/** Every one of `objectives` in the order in which they were written. */
export function objectiveResults(judged: Judged, objectives: Objectives): ObjectiveResult[] {
  return Object.entries(objectives).flatMap(([objective, limit]): ObjectiveResult[] => {
    const found = judgementOf(judged, objective, objectives.failedShare ?? 0);
    if (limit === undefined || found === undefined) return [];
    const { definition, value, why } = found;
    const must = definition.better === "higher" ? "reach" : "stay-below";
    const inUnit = limit / forms[definition.unit].scale;
    const met = value !== null && (must === "reach" ? value >= inUnit : value <= inUnit);
    return [{ objective, limit: inUnit, actual: value, unit: definition.unit, must, met, why }];
  });
}

/** What `judged` gives for `objective`, in the metric's unit; undefined where no metric is called so. */
function judgementOf(
  judged: Judged,
  objective: string,
  allowed: number,
): (Judgement & { definition: MetricDefinition }) | undefined {
  const { result, metrics: ownMetrics = [] } = judged;
  const isMeant = (metric: MetricDefinition) => metric.objective === objective;
  const unknown: Judgement = { value: null, why: null };
  for (const part of metricParts) {
    const definition = part.metrics.find(isMeant);
    if (definition) {
      return { definition, ...((result && part.judgement(definition, result, allowed)) ?? unknown) };
    }
  }
  for (const part of accountParts) {
    const definition = part.metrics.find(isMeant);
    if (definition) return { definition, ...(part.judgement(definition, judged, allowed) ?? unknown) };
  }
  const definition = ownMetrics.find(isMeant);
  return definition && { definition, value: result?.own?.[definition.name] ?? null, why: null };
}
