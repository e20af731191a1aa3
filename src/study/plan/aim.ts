/** What a search looks for among the plans that meet every objective: the fewest dollars, or the best of another metric. */
import { ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { accountParts } from "../../simulation/account-metrics.ts";
import type { Summary } from "../../simulation/summary.ts";
import { metricsOf, type SummaryMetric } from "../summary-metrics.ts";
import { type PlannedKind, usdOf } from "./planned-kind.ts";

/** What a search looks for. */
export interface Aim {
  /** Of whose plans. */
  kind: PlannedKind;
  /** The metric that is made best; null: dollars. */
  metric: SummaryMetric | null;
  /** What is made least; infinite for a plan that has no such figure. Of a metric to three digits: what differs by less is equal. */
  score(summary: Summary): number;
  /** Whether the fewest instances that do are always the best: more do whatever fewer do, and are only dearer. */
  isFewestBest: boolean;
}

/** Whether more instances do whatever fewer do. */
const moreDo = ({ plans }: PlannedKind) => plans.moreDoWhatFewerDo === true;

/** What is looked for when nothing is said. */
function fewestDollars(kind: PlannedKind): Aim {
  return { kind, metric: null, score: (summary) => usdOf(summary, kind), isFewestBest: moreDo(kind) };
}

/** Digits of a metric that decide between plans: nobody pays twice for the fourth. */
const decidingDigits = 3;

/** Objectives that only ever rise with the number of instances. */
const dearerWithMore: readonly (string | undefined)[] = ["usdPerHour", "usdPerMonth", "usdPerYear"];

/**
 * The aim called `name`: a metric by its name under `objectives` (`ttftP99`), else by its own (`usd_per_million_output_tokens`).
 * Throws a `ScenarioError` where no run of this kind has it, or neither way is better.
 */
export function aimOf(name: string | undefined, kind: PlannedKind): Aim {
  if (name === undefined) return fewestDollars(kind);
  const parts = [kind.name, ...accountParts.map(({ part }) => part)];
  const metrics = metricsOf((kind.metrics ?? []).map((metric) => ({ ...metric, part: kind.name }))).filter(
    ({ part, better }) => parts.includes(part) && better !== null,
  );
  const metric = metrics.find((each) => each.objective === name || each.name === name);
  if (metric === undefined) {
    const objectives = metrics.flatMap(({ objective }) => objective ?? []);
    const names = [...objectives, ...metrics.map(({ name: own }) => own)];
    const expected = `a metric of ${kind.name}, such as ${objectives.slice(0, 4).join(", ")} (trnsim catalog metrics lists them)`;
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
  return { kind, metric, score, isFewestBest: moreDo(kind) && dearerWithMore.includes(metric.objective) };
}
