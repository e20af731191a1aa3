/**
 * How far a prediction may be off: 90 % of measured / predicted, from rows that the fits of a profile had not seen. Which rows
 * depends on how far the situation is from what was measured:
 *
 * - a model that was measured: rows left out of fits that saw others of the same model;
 * - another model: whole models left out;
 * - another chip: whole chips left out as well, whichever of the two is wider;
 * - a stack that was never measured: what all other stacks showed;
 * - a stack that nobody named, the default: rows of other stacks predicted by it as well, whichever is wider.
 *
 * Each further way in which a situation lies outside of the measured span (size, ranks, batch, length, experts, formats) raises
 * the ratios to a little higher power, and so does the load as errors go with it (`error-spread.ts`). A band wider than fourfold says nothing: the fourfold part of it is given then with the share
 * of measured values that it holds, and none where that is less than half.
 */

import { power } from "../base/power.ts";
import { type ColumnFamily, columnFamilies, isRateColumn } from "./column-family.ts";
import { outsideOf } from "./coverage.ts";
import { widthIn } from "./error-spread.ts";
import { type Evidence, type LeftOut, type Residuals, speaksOf } from "./evidence.ts";
import { anyStack } from "./evidence-table.ts";
import { isTimedChip } from "./kernels/kernel-library.ts";
import { measuredEvidence } from "./measured-evidence.ts";
import type { Situation } from "./situation.ts";
import type { SoftwareProfile } from "./software-profile.ts";

/** A band as ratios to the predicted value; `low` and `high` are null where nothing comparable was measured. */
export interface Band {
  low: number | null;
  high: number | null;
  /** Share of measured values that it holds. */
  coverage: number;
  /** The rows it comes from. */
  basis: string;
  /** What nothing was measured for, or what lies outside the measured span; null when nothing does. */
  extrapolated: string | null;
}

/**
 * Widening for each thing that lies outside. Errors of models and chips left out, over the spread of their stack, grow by .08 to
 * .1 for each way in which their rows lie outside of what is left (Laplace; .2 is as unlikely as none). What another model or
 * chip does by itself is in the bands of models and chips left out already.
 */
const powerEach = 0.09;
/**
 * Widening of what a stack of timed kernels showed, which it did on chips whose kernels were timed, on a chip where none was:
 * kernels of a chip left out are 1.6 to 1.8 times as far off as timed ones (matmul 9 for 5 %, prefill 13 for 7, decode 14 for
 * 9), and steps are taken to be as they are.
 */
const powerUntimed = 0.6;
/** The same for a stack that was never measured (assumed). */
const powerStack = 0.2;
/** `high / low` beyond which a band says nothing. */
const widestBand = 4;
/** Share of measured values that a band must hold to say anything. */
const leastCoverage = 0.5;
/** Least distance, of that to the band of 90 %, in which errors beyond halve: a normal distribution has .22. */
const leastThinning = 0.2;

/**
 * The band of a figure that columns of `families` (closest first) speak of: a rate's for a rate, turned over for a time.
 * Undefined where no measurement of any stack speaks of it.
 */
