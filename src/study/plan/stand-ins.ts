/**
 * What was simulated, and for which combinations it stands.
 *
 *     least time = work / instances at work + what is beside it     least $ = $ per instance-hour x instances x least time
 *
 * A combination on so many instances need not be simulated where nothing that a report shows can change by it:
 *
 *   - it cannot end in time, and its hardware has plans that do; or a plan on as many instances of its hardware misses by its
 *     time or its dollars and costs no more than this one at least does, so that this one misses by as much;
 *   - the plans that are shown cost no more than this one at least does, and so does a plan on no more instances of its own
 *     hardware, and so does a plan, of any hardware, that takes no longer than this one at least does. A plan on as many
 *     instances of its hardware that costs no more is both.
 */
import { bindingOf, type Plan } from "./plan.ts";
import type { Combination } from "./trial.ts";

/** The best plans of a search: as many as a report shows, told apart by their scores. */
const plansShown = 8;

/** What is paid for a run, and how long it takes. */
interface Offer {
  usd: number;
  ns: number;
}

/** Plans by hardware and number of instances. */
export class StandIns {
  /** Scores of the best plans, each once, rising. */
  readonly #best: number[] = [];
  /** Dollars of the cheapest plan that does, by hardware and number of instances. */
  readonly #feasible = new Map<string | undefined, Map<number, number>>();
  /** The same of those that miss by their time or their dollars. */
  readonly #missed = new Map<string, number>();
  /** Plans that no other beats on dollars and on time. */
  #front: Offer[] = [];
  /** The longest that a run may take; infinite while no plan has told. */
  #deadlineNs = Number.POSITIVE_INFINITY;

  /** `plan` was simulated on `count` instances for `combination`. */
  add(plan: Plan, combination: Combination, count: number): void {
    const { hardware, runLeast } = combination;
    const { usd } = plan;
    const ns = runLeast === undefined ? undefined : runNs(plan);
    if (ns !== undefined) this.#deadlineNs = deadlineNs(plan);
    if (plan.feasible) {
      this.#addScore(plan.score);
      const own = this.#feasible.get(hardware) ?? new Map<number, number>();
      this.#feasible.set(hardware, own.set(count, Math.min(usd, own.get(count) ?? Number.POSITIVE_INFINITY)));
      if (ns !== undefined) this.#addOffer({ usd, ns });
    } else if (missesByTimeOrDollars(plan)) {
      const key = `${hardware} ${count}`;
      this.#missed.set(key, Math.min(usd, this.#missed.get(key) ?? Number.POSITIVE_INFINITY));
    }
  }

  /** Whether plans that were simulated stand for `combination` on `count` instances. */
  standFor(combination: Combination, count: number): boolean {
    const { hardware, runLeast } = combination;
    if (runLeast === undefined) return false;
    const usdLeast = leastUsdOfRun(combination, count);
    const isCheaper = (usd: number | undefined) => usd !== undefined && usd <= usdLeast;
    const own = this.#feasible.get(hardware);
    // Why there is no run on so few instances is told by whoever refuses it, of hardware without any plan.
    if (own === undefined && usdLeast === Number.POSITIVE_INFINITY) return false;
    if (isCheaper(this.#missed.get(`${hardware} ${count}`))) return true;
    if (own === undefined) return false;
    if (this.isTooLong(combination, count)) return true;
    if (!isCheaper(this.#best[plansShown - 1])) return false;
    if (isCheaper(own.get(count))) return true;
    const nsLeast = leastNs(combination, count);
    const isFaster = ({ usd, ns }: Offer) => isCheaper(usd) && ns <= nsLeast;
    return [...own].some(([other, usd]) => other <= count && isCheaper(usd)) && this.#front.some(isFaster);
  }

  /** Whether `combination` cannot end in time on `count` instances, as far as is known. */
  isTooLong(combination: Combination, count: number): boolean {
    return leastNs(combination, count) > this.#deadlineNs;
  }

  #addScore(score: number): void {
    const best = this.#best;
    const place = best.findIndex((each) => each >= score);
    if (best[place] === score) return;
    best.splice(place < 0 ? best.length : place, 0, score);
    best.length = Math.min(best.length, plansShown);
  }

  #addOffer(offer: Offer): void {
    const beats = (one: Offer, other: Offer) => one.usd <= other.usd && one.ns <= other.ns;
    if (this.#front.some((each) => beats(each, offer))) return;
    this.#front = [...this.#front.filter((each) => !beats(offer, each)), offer];
  }
}

const hourNs = 3600e9;

/** The least that the run of a combination takes on `count` instances, ns; 0 where nothing is known, infinite where there is no run. */
function leastNs({ runLeast }: Combination, count: number): number {
  if (runLeast === undefined) return 0;
  return runLeast.instanceNs / (runLeast.atWork?.(count) ?? count) + runLeast.besideNs;
}

/** The least that the run of a combination costs on `count` instances, $; 0 where nothing is known. */
export function leastUsdOfRun(combination: Combination, count: number): number {
  return (combination.usdPerHour * count * leastNs(combination, count)) / hourNs;
}

/** How long the run took; undefined where it came to no end. */
function runNs({ summary: { status, weighed_by } }: Plan): number | undefined {
  const { pace } = weighed_by;
  return status === "completed" && pace?.unit === "s" ? pace.value * 1e9 : undefined;
}

/** The longest that the run may take, ns; infinite without such an objective. */
function deadlineNs({ summary: { objectives, weighed_by } }: Plan): number {
  const limit = objectives.find(({ objective }) => objective === weighed_by.pace?.objective);
  return limit === undefined || limit.must === "reach" ? Number.POSITIVE_INFINITY : limit.limit * 1e9;
}

/** Whether what `plan` misses by most is how long it takes, or what it costs. */
function missesByTimeOrDollars({ summary }: Plan): boolean {
  if (summary.status !== "completed") return false;
  const { cost, pace } = summary.weighed_by;
  const objective = bindingOf(summary)?.objective;
  return objective !== undefined && (objective === cost?.objective || objective === pace?.objective);
}
