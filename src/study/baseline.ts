/**
 * Baselines: the simulated metrics of a scenario that a project has accepted, one file a scenario, and the comparison of
 * today's with them. Simulation is deterministic, so any difference has a cause: a changed scenario, policy, model or
 * catalog figure.
 */

import { z } from "zod";
import { elementAt } from "../base/element-at.ts";
import { ScenarioError } from "../base/errors.ts";
import { isRest } from "../metrics/attribution.ts";
import { chipStates } from "../metrics/chip-account.ts";
import type { Summary } from "../simulation/summary.ts";
import { metricsIn, type SummaryMetric } from "./summary-metrics.ts";
import { isNamed, isWithin, type Tolerance, type Tolerances, toleranceOf } from "./tolerance.ts";

const baselineSchema = z.object({
  schema: z.literal("trnsim.baseline/1"),
  scenario: z.string(),
  catalog_hash: z.string(),
  variants: z.record(z.string(), z.record(z.string(), z.union([z.number(), z.string(), z.null()]))),
  /** Where the time of each variant goes: time a token by part, ns. */
  time_per_token_ns: z.record(z.string(), z.record(z.string(), z.number())).default({}),
});

/** Accepted metrics of one scenario: by variant, by metric name such as `inference.p99_ttft_ms`. */
export type Baseline = z.output<typeof baselineSchema>;

/** What a difference means: `changed` where neither way is better, `new` and `missing` where one side has no value. */
export type Verdict = "worse" | "better" | "changed" | "new" | "missing";

/** One metric that differs, appeared or vanished. */
export interface Difference {
  variant: string;
  metric: string;
  /** Undefined: new. */
  accepted: number | string | null | undefined;
  /** Undefined: missing. */
  current: number | string | null | undefined;
  /** (current - accepted) / |accepted|; null when it has no meaning. */
  relative: number | null;
  verdict: Verdict;
  /** Whether it fails the check. */
  fails: boolean;
}

/** A part of the attribution whose time per token moved. */
export interface MovedPart {
  variant: string;
  what: string;
  /** Time it takes for a token, ns, accepted and now. */
  acceptedNs: number;
  currentNs: number;
}

/** A scenario against its baseline. */
export interface BaselineReport {
  scenario: string;
  passed: boolean;
  /** Metrics compared. */
  metrics: number;
  /** The worst first: what got worse before what vanished or only changed, headline metrics before others, far before near. */
  differences: Difference[];
  /** For variants with differences: the parts of the attribution that moved, those that grew first. */
  moved: MovedPart[];
  warnings: string[];
}

/** The baseline of the runs of one scenario. */
export function baselineOf(summaries: readonly Summary[]): Baseline {
  const variants = summaries.map((summary): [string, Baseline["variants"][string]] => {
    const metrics: Baseline["variants"][string] = { status: summary.status };
    for (const { path, of } of metricsIn(summaries)) {
      const value = of(summary);
      if (value !== undefined) metrics[path] = value;
    }
    return [summary.scenario.variant, metrics];
  });
  const first = elementAt(summaries, 0);
  return {
    schema: "trnsim.baseline/1",
    scenario: first.scenario.name,
    catalog_hash: first.simulator.catalog_hash,
    variants: Object.fromEntries(variants),
    time_per_token_ns: Object.fromEntries(
      summaries.map((summary) => [summary.scenario.variant, timePerToken(summary)]),
    ),
  };
}

/** Time of held chips by part of the attribution, for a token written (serving), a token or else an item trained on, ns. */
function timePerToken({ attribution, chip_seconds, elapsed_s, inference, training }: Summary) {
  const rate = inference?.output_throughput || training?.tokens_per_s || training?.sequences_per_s || 0;
  const heldChips = chipStates
    .filter((state) => state !== "off")
    .reduce((sum, state) => sum + chip_seconds[state] / elapsed_s, 0);
  if (rate === 0) return {};
  return Object.fromEntries(
    attribution.map(({ what, fraction }) => [what, (fraction * heldChips * 1e9) / rate]),
  );
}

/** Reads a baseline file; a `ScenarioError` when it is none. */
export function readBaseline(text: string, file: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = baselineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = elementAt(parsed.error.issues, 0);
  throw new ScenarioError([
    { file, path: path.join("."), expected: `a trnsim.baseline/1 file (${message})` },
  ]);
}

/** How a comparison is made. */
export interface CheckOptions {
  tolerances: Tolerances;
  /** Differences for the better do not fail. */
  allowBetter: boolean;
  /** Standard deviations (`std_*`) count too; else only those that a tolerance names, since they move with every draw. */
  spreads: boolean;
  /** What is known of the metrics: which way is better, which are headlines. */
  metrics: readonly Pick<SummaryMetric, "path" | "better" | "isHeadline">[];
}

