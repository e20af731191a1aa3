/**
 * The cheapest plans that meet the objectives. For each combination of the axes the least number of instances is found by
 * bisection, since more instances never serve a load worse: at most log2(counts) simulations, and none for a combination
 * whose lower bound already costs more than the plans in hand, of all hardware and of its own. Training has no such order
 * (a larger cluster may be split worse), nor has another aim than dollars, so every count is tried there.
 */
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { significant } from "../../base/units.ts";
import type { Override } from "../../scenario/override.ts";
import type { Summary } from "../../simulation/summary.ts";
import { wouldNotLoad } from "../../workload/inference/inference.ts";
import { gridPoints } from "../sweep/points.ts";
import type { Aim } from "./aim.ts";
import { slownessOf, usdOf } from "./planned-kind.ts";
import type { PlanSpace } from "./space.ts";

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

/** What the search asks of the world. */
export interface PlanQuestion {
  /** Simulates the scenario under these overrides. Throws a `ScenarioError` when they make none. */
  simulate(overrides: readonly Override[]): Summary;
  /** $ per hour of one instance, null where it has no price, and the fewest instances physics allows. */
  bound(overrides: readonly Override[]): { usdPerHour: number | null; countLeast: number };
  /** What is looked for. */
  aim: Aim;
}

/** What a search found. */
export interface PlanSearch {
  /** Feasible plans, the best first: of equal score the cheaper, of equal price the faster. */
  plans: Plan[];
  /** Simulated, and not meeting the objectives. */
  missed: Plan[];
  combinations: number;
  simulations: number;
  /** Combinations whose lower bound was dearer than the plans in hand. */
  pruned: number;
  /** Combinations that are no scenario, or whose hardware has no price. */
  skipped: number;
  /** Of the whole load, where the search shortened it. */
  wholeSimulations?: number;
  /** Why combinations were not simulated, each reason of a kind of hardware once. */
  dismissed: { hardware: string | undefined; why: string }[];
  /** The most instances of the space, and the hardware of which larger counts were left out as out of reach. */
  countMost: number;
  cutShort: (string | undefined)[];
  /** Combinations that were looked into, where somebody stopped the search before its end. */
  stoppedAfter?: number;
}

/** How far a search is: combinations that were looked into, of all. */
export interface SearchStep {
  done: number;
  total: number;
}

/** The hardware of a combination; undefined where the space has but one. */
export function hardwareIn(overrides: readonly Override[]): string | undefined {
  const value = overrides.find(({ path }) => path.join(".") === "cluster.instance")?.value;
  return value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);
}

/** Hardware whose lower bound is this many times as dear as the best plan is not looked into. */
export const outOfReach = 4;

/** Searches `space` to its end. */
export function searchPlans(space: PlanSpace, question: PlanQuestion, keep?: number): PlanSearch {
  const steps = searchSteps(space, question, keep);
  for (;;) {
    const { done, value } = steps.next(false);
    if (done) return value;
  }
}

/**
 * Searches `space`, and asks before each combination whether to stop. A combination is looked into where it may be one of the
 * best `keep` plans, or the cheapest of its hardware; hardware whose first plan would be out of reach is not.
 */
