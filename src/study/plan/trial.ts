/** What a search asks and keeps: a combination of the space on so many instances is simulated, by whoever drives the search. */
import { type Problem, ScenarioError } from "../../base/errors.ts";
import type { Override } from "../../scenario/override.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { LeastRun } from "../../workload/plan-traits.ts";
import type { Aim } from "./aim.ts";
import { type Plan, planOf } from "./plan.ts";

/** What a search goes by, beside its simulations. */
export interface PlanQuestion {
  /** What is known before anything is simulated. Throws a `ScenarioError` where no number of instances makes a scenario. */
  bound(overrides: readonly Override[]): Bound;
  /** What is looked for. */
  aim: Aim;
}

/** What physics and prices allow of a combination. */
export interface Bound {
  /** Of one instance; null where it has no price. */
  usdPerHour: number | null;
  /** The fewest instances. */
  countLeast: number;
  /** The least that the whole run takes; nothing known when absent. */
  runLeast?: LeastRun | undefined;
}

/** What a search found. */
export interface PlanSearch {
  /** Feasible plans, the best first: of equal score the cheaper, of equal price the faster. */
  plans: Plan[];
  /** Simulated, and not meeting the objectives. */
  missed: Plan[];
  combinations: number;
  simulations: number;
  /** Combinations that were not simulated, for what they can be at best is no better than the plans in hand. */
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
  /** Hardware of which nothing had been looked into then. */
  notReached?: string[];
}

/** What a simulation gave: its summary, or why the overrides make no scenario. */
export type Outcome = Summary | ScenarioError;

/** A step of a search: how far it is, and what it wants simulated; where that is nothing, whether to go on. */
export interface SearchStep {
  /** Combinations that were looked into, of all. */
  done: number;
  total: number;
  /** Overrides of simulations that do not hang on each other. */
  asks: readonly (readonly Override[])[];
  /** What may be asked for next: of use to whoever has threads that stand idle. */
  ahead: readonly (readonly Override[])[];
}

/** What a search is answered. */
export interface SearchAnswer {
  /** In the order of what it asked for. */
  outcomes: readonly Outcome[];
  /** To a step that asked for nothing: it is to end with what it has. */
  isStopped: boolean;
}

/** One value of each axis, the numbers of instances to try, and what is known before anything is simulated. */
export interface Combination {
  overrides: readonly Override[];
  /** The hardware; undefined where the space has but one. */
  hardware: string | undefined;
  counts: readonly number[];
  usdPerHour: number;
  runLeast?: LeastRun | undefined;
}

/** The hardware of a combination; undefined where the space has but one. */
export function hardwareIn(overrides: readonly Override[]): string | undefined {
  const value = overrides.find(({ path }) => path.join(".") === "cluster.instance")?.value;
  return value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);
}

/** What both ways of searching go by. */
export interface Search {
  question: PlanQuestion;
  found: PlanSearch;
  dismiss(overrides: readonly Override[], why: string): void;
}

/** The overrides of `combination` on `count` instances. */
export function overridesOn({ overrides }: Combination, count: number): Override[] {
  return [...overrides, { path: ["cluster", "count"], value: count }];
}

/** Keeps what came of `combination` on `count` instances. */
export function keepOutcome(
  outcome: Outcome,
  combination: Combination,
  count: number,
  { question, found, dismiss }: Search,
): Plan | undefined {
  if (outcome instanceof ScenarioError) {
    found.skipped++;
    dismiss(combination.overrides, reasonOf(outcome));
    return undefined;
  }
  found.simulations++;
  const plan = planOf(overridesOn(combination, count), outcome, question.aim);
  if (!plan.feasible) found.missed.push(plan);
  return plan;
}

/** The outcome of `simulate`, which throws a `ScenarioError` where there is no scenario. */
export function outcomeOf(simulate: () => Summary): Outcome {
  try {
    return simulate();
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
}

/** The first thing that is wrong, without where it stands. */
export function reasonOf({ problems: [first] }: ScenarioError): string {
  const { path, found, expected } = first as Problem;
  return `${path === undefined ? "" : `${path.replace(/^--set /, "")}: `}found ${found ?? "nothing"}; expected ${expected}`;
}
