/**
 * What a search says to the one who buys: the cheapest plan and the runner-up on other hardware, what binds, how much
 * more load it would bear, and which plans are on the front of cost against time. Schema `trnsim.plan/1`.
 */
import { objectiveText } from "../../base/metric-text.ts";
import type { Override } from "../../scenario/override.ts";
import { costPart } from "../../simulation/account-metrics.ts";
import type { Summary } from "../../simulation/summary.ts";
import { priceWarnings } from "../comparison.ts";
import type { Deployment } from "../deploy/launchers.ts";
import { metricsIn, type SummaryMetric } from "../summary-metrics.ts";
import { overrideText } from "../variation.ts";
import type { Aim } from "./aim.ts";
import { outOfReach } from "./fewest-counts.ts";
import { type BindingConstraint, bindingOf, isFeasible, type Plan } from "./plan.ts";
import { paidFor } from "./planned-kind.ts";
import { hardwareIn, type PlanSearch } from "./trial.ts";

/** A plan as the report shows it. */
export interface PlanLine {
  set: string[];
  usd: number;
  /** Figures under `columns`. */
  values: (number | null)[];
  summary: Summary;
}

/** A kind of hardware: its best plan, or why it does not do. */
export interface HardwareLine {
  instance: string;
  plan: PlanLine | null;
  why: string | null;
}

/** The outcome of a search. */
export interface PlanReport {
  schema: "trnsim.plan/1";
  scenario: string;
  /** `base` or the name of a variant. */
  variant: string;
  /** What `usd` is: per hour, for the run, or per million tokens. */
  usd_is: "per hour" | "for the run" | "per million tokens";
  /** The metric that the best plan has the best of; null: dollars. */
  aim: Pick<SummaryMetric, "path" | "title" | "unit"> | null;
  /** Metrics that tell plans apart: the key ones, and those of the objectives. */
  columns: Pick<SummaryMetric, "path" | "title" | "unit">[];
  best: PlanLine | null;
  /** The best plan on other hardware than the best. */
  runner_up: PlanLine | null;
  /** One row a kind of hardware of the space: its best plan, or why it has none; the best first. */
  hardware: HardwareLine[];
  top: PlanLine[];
  /** Feasible plans that no other beats on cost and on time. */
  front: PlanLine[];
  /** The objective that the best plan is closest to missing. */
  binding: BindingConstraint | null;
  /** The best plan on fewer instances of the best one's kind; null where none does. */
  smaller: PlanLine | null;
  /** Why the best plan's own settings do not do on fewer instances; null where they do or were not tried. */
  fewer: string | null;
  /** Largest load that the best plan bears, as a multiple of the scenario's; null where the load has no rate. */
  headroom: number | null;
  /** How far the load was shortened for the search, and how often it was simulated whole; null where it always was. */
  rehearsed: { whole_s: number; shortened_s: number; whole_simulations: number } | null;
  /** Flags of programs that start the best plan, generated; null without one, or where no launcher is known. */
  deploy: Deployment | null;
  /** `each_count`: whether each combination was tried on each number of instances, and not on as many as it takes. */
  searched: {
    combinations: number;
    simulations: number;
    pruned: number;
    skipped: number;
    each_count: boolean;
  };
  /** Where somebody stopped the search: after how many combinations, and hardware it had not come to; null where it came to its end. */
  stopped: { after_combinations: number; not_reached: string[] } | null;
  /** Of the best plan, and where the prices of hardware are not of one kind. */
  warnings: string[];
  /** Without any feasible plan: the plan that came closest, and what it missed. */
  closest: { plan: PlanLine; missed: string[] } | null;
}

const topShown = 8;

