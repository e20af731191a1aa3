/**
 * What was simulated on each number of instances of each hardware, and for which combinations it stands.
 *
 *     least time = work / instances + what is beside it         least $ = $ per instance-hour x instances x least time
 *
 * A plan on as many instances of the same hardware that costs no more than that is no slower either. Where the plans that are
 * shown are cheaper too, the combination can neither be among them nor do in less time what they do; and where that plan misses
 * an objective by its time or its dollars, the combination misses it by as much.
 */
import { bindingOf, type Plan } from "./plan.ts";
import type { Combination } from "./trial.ts";

/** The best plans of a search: as many as a report shows, told apart by their scores. */
const plansShown = 8;

/** Plans by hardware and number of instances. */
export class StandIns {
  /** Scores of the best plans, each once, rising. */
  readonly #best: number[] = [];
  /** Dollars of the cheapest plan by hardware and number of instances, of those that do and of those that miss. */
  readonly #usd = { feasible: new Map<string, number>(), missed: new Map<string, number>() };

  /** `plan` was simulated on `count` instances for `combination`. */
  add(plan: Plan, { hardware }: Combination, count: number): void {
    if (plan.feasible) this.#addScore(plan.score);
    else if (!missesByTimeOrDollars(plan)) return;
    const known = plan.feasible ? this.#usd.feasible : this.#usd.missed;
    const key = `${hardware} ${count}`;
    known.set(key, Math.min(plan.usd, known.get(key) ?? Number.POSITIVE_INFINITY));
  }

  /** Whether a plan that was simulated stands for `combination` on `count` instances. */
  standFor(combination: Combination, count: number): boolean {
    const { hardware } = combination;
    const usdLeast = leastUsdOfRun(combination, count);
    const isCheaper = (known: Map<string, number>) => {
      return (known.get(`${hardware} ${count}`) ?? Number.POSITIVE_INFINITY) <= usdLeast;
    };
    const dearestShown = this.#best[plansShown - 1] ?? Number.POSITIVE_INFINITY;
    return isCheaper(this.#usd.missed) || (dearestShown <= usdLeast && isCheaper(this.#usd.feasible));
  }

  #addScore(score: number): void {
    const best = this.#best;
    const place = best.findIndex((each) => each >= score);
    if (best[place] === score) return;
    best.splice(place < 0 ? best.length : place, 0, score);
    best.length = Math.min(best.length, plansShown);
  }
}

const hourNs = 3600e9;

/** The least that the run of a combination costs on `count` instances, $; 0 where nothing is known. */
export function leastUsdOfRun({ usdPerHour, runLeast }: Combination, count: number): number {
  if (runLeast === undefined) return 0;
  return (usdPerHour * (runLeast.instanceNs + count * runLeast.besideNs)) / hourNs;
}

/** Whether what `plan` misses by most is how long it takes, or what it costs. */
function missesByTimeOrDollars({ summary }: Plan): boolean {
  if (summary.status !== "completed") return false;
  const { cost, pace } = summary.weighed_by;
  const objective = bindingOf(summary)?.objective;
  return objective !== undefined && (objective === cost?.objective || objective === pace?.objective);
}
