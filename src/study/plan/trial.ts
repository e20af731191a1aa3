/** One step of a search: a combination of the space on so many instances is simulated, and what came of it is kept. */
import { type Problem, ScenarioError } from "../../base/errors.ts";
import type { Override } from "../../scenario/override.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { LeastRun } from "../../workload/plan-traits.ts";
import type { Aim } from "./aim.ts";
import { type Plan, planOf } from "./plan.ts";

/** What the search asks of the world. */
export interface PlanQuestion {
  /** Simulates the scenario under these overrides. Throws a `ScenarioError` when they make none. */
  simulate(overrides: readonly Override[]): Summary;
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
}

/** How far a search is: combinations that were looked into, of all. */
export interface SearchStep {
  done: number;
  total: number;
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

/** Simulates `combination` on `count` instances. */
export function tryPlan(
  { overrides }: Combination,
  count: number,
  { question, found, dismiss }: Search,
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

/** The first thing that is wrong, without where it stands. */
export function reasonOf({ problems: [first] }: ScenarioError): string {
  const { path, found, expected } = first as Problem;
  return `${path === undefined ? "" : `${path.replace(/^--set /, "")}: `}found ${found ?? "nothing"}; expected ${expected}`;
}
