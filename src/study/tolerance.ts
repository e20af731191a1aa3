/**
 * How far a metric may move from its baseline. `2%` is for all metrics; `p99_ttft_ms=5%` for one; `p99_ttft_ms=20` (in the
 * metric's own unit) or `p99_ttft_ms=20 ms` allows an absolute distance. The later of two for one metric wins.
 */
import { type Problem, ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { parseQuantity } from "../base/units.ts";

/** A largest distance: relative to the baseline, or absolute in the metric's own unit. */
export interface Tolerance {
  kind: "relative" | "absolute";
  value: number;
}

/** Tolerances by metric. */
export interface Tolerances {
  /** For metrics that are not named. */
  general: Tolerance;
  /** By name with (`inference.p99_ttft_ms`) or without (`p99_ttft_ms`) the part it stands in. */
  byMetric: ReadonlyMap<string, Tolerance>;
}

const nsPerUnit: { [unit: string]: number } = { ms: 1e6, s: 1e9 };
/** Rounding: a spread of 1e-13 ms among equal times is none, and a large fraction of it is nothing either. */
const noise = 1e-9;
const generalDefault: Tolerance = { kind: "relative", value: 0.001 };

/** Whether `metric` has a tolerance of its own. */
export function isNamed({ byMetric }: Tolerances, metric: string): boolean {
  return byMetric.has(metric) || byMetric.has(shortName(metric));
}

/**
 * Reads the values of `--tolerance`, commas between several. Throws a `ScenarioError` with all that are not understood,
 * and those for a metric that none of `metrics` is.
 */
export function readTolerances(
  texts: readonly string[],
  metrics: readonly { path: string; unit: string }[],
): Tolerances {
  const problems: Problem[] = [];
  const byMetric = new Map<string, Tolerance>();
  let general = generalDefault;
  const units = new Map(
    metrics.flatMap(({ path, unit }) => [path, shortName(path)].map((name) => [name, unit])),
  );
  for (const text of texts.flatMap((each) => each.split(","))) {
    const [, name, limit] = /^(?:([^=]*)=)?(.*)$/.exec(text) as unknown as [string, string?, string?];
    const metric = name?.trim();
    const tolerance = readLimit((limit ?? "").trim(), metric, units);
    if (tolerance === undefined) {
      const expected =
        metric === undefined
          ? 'a fraction such as "2%"'
          : `a fraction such as "5%", or a distance in the unit of ${metric}`;
      problems.push({ path: "--tolerance", found: `"${text}"`, expected });
    } else if (metric === undefined) {
      general = tolerance;
    } else if (units.has(metric)) {
      byMetric.set(metric, tolerance);
    } else {
      const expected = "a metric of these scenarios";
      problems.push({
        path: "--tolerance",
        found: `"${metric}"`,
        expected,
        nearest: nearest(metric, [...units.keys()]),
      });
    }
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  return { general, byMetric };
}

/** The tolerance of `metric`. */
export function toleranceOf({ general, byMetric }: Tolerances, metric: string): Tolerance {
  return byMetric.get(metric) ?? byMetric.get(shortName(metric)) ?? general;
}

/** Whether `now` lies within `tolerance` of `before`: 102 is within 2 % of 100. */
export function isWithin({ kind, value }: Tolerance, before: number, now: number): boolean {
  const distance = Math.abs(now - before);
  return distance <= (kind === "absolute" ? value : Math.max(noise, value * Math.abs(before)));
}

function shortName(metric: string): string {
  return metric.slice(metric.lastIndexOf(".") + 1);
}

function readLimit(
  text: string,
  metric: string | undefined,
  units: ReadonlyMap<string, string>,
): Tolerance | undefined {
  const fraction = parseQuantity(text, "fraction");
  if (text.endsWith("%") || metric === undefined) {
    return fraction !== undefined && fraction >= 0 ? { kind: "relative", value: fraction } : undefined;
  }
  if (/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return { kind: "absolute", value: Number(text) };
  const ns = parseQuantity(text, "time");
  const unitNs = nsPerUnit[units.get(metric) ?? ""];
  return ns === undefined || unitNs === undefined ? undefined : { kind: "absolute", value: ns / unitNs };
}
