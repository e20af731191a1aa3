/**
 * After a search on a shortened load: the best plan is simulated whole, and where it misses there, it is tried again with
 * more instances, or the next best takes its place, until one keeps what it promised.
 */
import type { Override } from "../../scenario/override.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { Aim } from "./aim.ts";
import { byScore, type Plan, planOf } from "./plan.ts";
import type { PlanSearch } from "./trial.ts";

/** Simulations of the whole load at most. */
const triesMost = 6;

/** What is simulated: the whole load, and the shortened one. */
export interface BothLoads {
  whole(overrides: readonly Override[]): Summary;
  shortened(overrides: readonly Override[]): Summary;
}

/** `found` with its best plan confirmed: the first of its plans, unless none was. `counts` of instances may be used. */
export function confirmed(
  found: PlanSearch,
  counts: readonly number[],
  { whole, shortened }: BothLoads,
  aim: Aim,
): PlanSearch {
  const waiting = [...found.plans];
  const missed = [...found.missed];
  let simulations = 0;
  while (waiting.length > 0 && simulations < triesMost) {
    const plan = waiting.shift() as Plan;
    const tried = { ...planOf(plan.overrides, whole(plan.overrides), aim), isWhole: true };
    simulations++;
    if (tried.feasible)
      return { ...found, plans: [tried, ...waiting], missed, wholeSimulations: simulations };
    missed.push(tried);
    const next = counts.find((count) => count > countOf(plan.overrides));
    if (next === undefined) continue;
    const overrides = plan.overrides.map((each) => (isCount(each) ? { ...each, value: next } : each));
    const larger = { ...planOf(overrides, shortened(overrides), aim), isWhole: false };
    if (!larger.feasible) continue;
    waiting.push(larger);
    waiting.sort(byScore);
  }
  return { ...found, plans: [], missed: [...missed, ...waiting], wholeSimulations: simulations };
}

const isCount = ({ path }: Override) => path.join(".") === "cluster.count";

function countOf(overrides: readonly Override[]): number {
  return Number(overrides.find(isCount)?.value ?? 1);
}