/** Puts the report together. */
export function planReport(
  { scenario, variant }: Pick<PlanReport, "scenario" | "variant">,
  search: PlanSearch,
  {
    headroom,
    aim,
    deploy = null,
    rehearsed = null,
  }: Pick<PlanReport, "headroom"> & Partial<Pick<PlanReport, "deploy" | "rehearsed">> & { aim: Aim },
): PlanReport {
  const { plans, missed, combinations, simulations, pruned, skipped, stoppedAfter, notReached = [] } = search;
  const [best] = plans;
  const some = best ?? missed[0];
  const metrics = tellingMetrics(plans.length > 0 ? plans : missed, aim);
  const lineOf = (plan: Plan) => planLine(plan, metrics);
  const smaller = best && plans.find((plan) => hasFewer(plan.summary, best.summary));
  const hardware = hardwareLines(search, lineOf);
  const bought = hardware.flatMap(({ plan }) => (plan === null ? [] : [plan.summary]));
  const runnerUp = best && plans.find(({ summary }) => hardwareOf(summary) !== hardwareOf(best.summary));
  return {
    schema: "trnsim.plan/1",
    scenario,
    variant,
    usd_is: some === undefined ? "per hour" : paidFor(some.summary, aim.kind),
    aim: aim.metric && placed(aim.metric),
    columns: metrics.map(placed),
    best: best ? lineOf(best) : null,
    runner_up: runnerUp ? lineOf(runnerUp) : null,
    hardware,
    top: distinct(plans.map(lineOf)).slice(0, topShown),
    front: frontOf(plans).map(lineOf),
    binding: best ? bindingOf(best.summary) : null,
    smaller: smaller ? lineOf(smaller) : null,
    fewer: best ? whyNotFewer(best, missed) : null,
    headroom,
    rehearsed,
    deploy,
    searched: { combinations, simulations, pruned, skipped, each_count: !aim.isFewestBest },
    stopped:
      stoppedAfter === undefined ? null : { after_combinations: stoppedAfter, not_reached: notReached },
    warnings: [...new Set([...priceWarnings(bought, hardwareOf), ...(best?.summary.warnings ?? [])])],
    closest: best ? null : closestOf(missed, lineOf),
  };
}

const placed = ({ path, title, unit }: SummaryMetric) => ({ path, title, unit });

function planLine({ overrides, usd, summary }: Plan, metrics: readonly SummaryMetric[]): PlanLine {
  const values = metrics.map(({ of }) => of(summary) ?? null);
  return { set: overrides.map(overrideText), usd, values, summary };
}

/**
 * Key metrics, those of the objectives and that of the aim, that any of `plans` gives; dollars have a column of their own. One that
 * nobody asked for and that is another one in every plan has none: what comes all at once has its first part with its last.
 */
function tellingMetrics(plans: readonly Plan[], { metric: aimed }: Aim): SummaryMetric[] {
  const summaries = plans.map(({ summary }) => summary);
  const asked = new Set(summaries.flatMap(({ objectives }) => objectives.map(({ objective }) => objective)));
  const isAsked = ({ path, objective = "" }: SummaryMetric) => path === aimed?.path || asked.has(objective);
  const telling = metricsIn(summaries).filter(
    (metric) =>
      metric.path === aimed?.path ||
      (metric.part !== costPart.part &&
        (metric.isKey || isAsked(metric)) &&
        summaries.some((summary) => metric.of(summary))),
  );
  const isTold = (metric: SummaryMetric) =>
    telling.some(
      (other) => isAsked(other) && summaries.every((summary) => other.of(summary) === metric.of(summary)),
    );
  return telling.filter((metric) => isAsked(metric) || !isTold(metric));
}

