/**
 * Fits chosen constants of a software profile to measured rows and says how well they are known: values with confidence,
 * correlations, and the error on rows whose model (or, with one model only, whose fold) the fit has not seen.
 */
import { elementAt } from "../../base/element-at.ts";
import { type ConstantName, constantDefinitions, scenarioName } from "../../timing/constants.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import { type Score, type ScoredRow, totals } from "../evidence/score.ts";
import type { ValidationCatalog } from "../measurement-kind.ts";
import { rowClass } from "../rows/row-class.ts";
import type { UnreadColumn } from "../rows/unread-columns.ts";
import { type MeasurementFile, measuredRows, predictRow } from "../validate.ts";
import { type Fit, type FitPoint, fitConstants } from "./fit-constants.ts";

/** What a calibration gives. */
export interface Calibration extends Fit {
  /** Rows used. */
  rows: number;
  /** Scores before the fit, after it, and cross-validated, by kind and metric. */
  before: Score[];
  after: Score[];
  crossValidated: Score[];
  unpredicted: { id: string; reason: string }[];
  /** Columns that nothing reads and that are most likely misspelt. */
  unread_columns: UnreadColumn[];
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
      return points.filter(({ metric }) => metrics?.includes(metric) ?? true);
    });
    if (own.length > 0) unread_columns.push(...unread());
    return own;
  });
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
  return {
    ...fit,
    rows: new Set(points.map(({ file, id }) => `${file} ${id}`)).size,
    before: totals(points.map((point) => scored(point, profile))),
    after: totals(points.map((point) => scored(point, fit.profile))),
    crossValidated: totals(crossed),
    unpredicted,
    unread_columns,
  };
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
