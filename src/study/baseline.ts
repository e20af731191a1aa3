/**
 * Baselines: the simulated metrics of a scenario that a project has accepted, one file a scenario, and the comparison of
 * today's with them. Simulation is deterministic, so any difference has a cause: a changed scenario, policy, model or
 * catalog figure.
 */
import { z } from "zod";
import { ScenarioError } from "../base/errors.ts";
import type { Summary } from "../simulation/summary.ts";

const baselineSchema = z.object({
  schema: z.literal("trnsim.baseline/1"),
  scenario: z.string(),
  catalog_hash: z.string(),
  variants: z.record(z.string(), z.record(z.string(), z.union([z.number(), z.string(), z.null()]))),
});

/** Accepted metrics of one scenario: by variant, by metric name such as `inference.p99_ttft_ms`. */
export type Baseline = z.output<typeof baselineSchema>;

/** One metric that differs, appeared or vanished. */
export interface Difference {
  variant: string;
  metric: string;
  /** Undefined: new. */
  accepted: number | string | null | undefined;
  /** Undefined: gone. */
  current: number | string | null | undefined;
  /** (current - accepted) / |accepted|; null when it has no meaning. */
  relative: number | null;
}

/** A scenario against its baseline. */
export interface BaselineReport {
  scenario: string;
  passed: boolean;
  /** Metrics compared. */
  metrics: number;
  differences: Difference[];
  warnings: string[];
}

/** Parts of a summary whose numbers are compared. */
const comparedParts = ["cost", "energy", "memory", "inference", "training"] as const;

/** The baseline of the runs of one scenario. */
export function baselineOf(summaries: readonly Summary[]): Baseline {
  const variants = summaries.map((summary): [string, Baseline["variants"][string]] => {
    const metrics: Baseline["variants"][string] = { status: summary.status };
    for (const part of comparedParts) {
      for (const [name, value] of Object.entries(summary[part] ?? {})) {
        if (typeof value === "number" || value === null) metrics[`${part}.${name}`] = value;
      }
    }
    return [summary.scenario.variant, metrics];
  });
  const [first] = summaries;
  return {
    schema: "trnsim.baseline/1",
    scenario: first.scenario.name,
    catalog_hash: first.simulator.catalog_hash,
    variants: Object.fromEntries(variants),
  };
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
  const [issue] = parsed.error.issues;
  throw new ScenarioError([
    { file, path: issue.path.join("."), expected: `a trnsim.baseline/1 file (${issue.message})` },
  ]);
}

/** Compares `current` with `accepted`; without an accepted baseline the check fails and says how to make one. */
export function compareToBaseline(
  current: Baseline,
  accepted: Baseline | undefined,
  tolerance: number,
): BaselineReport {
  const report = { scenario: current.scenario, metrics: 0, differences: [] as Difference[] };
  if (accepted === undefined) {
    return { ...report, passed: false, warnings: ["no baseline yet: accept today's figures with --update"] };
  }
  const names = (a: object = {}, b: object = {}) => [...new Set([...Object.keys(a), ...Object.keys(b)])];
  for (const variant of names(accepted.variants, current.variants)) {
    const before = accepted.variants[variant] ?? {};
    const now = current.variants[variant] ?? {};
    for (const metric of names(before, now)) {
      report.metrics++;
      const relative = relativeDifference(before[metric], now[metric]);
      const same = relative === null ? before[metric] === now[metric] : Math.abs(relative) <= tolerance;
      if (same) continue;
      report.differences.push({ variant, metric, accepted: before[metric], current: now[metric], relative });
    }
  }
  const warnings =
    accepted.catalog_hash === current.catalog_hash
      ? []
      : [`the catalog has changed since the baseline (${accepted.catalog_hash} -> ${current.catalog_hash})`];
  return { ...report, passed: report.differences.length === 0, warnings };
}

function relativeDifference(before: unknown, now: unknown): number | null {
  if (typeof before !== "number" || typeof now !== "number") return null;
  if (before === now) return 0;
  return before === 0 ? null : (now - before) / Math.abs(before);
}