/** Of plans on the same hardware with the same price and the same figures the first. */
function distinct(lines: readonly PlanLine[]): PlanLine[] {
  const seen = new Set<string>();
  return lines.filter(({ usd, values, summary: { cluster } }) => {
    const key = JSON.stringify([cluster.instance, cluster.instances, usd, values]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** One line for every kind of hardware that was looked at or dismissed. */
function hardwareLines(search: PlanSearch, lineOf: (plan: Plan) => PlanLine): HardwareLine[] {
  const { plans, missed, dismissed, cutShort } = search;
  const instanceOf = ({ overrides, summary }: Plan) => hardwareIn(overrides) ?? summary.cluster.instance;
  const [only] = [...plans, ...missed].map(instanceOf);
  const nameOf = (hardware: string | undefined) => hardware ?? only ?? "the cluster of the scenario";
  const names = new Set([
    ...plans.map(instanceOf),
    ...missed.map(instanceOf),
    ...dismissed.map(({ hardware }) => nameOf(hardware)),
  ]);
  return [...names].map((instance): HardwareLine => {
    const best = plans.find((plan) => instanceOf(plan) === instance);
    if (best !== undefined) return { instance, plan: lineOf(best), why: null };
    const tried = missed.filter((plan) => instanceOf(plan) === instance);
    const closest = closestOf(tried, lineOf);
    const reasons = dismissed.filter(({ hardware }) => nameOf(hardware) === instance).map(({ why }) => why);
    const isCut = cutShort.some((hardware) => nameOf(hardware) === instance);
    const miss =
      closest &&
      `at best, with ${countText(closest.plan, tried, { ...search, isCut })}: ${closest.missed.join(", ")}`;
    return {
      instance,
      plan: null,
      // Of hardware that some combination was simulated on, that others make no scenario is no reason.
      why: miss ?? reasons.slice(0, reasonsShown).join("; "),
    };
  });
}

const reasonsShown = 2;

/** Instances of the plan that came closest; where the space has more, also how many were tried and why no more. */
function countText(
  closest: PlanLine,
  tried: readonly Plan[],
  { countMost, isCut }: { countMost: number; isCut: boolean },
): string {
  const own = closest.summary.cluster.instances;
  const most = Math.max(...tried.map(({ summary }) => summary.cluster.instances));
  if (own === countMost) return String(own);
  const why = isCut ? `; more cost over ${outOfReach} times as much as the cheapest plan` : "";
  return `${own} (up to ${most} tried${why})`;
}

function hardwareOf({ cluster }: Summary): string {
  return cluster.instance;
}

/** Whether a plan stands on fewer instances of the same kind as another. */
function hasFewer({ cluster: one }: Summary, { cluster: other }: Summary): boolean {
  return one.instance === other.instance && one.instances < other.instances;
}

/** What the same plan with fewer instances missed, of those that were simulated. */
function whyNotFewer(best: Plan, missed: readonly Plan[]): string | null {
  const rest = (overrides: readonly Override[]) =>
    overrides
      .filter(({ path }) => path.join(".") !== "cluster.count")
      .map(overrideText)
      .join(" ");
  const fewer = missed
    .filter(({ overrides, summary }) => {
      return rest(overrides) === rest(best.overrides) && hasFewer(summary, best.summary);
    })
    .sort((a, b) => b.summary.cluster.instances - a.summary.cluster.instances)[0];
  return fewer ? `${fewer.summary.cluster.instances}: ${missesOf(fewer.summary).join(", ")}` : null;
}

/** What a run misses, in words. */
function missesOf({ status, objectives, reason }: Summary): string[] {
  if (status !== "completed") return [reason ?? status];
  return objectives
    .filter(({ met }) => !met)
    .map((each) => `${objectiveText(each)}${each.why === null ? "" : ` (${each.why})`}`);
}

function closestOf(missed: readonly Plan[], lineOf: (plan: Plan) => PlanLine): PlanReport["closest"] {
  const isGiven = ({ objectives }: Summary) => objectives.every(({ actual }) => actual !== null);
  const distance = ({ summary }: Plan) =>
    summary.status === "completed" && !isFeasible(summary) && isGiven(summary)
      ? (bindingOf(summary)?.used ?? Number.POSITIVE_INFINITY)
      : Number.POSITIVE_INFINITY;
  const [closest] = [...missed].sort((a, b) => distance(a) - distance(b));
  return closest ? { plan: lineOf(closest), missed: missesOf(closest.summary) } : null;
}

/** Plans from the cheapest on, each faster than all before it. */
function frontOf(plans: readonly Plan[]): Plan[] {
  let least = Number.POSITIVE_INFINITY;
  return [...plans]
    .sort((a, b) => a.usd - b.usd)
    .filter(({ summary }) => {
      const time = timeOf(summary);
      if (time === null || time >= least) return false;
      least = time;
      return true;
    });
}

/** The time that a plan trades against its cost: such as TPOT (serving, ms), time to train or of a step (training, s). */
export function timeOf({ weighed_by }: Summary): number | null {
  return weighed_by.pace?.value ?? null;
}