export function errorBand(
  profile: SoftwareProfile,
  families: readonly ColumnFamily[],
  isRate: boolean,
  situation: Situation,
): Band | undefined {
  const all = measuredEvidence.get(anyStack);
  const own = profile.evidence;
  const family = families.find((each) => speaksOf(own, each)) ?? families.find((each) => speaksOf(all, each));
  if (family === undefined) return undefined;
  const { covers } = own ?? {};
  const isMeasured = covers !== undefined && speaksOf(own, family);
  const outside = isMeasured ? outsideOf(covers, situation) : [profile.name];
  const isKnown = isMeasured && situation.model !== undefined && covers.models.includes(situation.model);
  const isKnownChip = isMeasured && covers.chips.includes(situation.chip);
  const levels: LeftOut[] = [isKnown ? "rows" : "model", ...(isKnownChip ? [] : (["chip"] as const))];
  const others = situation.isSoftwareOpen
    ? families.map((each) => residualsOf(own, each, "software")).find((each) => each !== undefined)
    : undefined;
  const found = [
    ...levels.flatMap((level) => residualsOf(own, family, level) ?? residualsOf(all, family, level) ?? []),
    ...(others === undefined ? [] : [others]),
  ];
  const further = outside.length - (isKnownChip ? 0 : 1);
  const exponent = 1 + (isMeasured ? powerEach * further : powerStack);
  const untimed = profile.kernels === undefined || isTimedChip(situation.chip) ? 0 : powerUntimed;
  const widened = (bandOf: (residuals: Residuals) => readonly [number, number]): Ratios => {
    const bands = found.map((residuals): [number, number] => {
      const [low, high] = ratiosOf(residuals.metric, bandOf(residuals), isRate);
      const raised = exponent + (own?.residuals.includes(residuals) ? untimed : 0);
      const wider = raised * widthIn(residuals.spread, family, situation);
      return [power(low, wider), power(high, wider)];
    });
    const low = Math.min(1, ...bands.map((band) => band[0]));
    const high = Math.max(1, ...bands.map((band) => band[1]));
    return { low, high };
  };
  const { low, high, coverage } =
    found.length === 0
      ? nothingComparable
      : sayingSomething(
          widened(({ band }) => band),
          widened(({ band80 }) => band80),
        );
  const named = isKnown || !isMeasured ? outside : [situation.model ?? "this model", ...outside];
  const extrapolated = named.length > 0 ? named.join(", ") : null;
  const measuredBasis = isMeasured ? (profile.fit?.rows ?? "its rows") : "rows of all other stacks";
  const basis =
    others === undefined
      ? measuredBasis
      : `${measuredBasis}, and ${others.rows} figures of software that it stands in for`;
  return { low: steady(low), high: steady(high), coverage, basis, extrapolated };
}

/** Twelve digits: the rest is rounding. */
function steady(ratio: number | null): number | null {
  return ratio === null ? null : Number(ratio.toPrecision(12));
}

interface Ratios {
  low: number;
  high: number;
}

const nothingComparable = { low: null, high: null, coverage: 0.9 };

/**
 * The band of 90 %, or the part of it that is no wider than fourfold. Errors beyond the band of 80 % (`eighty`) are taken to
 * thin out exponentially, on each side by the half from there to the band of 90 %:
 *
 *     share beyond x = 5 % 2 ^ ((x90 - x) / (x90 - x80)),    x = |ln ratio|
 */
function sayingSomething(ninety: Ratios, eighty: Ratios): Pick<Band, "low" | "high" | "coverage"> {
  const width = Math.log(ninety.high / ninety.low);
  if (width <= Math.log(widestBand) + 1e-12) return { ...ninety, coverage: 0.9 };
  const part = Math.log(widestBand) / width;
  const beyond = (x90: number, x80: number) =>
    x90 === 0 ? 0.05 : 0.05 * power(2, (x90 * (1 - part)) / Math.max(x90 - x80, x90 * leastThinning));
  const coverage =
    1 -
    beyond(-Math.log(ninety.low), -Math.log(eighty.low)) -
    beyond(Math.log(ninety.high), Math.log(eighty.high));
  if (coverage < leastCoverage) return nothingComparable;
  return {
    low: power(ninety.low, part),
    high: power(ninety.high, part),
    coverage: Math.round(coverage * 100) / 100,
  };
}

/** Residuals of the family's closest column at `level`. */
function residualsOf(
  evidence: Evidence | undefined,
  family: ColumnFamily,
  level: LeftOut,
): Residuals | undefined {
  const columns: readonly string[] = columnFamilies[family];
  const found = evidence?.residuals.filter(
    ({ metric, leftOut }) => leftOut === level && columns.includes(metric),
  );
  return found?.sort((a, b) => b.rows - a.rows)[0];
}

/** A band of `metric` as one of a rate or of a time: measured over predicted, low and high. */
function ratiosOf(metric: string, [low, high]: readonly [number, number], isRate: boolean): [number, number] {
  return isRateColumn(metric) === isRate ? [low, high] : [1 / high, 1 / low];
}
