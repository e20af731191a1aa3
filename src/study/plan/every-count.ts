/**
 * The search where more instances need not do what fewer do: every number of them is tried, of the combinations first that can
 * be the cheapest, unless a plan that was simulated stands for it.
 */
import { ascending } from "d3-array";
import { elementAt } from "../../base/element-at.ts";
import { byScore, insert, type Plan } from "./plan.ts";
import { leastUsdOfRun, StandIns } from "./stand-ins.ts";
import {
  type Combination,
  keepOutcome,
  type Outcome,
  overridesOn,
  type PlanSearch,
  type Search,
  type SearchAnswer,
  type SearchStep,
} from "./trial.ts";

/** Numbers of instances that are tried before it is asked anew for which of the others they stand. */
const countsAtOnce = 4;

/** Every number of instances of each combination that nothing stands for. */
export function* everyCount(
  combinations: readonly Combination[],
  search: Search,
): Generator<SearchStep, PlanSearch, SearchAnswer> {
  const { question, found } = search;
  const isBounded = question.aim.metric === null;
  const standIns = new StandIns();
  const trials = new Trials();
  const keep = (outcome: Outcome, combination: Combination, count: number) => {
    const plan = keepOutcome(outcome, combination, count, search);
    trials.add(combination, count, plan);
    if (plan === undefined) return;
    standIns.add(plan, combination, count);
    if (plan.feasible) insert(found.plans, plan);
  };
  const leastUsd = new Map(
    combinations.map((each) => [each, Math.min(...each.counts.map((count) => leastUsdOfRun(each, count)))]),
  );
  const byBound = [...combinations].sort((a, b) => ascending(leastUsd.get(a), leastUsd.get(b)));
  /** A few counts of a combination that nothing stands for yet, those first that may end in time. */
  const nextCounts = (combination: Combination) => {
    const open = combination.counts.filter(
      (count) => !trials.has(combination, count) && !(isBounded && standIns.standFor(combination, count)),
    );
    const inTime = open.filter((count) => !standIns.isTooLong(combination, count));
    return (inTime.length > 0 ? inTime : open).slice(0, countsAtOnce);
  };
  const asksOf = (combination: Combination, counts: readonly number[]) =>
    counts.map((count) => overridesOn(combination, count));
  const total = combinations.length;
  for (const [index, combination] of byBound.entries()) {
    const { isStopped } = yield { done: index, total, asks: [], ahead: [] };
    if (isStopped) return { ...found, stoppedAfter: index };
    const next = byBound[index + 1];
    let counts = nextCounts(combination);
    if (counts.length === 0) found.pruned++;
    while (counts.length > 0) {
      const ahead = next ? asksOf(next, nextCounts(next)) : [];
      const { outcomes } = yield { done: index, total, asks: asksOf(combination, counts), ahead };
      for (const [place, count] of counts.entries()) keep(elementAt(outcomes, place), combination, count);
      counts = nextCounts(combination);
    }
  }
  // Why fewer instances do not do is told of the best plan's own settings.
  const [best] = found.plans;
  for (const { combination, count } of best ? trials.fewerThan(best) : []) {
    if (!trials.has(combination, count)) {
      const { outcomes } = yield { done: total, total, asks: [overridesOn(combination, count)], ahead: [] };
      keep(elementAt(outcomes, 0), combination, count);
    }
    if (trials.of(combination, count)?.feasible === false) break;
  }
  // In the order of the space, whatever was tried first.
  const places = trials.places(combinations);
  const byPlace = (a: Plan, b: Plan) => (places.get(a) ?? 0) - (places.get(b) ?? 0);
  found.plans.sort((a, b) => byScore(a, b) || byPlace(a, b));
  found.missed.sort(byPlace);
  return found;
}

/** What was tried, by combination and number of instances. */
class Trials {
  readonly #plans = new Map<Combination, Map<number, Plan | undefined>>();
  readonly #origins = new Map<Plan, { combination: Combination; count: number }>();

  add(combination: Combination, count: number, plan: Plan | undefined): void {
    const own = this.#plans.get(combination) ?? new Map<number, Plan | undefined>();
    this.#plans.set(combination, own.set(count, plan));
    if (plan !== undefined) this.#origins.set(plan, { combination, count });
  }

  has(combination: Combination, count: number): boolean {
    return this.#plans.get(combination)?.has(count) === true;
  }

  /** Undefined where it was not tried, or was no scenario. */
  of(combination: Combination, count: number): Plan | undefined {
    return this.#plans.get(combination)?.get(count);
  }

  /** The combination of `plan` on fewer instances, the most of them first. */
  fewerThan(plan: Plan): { combination: Combination; count: number }[] {
    const origin = this.#origins.get(plan);
    if (origin === undefined) return [];
    const { combination } = origin;
    const fewer = combination.counts.filter((count) => count < origin.count);
    return fewer.reverse().map((count) => ({ combination, count }));
  }

  /** Where plans stand when `combinations` are tried one after the other, each on rising numbers of instances. */
  places(combinations: readonly Combination[]): Map<Plan, number> {
    const inOrder = combinations.flatMap((combination) =>
      combination.counts.flatMap((count) => this.of(combination, count) ?? []),
    );
    return new Map(inOrder.map((plan, place) => [plan, place]));
  }
}
