/** A plan: a scenario under the overrides of a search, and what its simulation says of it. */
import { bisector } from "d3-array";
import type { Override } from "../../scenario/override.ts";
import type { Summary } from "../../simulation/summary.ts";
import { wouldNotLoad } from "../../workload/inference/inference.ts";
import type { Aim } from "./aim.ts";
import { slownessOf, usdOf } from "./planned-kind.ts";

/** A plan that was simulated. */
export interface Plan {
  overrides: readonly Override[];
  summary: Summary;
  /** For what its kind is paid for: an hour, the run, a million tokens. */
  usd: number;
  /** What decides between plans of one price. */
  slowness: number;
  /** What the search makes least. */
  score: number;
  feasible: boolean;
  /** Whether the whole load was simulated, where the search shortened it. */
  isWhole?: boolean;
}

/** What was simulated under `overrides`, as a plan of a search with this aim. */
export function planOf(overrides: readonly Override[], summary: Summary, aim: Aim): Plan {
  const score = aim.score(summary);
  const feasible = isFeasible(summary) && score < Number.POSITIVE_INFINITY;
  return {
    overrides,
    summary,
    usd: usdOf(summary, aim.kind),
    slowness: slownessOf(summary, aim.kind),
    score,
    feasible,
  };
}

/** Whether the run came to its end and met every objective. */
export function isFeasible({ status, objectives, cost, warnings }: Summary): boolean {
  if (warnings.some((warning) => warning.startsWith(wouldNotLoad))) return false;
  return status === "completed" && cost.usd_per_hour !== null && objectives.every(({ met }) => met);
}

/** Orders plans, the best first. */
export function byScore(a: Plan, b: Plan): number {
  return a.score - b.score || a.usd - b.usd || a.slowness - b.slowness;
}

const placeByScore = bisector(byScore).right;

/** Puts `plan` where it belongs among `plans`, the best first. */
export function insert(plans: Plan[], plan: Plan): void {
  plans.splice(placeByScore(plans, plan), 0, plan);
}

/** How close a plan is to a limit. */
export interface BindingConstraint {
  objective: string;
  /** Actual over limit: 1 is at the limit. */
  used: number;
}

/** The limit that a run is closest to, or misses by most. */
export function bindingOf({ objectives }: Summary): BindingConstraint | null {
  const used = objectives.flatMap(({ objective, limit, actual, must }): BindingConstraint[] => {
    if (actual === null || actual === 0) return [];
    return [{ objective, used: must === "reach" ? limit / actual : actual / limit }];
  });
  return used.sort((a, b) => b.used - a.used)[0] ?? null;
}
