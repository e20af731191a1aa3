/**
 * The search where more instances never do worse: the fewest of each combination are found by bisection, in at most
 * log2(counts) simulations, and none for a combination whose lower bound already costs more than the plans in hand, of all
 * hardware and of its own.
 */
import { elementAt } from "../../base/element-at.ts";
import { significant } from "../../base/units.ts";
import { insert, type Plan } from "./plan.ts";
import {
  type Combination,
  hardwareIn,
  keepOutcome,
  overridesOn,
  type PlanSearch,
  type Search,
  type SearchAnswer,
  type SearchStep,
} from "./trial.ts";

/** Hardware whose lower bound is this many times as dear as the best plan is not looked into. */
export const outOfReach = 4;

/** The fewest instances of each combination that may be of use. */
export function* fewestCounts(
  combinations: readonly Combination[],
  search: Search,
  keep: number,
): Generator<SearchStep, PlanSearch, SearchAnswer> {
  const { found, dismiss } = search;
  const total = combinations.length;
  for (const [index, combination] of combinations.entries()) {
    const { isStopped } = yield { done: index, total, asks: [], ahead: [] };
    if (isStopped) return { ...found, stoppedAfter: index };
    const { hardware } = combination;
    const { cheapest, own, affordable, triesMost } = prospectOf(combination, found, keep);
    if (affordable.length === 0) {
      found.pruned++;
      if (own || cheapest === undefined) continue;
      const ratio = significant(leastUsd(combination) / cheapest.usd);
      dismiss(combination.overrides, `costs at least ${ratio} times as much as the cheapest plan`);
      continue;
    }
    const isCut = affordable.length < combination.counts.length;
    if (isCut && own === undefined && !found.cutShort.includes(hardware)) found.cutShort.push(hardware);
    const next = combinations.slice(index + 1, index + 1 + combinationsAhead);
    const ahead = next.flatMap((each) => firstAsk(each, prospectOf(each, found, keep)));
    const trial = function* (count: number): Trial {
      const { outcomes } = yield { done: index, total, asks: [overridesOn(combination, count)], ahead };
      return keepOutcome(elementAt(outcomes, 0), combination, count, search);
    };
    const most = triesMost ? yield* trial(elementAt(affordable, -1)) : undefined;
    if (most && !most.feasible) continue;
    const plan = (yield* fewest(most ? affordable.slice(0, -1) : affordable, trial)) ?? most;
    if (plan !== undefined) insert(found.plans, plan);
  }
  return found;
}

/** Combinations of which the first simulation is begun while another one's is waited for. */
const combinationsAhead = 8;

type Trial = Generator<SearchStep, Plan | undefined, SearchAnswer>;

/** What a combination is worth beside the plans in hand. */
function prospectOf(combination: Combination, { plans }: PlanSearch, keep: number) {
  const [cheapest] = plans;
  const own = plans.find(({ overrides }) => hardwareIn(overrides) === combination.hardware);
  const among = plans[keep - 1]?.usd ?? Number.POSITIVE_INFINITY;
  const dearest = own ? Math.max(own.usd, among) : (cheapest?.usd ?? Number.POSITIVE_INFINITY) * outOfReach;
  const affordable = combination.counts.filter((count) => count * combination.usdPerHour <= dearest);
  // Where no plan of the hardware is among the best, the most instances are tried first: mostly they do not help either.
  return { cheapest, own, affordable, triesMost: !(own && own.usd <= among) };
}

/** What is simulated first of a combination. */
function firstAsk(combination: Combination, { affordable, triesMost }: ReturnType<typeof prospectOf>) {
  if (affordable.length === 0) return [];
  return [overridesOn(combination, elementAt(affordable, triesMost ? -1 : affordable.length >> 1))];
}

/** What the fewest instances of a combination cost, $ an hour. */
export function leastUsd({ counts, usdPerHour }: Combination): number {
  return elementAt(counts, 0) * usdPerHour;
}

/** The plan with the least of `counts` that is feasible, by bisection. */
function* fewest(counts: readonly number[], trial: (count: number) => Trial): Trial {
  let best: Plan | undefined;
  let [low, high] = [0, counts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const plan = yield* trial(elementAt(counts, middle));
    if (plan?.feasible) {
      best = plan;
      high = middle;
    } else low = middle + 1;
  }
  return best;
}
