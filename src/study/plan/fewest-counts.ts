/**
 * The search where more instances never do worse: the fewest of each combination are found by bisection, in at most
 * log2(counts) simulations, and none for a combination whose lower bound already costs more than the plans in hand, of all
 * hardware and of its own.
 */
import { significant } from "../../base/units.ts";
import { insert, type Plan } from "./plan.ts";
import {
  type Combination,
  hardwareIn,
  type PlanSearch,
  type Search,
  type SearchStep,
  tryPlan,
} from "./trial.ts";

/** Hardware whose lower bound is this many times as dear as the best plan is not looked into. */
export const outOfReach = 4;

/** The fewest instances of each combination that may be of use. */
export function* fewestCounts(
  combinations: readonly Combination[],
  search: Search,
  keep: number,
): Generator<SearchStep, PlanSearch, boolean> {
  const { found, dismiss } = search;
  for (const [index, combination] of combinations.entries()) {
    const isStopped = yield { done: index, total: combinations.length };
    if (isStopped) return { ...found, stoppedAfter: index };
    const { hardware } = combination;
    const [cheapest] = found.plans;
    const own = found.plans.find(({ overrides }) => hardwareIn(overrides) === hardware);
    const among = found.plans[keep - 1]?.usd ?? Number.POSITIVE_INFINITY;
    const dearest = own ? Math.max(own.usd, among) : (cheapest?.usd ?? Number.POSITIVE_INFINITY) * outOfReach;
    const affordable = combination.counts.filter((count) => count * combination.usdPerHour <= dearest);
    if (affordable.length === 0) {
      found.pruned++;
      if (own || cheapest === undefined) continue;
      const ratio = significant(leastUsd(combination) / cheapest.usd);
      dismiss(combination.overrides, `costs at least ${ratio} times as much as the cheapest plan`);
      continue;
    }
    const isCut = affordable.length < combination.counts.length;
    if (isCut && own === undefined && !found.cutShort.includes(hardware)) found.cutShort.push(hardware);
    const trial = (count: number) => tryPlan(combination, count, search);
    // Where no plan of the hardware is among the best, the most instances are tried first: mostly they do not help either.
    const most = own && own.usd <= among ? undefined : trial(affordable.at(-1) as number);
    if (most && !most.feasible) continue;
    const plan = fewest(most ? affordable.slice(0, -1) : affordable, trial) ?? most;
    if (plan !== undefined) insert(found.plans, plan);
  }
  return found;
}

/** What the fewest instances of a combination cost, $ an hour. */
export function leastUsd({ counts, usdPerHour }: Combination): number {
  return (counts[0] as number) * usdPerHour;
}

/** The plan with the least of `counts` that is feasible, by bisection. */
function fewest(counts: readonly number[], trial: (count: number) => Plan | undefined): Plan | undefined {
  let best: Plan | undefined;
  let [low, high] = [0, counts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const plan = trial(counts[middle] as number);
    if (plan?.feasible) {
      best = plan;
      high = middle;
    } else low = middle + 1;
  }
  return best;
}
