/** Kinds of workload that tell how they are planned. */
import { ScenarioError } from "../../base/errors.ts";
import type { Scenario } from "../../simulation/scenario.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { PaidFor, PlanTraits } from "../../workload/plan-traits.ts";
import type { WorkloadKind } from "../../workload/workload.ts";
import { kindFigures } from "../kind-figures.ts";

/** A kind of workload that `plan` searches deployments of. */
export type PlannedKind = WorkloadKind & { plans: PlanTraits };

/** The kind called `name`, undefined for several jobs. Throws a `ScenarioError` where it does not tell how it is planned. */
export function plannedKind(kinds: readonly WorkloadKind[], name: string | undefined): PlannedKind {
  const planned = kinds.filter((kind): kind is PlannedKind => kind.plans !== undefined);
  const kind = planned.find((each) => each.name === name);
  if (kind !== undefined) return kind;
  const found = name === undefined ? "jobs" : `"${name}"`;
  const expected = planned.map((each) => each.name).join(" or ");
  throw new ScenarioError([{ path: "workload.kind", found, expected }]);
}

/** The fewest instances that physics allows for `scenario`, at least 1. */
export function instancesAtLeast({ cluster, model, workload }: Scenario, { plans }: PlannedKind): number {
  const options = workload as unknown as Readonly<Record<string, unknown>>;
  return plans.instancesAtLeast?.(options, { model, instance: cluster.instance }) ?? 1;
}

/** What the run that `summary` tells of is paid for; where nothing was measured, by the hour. */
export function paidFor(summary: Summary, kind: PlannedKind): PaidFor {
  const metrics = kindFigures(summary, kind.name);
  return metrics === undefined ? "per hour" : kind.plans.paidFor(metrics);
}

/** USD for what it is paid for; infinite without a price. */
export function usdOf(summary: Summary, kind: PlannedKind): number {
  const { usd_per_hour, usd_total, usd_per_million_total_tokens } = summary.cost;
  const usd = {
    "per hour": usd_per_hour,
    "for the run": usd_total,
    "per million tokens": usd_per_million_total_tokens,
  };
  return usd[paidFor(summary, kind)] ?? Number.POSITIVE_INFINITY;
}

/** What decides between plans of one price; infinite where it was not measured. */
export function slownessOf(summary: Summary, kind: PlannedKind): number {
  return (
    (kindFigures(summary, kind.name)?.[kind.plans.slowness] as number | null | undefined) ??
    Number.POSITIVE_INFINITY
  );
}
