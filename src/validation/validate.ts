/**
 * The scoreboard: every row of every file predicted and compared. A file's kind is told by its columns. Rows marked
 * `canonical` = 0 are left out unless all are asked for; rows that cannot be predicted are listed with the reason.
 */
import { ScenarioError } from "../base/errors.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import { measurementKinds } from "./kinds.ts";
import type { MeasurementKind, Prediction, ValidationCatalog } from "./measurement-kind.ts";
import { readRows } from "./read-rows.ts";
import { type Row, UnpredictableRow } from "./row.ts";
import { type GroupScore, groups, type Score, type ScoredRow, totals } from "./score.ts";

/** A CSV file of measurements. */
export interface MeasurementFile {
  name: string;
  text: string;
}

/** How to validate. */
export interface ValidationOptions {
  /** Also rows marked `canonical` = 0. */
  all?: boolean;
  /** Prices every row with this profile instead of the one its software asks for. */
  profile?: SoftwareProfile;
  /** Told how many files are done. */
  onProgress?(done: number): void;
}

/** A prediction on the wrong side of physics. */
export interface FloorViolation {
  id: string;
  metric: string;
  predicted: number;
  /** Least time or greatest rate that physics allows, in the unit of the metric. */
  bound: number;
}

/** What `validate` finds; schema `trnsim.validation/1`. */
export interface Validation {
  schema: "trnsim.validation/1";
  rows: ScoredRow[];
  groups: GroupScore[];
  totals: Score[];
  floor_violations: FloorViolation[];
  unpredicted: { id: string; file: string; reason: string }[];
}

/** Scores `files`. Throws a `ScenarioError` when a file is of no known kind. */
export function validate(
  files: readonly MeasurementFile[],
  catalog: ValidationCatalog,
  options: ValidationOptions = {},
): Validation {
  const rows: ScoredRow[] = [];
  const floor_violations: FloorViolation[] = [];
  const unpredicted: Validation["unpredicted"] = [];
  for (const [done, file] of files.entries()) {
    options.onProgress?.(done);
    const { kind, measured } = measuredRows(file, options.all ?? false);
    for (const row of measured) {
      const id = row.text("id") ?? "";
      const result = predictRow(kind, row, catalog, options.profile);
      if (typeof result === "string") unpredicted.push({ id, file: file.name, reason: result });
      else {
        for (const prediction of result.predictions) {
          rows.push(scored(prediction, { id, file: file.name, kind, row, profile: result.profile }));
          if (isBelowFloor(prediction)) {
            const { metric, predicted, bound = Number.NaN } = prediction;
            floor_violations.push({ id, metric, predicted, bound });
          }
        }
      }
    }
  }
  return {
    schema: "trnsim.validation/1",
    rows,
    groups: groups(rows),
    totals: totals(rows),
    floor_violations,
    unpredicted,
  };
}

/** Rows of `file` that count, and the kind they are of. */
export function measuredRows(
  file: MeasurementFile,
  all: boolean,
): { kind: MeasurementKind; measured: Row[] } {
  const { columns, rows } = readRows(file);
  const kind = measurementKinds.find((each) => each.recognises(columns, rows));
  if (kind === undefined) {
    const expected = `columns of one of the kinds ${measurementKinds.map(({ name }) => name).join(", ")}`;
    throw new ScenarioError([{ file: file.name, found: `columns ${[...columns].join(", ")}`, expected }]);
  }
  const measured = all ? rows : rows.filter((row) => row.text("canonical") !== "0");
  return { kind, measured };
}

/** Predictions of `row`, or why there are none. */
export function predictRow(
  kind: MeasurementKind,
  row: Row,
  catalog: ValidationCatalog,
  override?: SoftwareProfile,
): { predictions: Prediction[]; profile: SoftwareProfile } | string {
  try {
    const name = kind.profileName(row);
    const profile = override ?? catalog.profiles.find((each) => each.name === name);
    if (profile === undefined) return `no software profile "${name}"`;
    const predictions = kind.predict(row, profile, catalog);
    if (predictions.length === 0) return "no measured value";
    if (predictions.some(({ predicted }) => !Number.isFinite(predicted)))
      return "nothing completed in the test";
    return { predictions, profile };
  } catch (error) {
    if (error instanceof UnpredictableRow || error instanceof ScenarioError) return error.message;
    throw error;
  }
}

function isBelowFloor({ predicted, bound, better }: Prediction): boolean {
  if (bound === undefined) return false;
  // Summation in another order may differ in the last digits.
  return better === "less" ? predicted < bound * (1 - 1e-9) : predicted > bound * (1 + 1e-9);
}

function scored(
  { metric, predicted, measured }: Prediction,
  of: { id: string; file: string; kind: MeasurementKind; row: Row; profile: SoftwareProfile },
): ScoredRow {
  return {
    id: of.id,
    file: of.file,
    kind: of.kind.name,
    metric,
    predicted,
    measured,
    error: predicted / measured - 1,
    ...of.kind.groups(of.row),
    profile: of.profile.name,
  };
}
