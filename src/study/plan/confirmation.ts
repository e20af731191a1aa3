/**
 * After a search on a shortened load: the cheapest plan is simulated whole, and where it misses there, it is tried again with
 * more instances, or the next cheapest takes its place, until one keeps what it promised.
 */
import type { Override } from "../../scenario/override.ts";
import type { Summary } from "../../simulation/summary.ts";
import { isFeasible, type Plan, type PlanSearch, usdOf } from "./search.ts";

/** Simulations of the whole load at most. */
const triesMost = 6;

/** What is simulated: the whole load, and the shortened one. */
export interface BothLoads {
  whole(overrides: readonly Override[]): Summary;
  shortened(overrides: readonly Override[]): Summary;
}

/** `found` with its cheapest plan confirmed: the first of its plans, unless none was. `counts` of instances may be used. */
export function confirmed(
  found: PlanSearch,
  counts: readonly number[],
  { whole, shortened }: BothLoads,
): PlanSearch {
  const waiting = [...found.plans];
  const missed = [...found.missed];
  let simulations = 0;
  while (waiting.length > 0 && simulations < triesMost) {
    const plan = waiting.shift() as Plan;
    const tried = planOf(plan.overrides, whole(plan.overrides), true);
    simulations++;
    if (tried.feasible)
      return { ...found, plans: [tried, ...waiting], missed, wholeSimulations: simulations };
    missed.push(tried);
    const next = counts.find((count) => count > countOf(plan.overrides));
    if (next === undefined) continue;
    const overrides = plan.overrides.map((each) => (isCount(each) ? { ...each, value: next } : each));
    const larger = planOf(overrides, shortened(overrides), false);
    if (!larger.feasible) continue;
    waiting.push(larger);
    waiting.sort((a, b) => a.usd - b.usd);
  }
  return { ...found, plans: [], missed: [...missed, ...waiting], wholeSimulations: simulations };
}

function planOf(overrides: readonly Override[], summary: Summary, isWhole: boolean): Plan {
  return { overrides, summary, usd: usdOf(summary), feasible: isFeasible(summary), isWhole };
}

const isCount = ({ path }: Override) => path.join(".") === "cluster.count";

function countOf(overrides: readonly Override[]): number {
  return Number(overrides.find(isCount)?.value ?? 1);
}
