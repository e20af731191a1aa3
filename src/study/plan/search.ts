/**
 * The best plans that meet the objectives, over all combinations of a space. Where more instances do whatever fewer do, as in
 * serving a load, the fewest are looked for (`fewest-counts.ts`); a training may be split worse on a larger cluster, and another
 * aim than dollars may be worse on it, so every number of them is tried there that nothing stands for (`every-count.ts`).
 */
import { counted } from "../../base/counted.ts";
import { ScenarioError } from "../../base/errors.ts";
import type { Override } from "../../scenario/override.ts";
import type { Summary } from "../../simulation/summary.ts";
import { gridPoints } from "../sweep/points.ts";
import { everyCount } from "./every-count.ts";
import { fewestCounts, leastUsd } from "./fewest-counts.ts";
import type { PlanSpace } from "./space.ts";
import {
  type Combination,
  hardwareIn,
  outcomeOf,
  type PlanQuestion,
  type PlanSearch,
  reasonOf,
  type SearchAnswer,
  type SearchStep,
} from "./trial.ts";

/** A question with its simulations. */
export interface SimulatedQuestion extends PlanQuestion {
  /** Throws a `ScenarioError` when these overrides make no scenario. */
  simulate(overrides: readonly Override[]): Summary;
}

/** Searches `space` to its end. */
export function searchPlans(space: PlanSpace, question: SimulatedQuestion, keep?: number): PlanSearch {
  const steps = searchSteps(space, question, keep);
  let step = steps.next();
  while (!step.done) {
    const outcomes = step.value.asks.map((overrides) => outcomeOf(() => question.simulate(overrides)));
    step = steps.next({ outcomes, isStopped: false });
  }
  return step.value;
}

/**
 * Searches `space`; whoever drives it simulates what it asks for, and may stop it before each combination. A combination is
 * looked into where it may be one of the best `keep` plans, or the cheapest of its hardware; hardware whose first plan would be
 * out of reach is not.
 */
export function* searchSteps(
  { axes, counts }: PlanSpace,
  question: PlanQuestion,
  keep = 5,
): Generator<SearchStep, PlanSearch, SearchAnswer> {
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
  const combinations = gridPoints({ axes, zipped: [] }).flatMap((overrides): Combination[] => {
    const bound = boundOf(question, overrides);
    if (typeof bound === "string" || bound.usdPerHour === null) {
      found.skipped++;
      dismiss(overrides, typeof bound === "string" ? bound : "no price is listed");
      return [];
    }
    const own = counts.filter((count) => count >= bound.countLeast);
    if (own.length === 0) {
      const needed = `needs at least ${counted(bound.countLeast, "instance")} by FLOPs and bytes alone`;
      dismiss(overrides, `${needed}, of at most ${found.countMost}`);
      return [];
    }
    const { usdPerHour, runLeast } = bound;
    return [{ overrides, hardware: hardwareIn(overrides), counts: own, usdPerHour, runLeast }];
  });
  found.combinations = combinations.length;
  combinations.sort((a, b) => leastUsd(a) - leastUsd(b));
  const search = { question, found, dismiss };
  const { isFewestBest } = question.aim;
  const result = yield* isFewestBest
    ? fewestCounts(combinations, search, keep)
    : everyCount(combinations, search);
  if (result.stoppedAfter === undefined) return result;
  const tried = [...result.plans, ...result.missed].map(({ overrides }) => hardwareIn(overrides));
  const told = new Set([...tried, ...result.dismissed.map(({ hardware }) => hardware)]);
  const all = new Set(combinations.map(({ hardware }) => hardware));
  const notReached = [...all].filter((hardware) => hardware !== undefined && !told.has(hardware));
  return { ...result, notReached: notReached as string[] };
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
