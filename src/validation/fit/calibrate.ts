/**
 * Fits chosen constants of a software profile to measured rows and says how well they are known: values with confidence,
 * correlations, and the error on rows whose model (or, with one model only, whose fold) the fit has not seen.
 */
import { elementAt } from "../../base/element-at.ts";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { type ConstantName, constantDefinitions, scenarioName } from "../../timing/constants.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import { type Score, type ScoredRow, totals } from "../evidence/score.ts";
import type { ValidationCatalog } from "../measurement-kind.ts";
import { rowClass } from "../rows/row-class.ts";
import type { UnreadColumn } from "../rows/unread-columns.ts";
import { type MeasurementFile, measuredRows, predictRow } from "../validate.ts";
import { type Fit, type FitPoint, type FittedConstant, fitConstants } from "./fit-constants.ts";

/** What a calibration gives. */
export interface Calibration extends Omit<Fit, "constants"> {
  constants: FittedSetting[];
  /** Rows used. */
  rows: number;
  /** Scores before the fit, after it, and cross-validated, by kind and metric. */
  before: Score[];
  after: Score[];
  crossValidated: Score[];
  /** Rows of a user's own that were left out are predicted no better than by the profile as it is. */
  no_better: boolean;
  unpredicted: { id: string; reason: string }[];
  /** Columns that nothing reads and that are most likely misspelt. */
  unread_columns: UnreadColumn[];
}

/** A fitted constant as a scenario knows it. */
export interface FittedSetting extends FittedConstant {
  /** Its key under `cluster.software.set`. */
  setting: string;
  /** `ns` of times; empty of others. */
  unit: "ns" | "";
}

interface Point extends FitPoint {
  id: string;
  file: string;
  kind: string;
  metric: string;
  fold: string;
}

const foldsMax = 10;

/** Which rows and columns to calibrate on. */
export interface CalibrationOptions {
  /** Measured columns; all when absent. */
  metrics?: readonly string[] | undefined;
  /** Only rows that ask for the profile; every row, whatever it would ask for, when absent. */
  ownRowsOnly?: boolean;
}

/** Calibrates `names` of `profile` on the rows of `files`. */
export function calibrate(
  files: readonly MeasurementFile[],
  profile: SoftwareProfile,
  names: readonly ConstantName[],
  catalog: ValidationCatalog,
  { metrics, ownRowsOnly = false }: CalibrationOptions = {},
): Calibration {
  const unpredicted: Calibration["unpredicted"] = [];
  const unread_columns: UnreadColumn[] = [];
  const seen = new Set<string>();
  const points = files.flatMap((file) => {
    const { kind, measured, unread } = measuredRows(file, false);
    const own = measured.flatMap((row): Point[] => {
      const id = row.text("id") ?? "";
      if (ownRowsOnly && kind.profileName(row) !== profile.name) return [];
      const found = predictRow(kind, row, catalog, profile);
      if (typeof found === "string") {
        unpredicted.push({ id, reason: found });
        return [];
      }
      const points = found.predictions.map(({ metric, measured: value }, index) => ({
        id,
        file: file.name,
        kind: kind.name,
        metric,
        fold: kind.groups(row).model,
        measured: value,
        weight: 1,
        predict: (priced: SoftwareProfile) => {
          const again = predictRow(kind, row, catalog, priced);
          return typeof again === "string" ? Number.NaN : elementAt(again.predictions, index).predicted;
        },
      }));
      for (const { metric } of points) seen.add(metric);
      return points.filter(({ metric }) => metrics?.includes(metric) ?? true);
    });
    if (own.length > 0) unread_columns.push(...unread());
    return own;
  });
  checkMetrics(metrics ?? [], [...seen]);
  if (points.length === 0) throw new ScenarioError([noRows(unpredicted)]);
  if (new Set(points.map(({ fold }) => fold)).size < 2) {
    points.forEach((point, index) => {
      point.fold = String(index % foldsMax);
    });
  }
  const fit = fitConstants(profile, names, points);
  const crossed = [...new Set(points.map(({ fold }) => fold))].flatMap((fold) => {
    const unseen = fitConstants(
      fit.profile,
      names,
      points.filter((point) => point.fold !== fold),
    );
    return points.filter((point) => point.fold === fold).map((point) => scored(point, unseen.profile));
  });
  const before = totals(points.map((point) => scored(point, profile)));
  const crossValidated = totals(crossed);
  return {
    ...fit,
    constants: fit.constants.map((each) => ({
      ...each,
      setting: scenarioName(each.name),
      unit: constantDefinitions[each.name].kind === "time" ? "ns" : "",
    })),
    rows: new Set(points.map(({ file, id }) => `${file} ${id}`)).size,
    before,
    after: totals(points.map((point) => scored(point, fit.profile))),
    crossValidated,
    no_better: !ownRowsOnly && meanOf(crossValidated) >= meanOf(before),
    unpredicted,
    unread_columns,
  };
}

/** Throws a `ScenarioError` with those of `asked` that no row has. */
function checkMetrics(asked: readonly string[], seen: readonly string[]): void {
  if (seen.length === 0) return;
  const expected = `one of ${seen.join(", ")}, which the rows have`;
  const problems = asked
    .filter((metric) => !seen.includes(metric))
    .map(
      (metric): Problem => ({
        path: "--metric",
        found: `"${metric}"`,
        expected,
        nearest: nearest(metric, seen),
      }),
    );
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** That there is nothing to fit to, and why. */
function noRows(unpredicted: Calibration["unpredicted"]): Problem {
  const [first] = unpredicted;
  const why = first === undefined ? "" : `: ${first.id}: ${first.reason}`;
  return { found: `no row that can be predicted${why}`, expected: "measured rows to fit constants to" };
}

/** The mean error of all scored figures. */
function meanOf(scores: readonly Score[]): number {
  const n = scores.reduce((sum, each) => sum + each.n, 0);
  return scores.reduce((sum, each) => sum + each.mape * each.n, 0) / n;
}

function scored(
  { id, file, kind, metric, fold, measured, predict }: Point,
  profile: SoftwareProfile,
): ScoredRow {
  const predicted = predict(profile);
  const error = predicted / measured - 1;
  return {
    id,
    file,
    kind,
    metric,
    predicted,
    measured,
    error,
    low: null,
    high: null,
    source: "",
    instance: "",
    software: "",
    model: fold,
    profile: profile.name,
    ...rowClass(metric, undefined),
  };
}

/** The calibrated software as a scenario writes it: `software: { from, name, set }`. */
export function writtenSoftware(calibration: Calibration, name: string) {
  const set = calibration.constants.map(({ name: constant, value }) => {
    const rounded = Number(value.toPrecision(4));
    const text = constantDefinitions[constant].kind === "time" ? `${rounded} ns` : rounded;
    return [scenarioName(constant), text] as const;
  });
  return { from: calibration.profile.name, name, set: Object.fromEntries(set) };
}
