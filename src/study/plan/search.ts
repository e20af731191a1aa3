/**
 * The cheapest plans that meet the objectives. For each combination of the axes the least number of instances is found by
 * bisection, since more instances never serve a load worse: at most log2(counts) simulations, and none for a combination
 * whose lower bound already costs more than the plans in hand. Training has no such order (a larger cluster may be split
 * worse), so every count is tried there.
 */
import { ScenarioError } from "../../base/errors.ts";
import type { Override } from "../../scenario/override.ts";
import type { Summary } from "../../simulation/summary.ts";
import { wouldNotLoad } from "../../workload/inference/loadable-heads.ts";
import { gridPoints } from "../sweep/points.ts";
import type { PlanSpace } from "./space.ts";

/** A plan that was simulated. */
export interface Plan {
  overrides: readonly Override[];
  summary: Summary;
  /** What the search minimises: $ per hour (serving), $ for the run or per million tokens (training). */
  usd: number;
  feasible: boolean;
}

/** What the search asks of the world. */
export interface PlanQuestion {
  /** Simulates the scenario under these overrides. Throws a `ScenarioError` when they make none. */
  simulate(overrides: readonly Override[]): Summary;
  /** $ per hour of one instance and the fewest instances physics allows; undefined where it has no price. */
  bound(overrides: readonly Override[]): { usdPerHour: number; countLeast: number } | undefined;
  kind: "inference" | "training";
  onProgress?(done: number, total: number): void;
}

/** What a search found. */
export interface PlanSearch {
  /** Feasible plans, the cheapest first; of equal price the faster. */
  plans: Plan[];
  /** Simulated, and not meeting the objectives. */
  missed: Plan[];
  combinations: number;
  simulations: number;
  /** Combinations whose lower bound was dearer than the plans in hand. */
  pruned: number;
  /** Combinations that are no scenario, or whose hardware has no price. */
  skipped: number;
}

/** Searches `space`; combinations dearer than the best `keep` plans are not all simulated. */
export function searchPlans({ axes, counts }: PlanSpace, question: PlanQuestion, keep = 5): PlanSearch {
  const found: PlanSearch = { plans: [], missed: [], combinations: 0, simulations: 0, pruned: 0, skipped: 0 };
  const combinations = gridPoints({ axes, zipped: [] }).flatMap((overrides) => {
    const bound = boundOf(question, overrides);
    if (bound === undefined) {
      found.skipped++;
      return [];
    }
    const own = counts.filter((count) => count >= bound.countLeast);
    return own.length > 0 ? [{ overrides, counts: own, usdPerHour: bound.usdPerHour }] : [];
  });
  found.combinations = combinations.length;
  combinations.sort((a, b) => leastUsd(a) - leastUsd(b));
  combinations.forEach((combination, index) => {
    question.onProgress?.(index, combinations.length);
    const dearest = found.plans[keep - 1]?.usd ?? Number.POSITIVE_INFINITY;
    if (question.kind === "inference" && leastUsd(combination) > dearest) {
      found.pruned++;
      return;
    }
    const affordable =
      question.kind === "inference"
        ? combination.counts.filter((count) => count * combination.usdPerHour <= dearest)
        : combination.counts;
    if (affordable.length === 0) {
      found.pruned++;
      return;
    }
    const trial = (count: number) => tryPlan(question, combination.overrides, count, found);
    const plan = question.kind === "inference" ? fewest(affordable, trial) : undefined;
    if (plan !== undefined) insert(found.plans, plan);
    if (question.kind === "training") {
      for (const count of affordable) {
        const each = trial(count);
        if (each?.feasible) insert(found.plans, each);
      }
    }
  });
  return found;
}

function boundOf(question: PlanQuestion, overrides: readonly Override[]) {
  try {
    return question.bound(overrides);
  } catch (error) {
    if (error instanceof ScenarioError) return undefined;
    throw error;
  }
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
  overrides: readonly Override[],
  count: number,
  found: PlanSearch,
): Plan | undefined {
  try {
    const whole = [...overrides, { path: ["cluster", "count"], value: count }];
    const summary = question.simulate(whole);
    found.simulations++;
    const plan = { overrides: whole, summary, usd: usdOf(summary), feasible: isFeasible(summary) };
    if (!plan.feasible) found.missed.push(plan);
    return plan;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    found.skipped++;
    return undefined;
  }
}

/** What a plan costs, in the currency of the search; infinite without a price. */
export function usdOf({ cost, training }: Summary): number {
  const usd = training
    ? training.time_to_train_s === null
      ? cost.usd_per_million_total_tokens
      : cost.usd_total
    : cost.usd_per_hour;
  return usd ?? Number.POSITIVE_INFINITY;
}

/** Whether the run came to its end and met every objective. */
export function isFeasible({ status, objectives, cost, warnings }: Summary): boolean {
  if (warnings.some((warning) => warning.startsWith(wouldNotLoad))) return false;
  return status === "completed" && cost.usd_per_hour !== null && objectives.every(({ met }) => met);
}

function insert(plans: Plan[], plan: Plan): void {
  plans.push(plan);
  plans.sort((a, b) => a.usd - b.usd || slowness(a.summary) - slowness(b.summary));
}

/** What decides between plans of one price: the time of a step or of a request. */
function slowness({ training, inference }: Summary): number {
  return training?.step_time_s ?? inference?.mean_e2el_ms ?? Number.POSITIVE_INFINITY;
}