export function* searchSteps(
  { axes, counts }: PlanSpace,
  question: PlanQuestion,
  keep = 5,
): Generator<SearchStep, PlanSearch, boolean> {
  const found: PlanSearch = {
    plans: [],
    missed: [],
    combinations: 0,
    simulations: 0,
    pruned: 0,
    skipped: 0,
    dismissed: [],
    countMost: Math.max(...counts),
    cutShort: [],
  };
  const dismiss = (overrides: readonly Override[], why: string) => {
    const hardware = hardwareIn(overrides);
    if (!found.dismissed.some((each) => each.hardware === hardware && each.why === why)) {
      found.dismissed.push({ hardware, why });
    }
  };
  const combinations = gridPoints({ axes, zipped: [] }).flatMap((overrides) => {
    const bound = boundOf(question, overrides);
    if (typeof bound === "string" || bound.usdPerHour === null) {
      found.skipped++;
      dismiss(overrides, typeof bound === "string" ? bound : "no price is listed");
      return [];
    }
    const own = counts.filter((count) => count >= bound.countLeast);
    if (own.length === 0) {
      const needed = `needs at least ${bound.countLeast} instances by FLOPs and bytes alone`;
      dismiss(overrides, `${needed}, of at most ${found.countMost}`);
      return [];
    }
    return [{ overrides, counts: own, usdPerHour: bound.usdPerHour }];
  });
  found.combinations = combinations.length;
  combinations.sort((a, b) => leastUsd(a) - leastUsd(b));
  const { kind, isFewestBest } = question.aim;
  const bisects = isFewestBest && kind.plans.moreDoWhatFewerDo === true;
  for (const [index, combination] of combinations.entries()) {
    const isStopped = yield { done: index, total: combinations.length };
    if (isStopped) return { ...found, stoppedAfter: index };
    const hardware = hardwareIn(combination.overrides);
    const [cheapest] = found.plans;
    const own = found.plans.find(({ overrides }) => hardwareIn(overrides) === hardware);
    const among = found.plans[keep - 1]?.usd ?? Number.POSITIVE_INFINITY;
    const dearest = own ? Math.max(own.usd, among) : (cheapest?.usd ?? Number.POSITIVE_INFINITY) * outOfReach;
    const affordable = bisects
      ? combination.counts.filter((count) => count * combination.usdPerHour <= dearest)
      : combination.counts;
    if (affordable.length === 0) {
      found.pruned++;
      if (own || cheapest === undefined) continue;
      const ratio = significant(leastUsd(combination) / cheapest.usd);
      dismiss(combination.overrides, `costs at least ${ratio} times as much as the cheapest plan`);
      continue;
    }
    const isCut = affordable.length < combination.counts.length;
    if (isCut && own === undefined && !found.cutShort.includes(hardware)) found.cutShort.push(hardware);
    const trial = (count: number) =>
      tryPlan(question, { overrides: combination.overrides, count, dismiss }, found);
    if (bisects) {
      // Where no plan of the hardware is among the best, the most instances are tried first: mostly they do not help either.
      const most = own && own.usd <= among ? undefined : trial(affordable.at(-1) as number);
      if (most && !most.feasible) continue;
      const plan = fewest(most ? affordable.slice(0, -1) : affordable, trial) ?? most;
      if (plan !== undefined) insert(found.plans, plan);
    } else {
      for (const count of affordable) {
        const each = trial(count);
        if (each?.feasible) insert(found.plans, each);
      }
    }
  }
  return found;
}

/** The bound of a combination, or why it is no scenario. */
function boundOf(question: PlanQuestion, overrides: readonly Override[]) {
  try {
    return question.bound(overrides);
  } catch (error) {
    if (error instanceof ScenarioError) return reasonOf(error);
    throw error;
  }
}

/** The first thing that is wrong, without where it stands. */
function reasonOf({ problems: [first] }: ScenarioError): string {
  const { path, found, expected } = first as Problem;
  return `${path === undefined ? "" : `${path.replace(/^--set /, "")}: `}found ${found ?? "nothing"}; expected ${expected}`;
}

function leastUsd({ counts, usdPerHour }: { counts: readonly number[]; usdPerHour: number }): number {
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

function tryPlan(
  question: PlanQuestion,
  {
    overrides,
    count,
    dismiss,
  }: {
    overrides: readonly Override[];
    count: number;
    dismiss(overrides: readonly Override[], why: string): void;
  },
  found: PlanSearch,
): Plan | undefined {
  try {
    const whole = [...overrides, { path: ["cluster", "count"], value: count }];
    const summary = question.simulate(whole);
    found.simulations++;
    const plan = planOf(whole, summary, question.aim);
    if (!plan.feasible) found.missed.push(plan);
    return plan;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    found.skipped++;
    dismiss(overrides, reasonOf(error));
    return undefined;
  }
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

function insert(plans: Plan[], plan: Plan): void {
  plans.push(plan);
  plans.sort(byScore);
}
