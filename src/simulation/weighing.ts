/**
 * By which of its figures a run is weighed beside others: those that its workload names. A kind of a user's own is weighed by its
 * bill, the time it took and, where one of its metrics is its pace, by that.
 */
import type { Figures, MetricDefinition } from "../metrics/metric.ts";
import type { Weighed, Yardstick } from "../metrics/yardstick.ts";
import { metricParts } from "../workload/metric-parts.ts";
import type { WorkloadResult } from "../workload/workload.ts";
import { costPart } from "./account-metrics.ts";

/** What a summary holds of it: what its work costs, how long it takes, and the time that cost is drawn against. */
export interface Weighing {
  cost: Weighed | null;
  time: Weighed | null;
  pace: Weighed | null;
}

/** What a run gave. */
export interface WeighedRun {
  cost: Figures<(typeof costPart)["metrics"][number]>;
  result: WorkloadResult | undefined;
  /** Metrics that its kind of workload defines for itself, and that kind. */
  own: { kind: string; metrics: readonly MetricDefinition[] };
  elapsedS: number;
}

const inAll = (name: string): Yardstick => ({ name, words: "in all" });
const each = ({ name, title }: MetricDefinition): Yardstick => ({ name, words: `(${title.toLowerCase()})` });

/** The weighing of `run`. */
export function weighingOf({ cost, result, own, elapsedS }: WeighedRun): Weighing {
  const ofCost = (yardsticks: readonly Yardstick[]) =>
    firstKnown(yardsticks, costPart.part, costPart.metrics, cost);
  for (const { part, metrics, yardsticks, figures } of result ? metricParts : []) {
    const measured = figures(result as WorkloadResult);
    if (measured === undefined || yardsticks === undefined) continue;
    return {
      cost: ofCost(yardsticks.cost),
      time: firstKnown(yardsticks.time, part, metrics, measured),
      pace: firstKnown(yardsticks.pace, part, metrics, measured),
    };
  }
  const paces = own.metrics.filter(({ isPace }) => isPace).map(each);
  const elapsed: Weighed = {
    metric: "elapsed_s",
    title: "Time",
    unit: "s",
    words: "in all",
    band_of: "elapsed_s",
    objective: null,
    value: elapsedS,
  };
  if (elapsedS === 0) return { cost: null, time: null, pace: null };
  const pace = result?.own && firstKnown(paces, own.kind, own.metrics, result.own);
  return { cost: ofCost([inAll("usd_total")]), time: elapsed, pace: pace ?? elapsed };
}

function firstKnown(
  yardsticks: readonly Yardstick[],
  part: string,
  metrics: readonly MetricDefinition[],
  figures: { readonly [name: string]: unknown },
): Weighed | null {
  for (const { name, words, bandOf = name } of yardsticks) {
    const metric = metrics.find((each) => each.name === name);
    const value = figures[name];
    if (metric === undefined || typeof value !== "number") continue;
    const { title, unit, objective = null } = metric;
    return { metric: `${part}.${name}`, title, unit, words, band_of: bandOf, objective, value };
  }
  return null;
}
