/** What a search looks for among the plans that meet every objective: the fewest dollars, or the best of another metric. */
import { ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { accountParts } from "../../simulation/account-metrics.ts";
import type { Summary } from "../../simulation/summary.ts";
import { metricsOf, type SummaryMetric } from "../summary-metrics.ts";

/** What a search looks for. */
export interface Aim {
  /** The metric that is made best; null: dollars. */
  metric: SummaryMetric | null;
  /** What is made least; infinite for a plan that has no such figure. Of a metric to three digits: what differs by less is equal. */
  score(summary: Summary): number;
  /** Of serving: whether the fewest instances that do are always the best, so that none beyond them is tried. */
  isFewestBest: boolean;
}

/** What a plan costs, $ per hour (serving), for the run or per million tokens (training); infinite without a price. */
export function usdOf({ cost, training }: Summary): number {
  const usd = training
    ? training.time_to_train_s === null
      ? cost.usd_per_million_total_tokens
      : cost.usd_total
    : cost.usd_per_hour;
  return usd ?? Number.POSITIVE_INFINITY;
}

/** What is looked for when nothing is said. */
export const fewestDollars: Aim = { metric: null, score: usdOf, isFewestBest: true };

/** Digits of a metric that decide between plans: nobody pays twice for the fourth. */
const decidingDigits = 3;

/** Objectives that only ever rise with the number of instances. */
const dearerWithMore: readonly (string | undefined)[] = ["usdPerHour", "usdPerMonth"];

/**
 * The aim called `name`: a metric by its name under `objectives` (`ttftP99`), else by its own (`usd_per_million_output_tokens`).
 * Throws a `ScenarioError` where no run of this kind has it, or neither way is better.
 */
export function aimOf(name: string | undefined, kind: "inference" | "training"): Aim {
  if (name === undefined) return fewestDollars;
  const parts = [kind, ...accountParts.map(({ part }) => part)];
  const metrics = metricsOf().filter(({ part, better }) => parts.includes(part) && better !== null);
  const metric = metrics.find((each) => each.objective === name || each.name === name);
  if (metric === undefined) {
    const objectives = metrics.flatMap(({ objective }) => objective ?? []);
    const names = [...objectives, ...metrics.map(({ name: own }) => own)];
    const expected = `a metric of ${kind}, such as ${objectives.slice(0, 4).join(", ")} (trnsim catalog metrics lists them)`;
    throw new ScenarioError([
      { path: "--objective", found: `"${name}"`, expected, nearest: nearest(name, names) },
    ]);
  }
  const sign = metric.better === "higher" ? -1 : 1;
  const score = (summary: Summary) => {
    const value = metric.of(summary);
    if (value === null || value === undefined) return Number.POSITIVE_INFINITY;
    return sign * Number(value.toPrecision(decidingDigits));
  };
  return { metric, score, isFewestBest: dearerWithMore.includes(metric.objective) };
}