/** Compares `current` with `accepted`; without an accepted baseline the check fails and says how to make one. */
export function compareToBaseline(
  current: Baseline,
  accepted: Baseline | undefined,
  { tolerances, allowBetter, spreads, metrics }: CheckOptions,
): BaselineReport {
  const differences: Difference[] = [];
  const report = { scenario: current.scenario, metrics: 0, differences, moved: [] as MovedPart[] };
  if (accepted === undefined) {
    return { ...report, passed: false, warnings: ["no baseline yet: accept today's figures with --update"] };
  }
  for (const variant of namesOf(accepted.variants, current.variants)) {
    const before = accepted.variants[variant] ?? {};
    const now = current.variants[variant] ?? {};
    for (const metric of namesOf(before, now)) {
      if (!spreads && isSpread(metric) && !isNamed(tolerances, metric)) continue;
      report.metrics++;
      const tolerance = toleranceOf(tolerances, metric);
      const better = metrics.find(({ path }) => path === metric)?.better ?? null;
      const difference = differenceOf(
        { variant, metric, better },
        { accepted: before[metric], current: now[metric], tolerance },
        allowBetter,
      );
      if (difference !== undefined) differences.push(difference);
    }
    if (differences.some((each) => each.variant === variant)) {
      report.moved.push(
        ...movedParts(variant, accepted.time_per_token_ns[variant], current.time_per_token_ns[variant]),
      );
    }
  }
  const warnings =
    accepted.catalog_hash === current.catalog_hash
      ? []
      : [`the catalog has changed since the baseline (${accepted.catalog_hash} -> ${current.catalog_hash})`];
  differences.sort(bySeverity(metrics));
  return { ...report, passed: !differences.some(({ fails }) => fails), warnings };
}

function namesOf(a: object = {}, b: object = {}): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}

function isSpread(metric: string): boolean {
  return metric.slice(metric.lastIndexOf(".") + 1).startsWith("std_");
}

const verdictsBySeverity: readonly Verdict[] = ["worse", "missing", "changed", "better", "new"];

/** How far a difference goes; one that has no measure, such as from nothing to something, is beyond any that has. */
function distance({ relative }: Difference): number {
  return relative === null ? Number.POSITIVE_INFINITY : Math.abs(relative);
}

/** A run that no longer completes before all; then by verdict, headlines before others, the largest change first. */
function bySeverity(metrics: CheckOptions["metrics"]): (a: Difference, b: Difference) => number {
  const headlines = new Set(metrics.filter(({ isHeadline }) => isHeadline).map(({ path }) => path));
  const ranks = (each: Difference) => [
    each.metric === "status" ? 0 : 1,
    verdictsBySeverity.indexOf(each.verdict),
    headlines.has(each.metric) ? 0 : 1,
    -distance(each),
  ];
  return (a, b) => {
    const ranksOfB = ranks(b);
    const at = ranks(a).findIndex((rank, index) => rank !== ranksOfB[index]);
    return at < 0 ? 0 : (ranks(a)[at] as number) < (ranksOfB[at] as number) ? -1 : 1;
  };
}

/** Reports that failed first, those whose worst difference goes farthest before the others; else as they came. */
export function worstReportsFirst(reports: readonly BaselineReport[]): BaselineReport[] {
  const worst = ({ differences: [first] }: BaselineReport) =>
    first === undefined ? 0 : Math.min(distance(first), Number.MAX_VALUE);
  return [...reports].sort((a, b) => Number(a.passed) - Number(b.passed) || worst(b) - worst(a));
}

type Value = Difference["accepted"];

function differenceOf(
  { better, ...place }: { variant: string; metric: string; better: SummaryMetric["better"] },
  { accepted, current, tolerance }: { accepted: Value; current: Value; tolerance: Tolerance },
  allowBetter: boolean,
): Difference | undefined {
  if (accepted === current) return undefined;
  const difference = { ...place, accepted, current, relative: null, fails: true };
  if (accepted === undefined) return { ...difference, verdict: "new", fails: false };
  if (current === undefined) return { ...difference, verdict: "missing" };
  if (typeof accepted !== "number" || typeof current !== "number")
    return { ...difference, verdict: "changed" };
  if (isWithin(tolerance, accepted, current)) return undefined;
  const verdict =
    better === null ? "changed" : current > accepted === (better === "higher") ? "better" : "worse";
  return {
    ...difference,
    relative: accepted === 0 ? null : (current - accepted) / Math.abs(accepted),
    verdict,
    fails: !(allowBetter && verdict === "better"),
  };
}

/**
 * Parts whose time a token moved by more than a thousandth of the whole: those that grew first, then those that shrank, each
 * the largest move first; idling is no part.
 */
function movedParts(
  variant: string,
  accepted: Record<string, number> = {},
  current: Record<string, number> = {},
): MovedPart[] {
  const wholeNs = Object.values(accepted).reduce((sum, ns) => sum + ns, 0);
  const moveOf = ({ acceptedNs, currentNs }: MovedPart) => Math.abs(currentNs - acceptedNs);
  const grew = ({ acceptedNs, currentNs }: MovedPart) => currentNs > acceptedNs;
  return namesOf(accepted, current)
    .filter((what) => !isRest(what))
    .map((what) => ({ variant, what, acceptedNs: accepted[what] ?? 0, currentNs: current[what] ?? 0 }))
    .filter((part) => moveOf(part) > wholeNs / 1000)
    .sort((a, b) => Number(grew(b)) - Number(grew(a)) || moveOf(b) - moveOf(a));
}
