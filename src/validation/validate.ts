/**
 * The scoreboard: every row of every file predicted and compared. A file's kind is told by its columns. Rows marked
 * `canonical` = 0 are left out unless all are asked for; rows that cannot be predicted are listed with the reason.
 */
import { ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { type ColumnFamily, familyOf } from "../timing/column-family.ts";
import { errorBand } from "../timing/error-band.ts";
import { defineProfile, type SoftwareProfile } from "../timing/software-profile.ts";
import { type GroupScore, groups, type Score, type ScoredRow, totals } from "./evidence/score.ts";
import { measurementKinds } from "./kinds.ts";
import type { MeasurementKind, Prediction, RowGroups, ValidationCatalog } from "./measurement-kind.ts";
import { readRows } from "./rows/read-rows.ts";
import { type Row, UnpredictableRow } from "./rows/row.ts";
import { rowClass } from "./rows/row-class.ts";
import { rowSituation } from "./rows/row-situation.ts";
import { type UnreadColumn, unreadColumns } from "./rows/unread-columns.ts";

/** Where measurements were published. */
export interface MeasurementSource {
  title: string;
  address: string;
}

/** A CSV file of measurements. */
export interface MeasurementFile {
  name: string;
  text: string;
  /** Who published it, where rows do not say. */
  sources?: readonly MeasurementSource[];
}

/** How to validate. */
export interface ValidationOptions {
  /** Also rows marked `canonical` = 0. */
  all?: boolean | undefined;
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
  /** Columns that nothing reads and that are most likely misspelt. */
  unread_columns: UnreadColumn[];
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
  const unread_columns: UnreadColumn[] = [];
  for (const [done, file] of files.entries()) {
    options.onProgress?.(done);
    const { kind, measured, unread } = measuredRows(file, options.all ?? false);
    for (const row of measured) {
      const id = row.text("id") ?? "";
      const result = predictRow(kind, row, catalog, options.profile);
      if (typeof result === "string") unpredicted.push({ id, file: file.name, reason: result });
      else {
        for (const prediction of result.predictions) {
          rows.push(scored(prediction, { id, file: file.name, kind, row, catalog, profile: result.profile }));
          if (isBelowFloor(prediction)) {
            const { metric, predicted, bound = Number.NaN } = prediction;
            floor_violations.push({ id, metric, predicted, bound });
          }
        }
      }
    }
    unread_columns.push(...unread());
  }
  return {
    schema: "trnsim.validation/1",
    rows,
    groups: groups(rows),
    totals: totals(rows),
    floor_violations,
    unpredicted,
    unread_columns,
  };
}

/** Rows of `file` that count, the kind they are of, and what of it nothing has read by the time that is asked. */
export function measuredRows(
  file: MeasurementFile,
  all: boolean,
): { kind: MeasurementKind; measured: Row[]; unread: () => UnreadColumn[] } {
  const { columns, rows, asked } = readRows(file);
  if (rows.length === 0) {
    const expected = "a line of column names and a row below it";
    throw new ScenarioError([{ file: file.name, found: "no row", expected }]);
  }
  const told = new AskedColumns(columns);
  const kind = measurementKinds.find((each) => each.recognises(told, rows));
  if (kind === undefined) {
    const kinds = measurementKinds.map(({ name }) => name).join(", ");
    const expected = `columns of one of the kinds ${kinds} (trnsim validate --help shows a file and what tells each)`;
    const [misspelt] = unreadColumns(file.name, columns, told.asked);
    const found = `columns ${[...columns].join(", ")}`;
    throw new ScenarioError([{ file: file.name, found, expected, nearest: misspelt?.nearest }]);
  }
  const measured = all ? rows : rows.filter((row) => row.text("canonical") !== "0");
  return { kind, measured, unread: () => unreadColumns(file.name, columns, asked) };
}

/** Columns of a file, which note what they are asked for. */
class AskedColumns extends Set<string> {
  readonly asked = new Set<string>();

  override has(column: string): boolean {
    this.asked?.add(column);
    return super.has(column);
  }
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
    const named = name === null ? noProfile : catalog.profiles.find((each) => each.name === name);
    const profile = override ?? named;
    if (profile === undefined) return `no software profile "${name}"`;
    const predictions = kind.predict(row, profile, catalog);
    const [misread] = row.misread;
    if (misread !== undefined) return `${misread} is "${row.text(misread)}", which is no figure of it`;
    if (predictions.length === 0) return "no measured value";
    if (predictions.some(({ predicted }) => !Number.isFinite(predicted)))
      return "nothing completed in the test";
    return { predictions, profile };
  } catch (error) {
    if (error instanceof UnpredictableRow || error instanceof ScenarioError) return error.message;
    throw error;
  }
}

/** Groups of `row` in scores and fits; its source is cut where a version or a place in it begins. */
export function rowGroups(kind: MeasurementKind, row: Row): RowGroups & { source: string } {
  return { ...kind.groups(row), source: (row.text("source") ?? "").split(/[@,(]/)[0]?.trim() ?? "" };
}

function isBelowFloor({ predicted, bound, better }: Prediction): boolean {
  if (bound === undefined) return false;
  // Summation in another order may differ in the last digits.
  return better === "less" ? predicted < bound * (1 - 1e-9) : predicted > bound * (1 + 1e-9);
}

/** Stands in where kernels alone are priced, or a scenario picks its own software. */
const noProfile = defineProfile({ name: "none", title: "no software of its own", constants: {}, basis: "" });

function scored(
  prediction: Prediction,
  of: {
    id: string;
    file: string;
    kind: MeasurementKind;
    row: Row;
    catalog: ValidationCatalog;
    profile: SoftwareProfile;
  },
): ScoredRow {
  const { metric, predicted, measured } = prediction;
  const { id, file, kind, row, profile } = of;
  const names = rowGroups(kind, row);
  return {
    id,
    file,
    kind: kind.name,
    metric,
    predicted,
    measured,
    error: predicted / measured - 1,
    ...bandOf(prediction, of),
    ...names,
    ...rowClass(metric, rowSituation(row, of.catalog)),
    profile: profile.name,
  };
}

/** The prediction's own band, or that of the profile's residuals for the row's situation. */
function bandOf(
  { metric, predicted, better, band }: Prediction,
  { row, catalog, profile }: { row: Row; catalog: ValidationCatalog; profile: SoftwareProfile },
): { low: number | null; high: number | null } {
  if (band !== undefined) return { low: band?.low ?? null, high: band?.high ?? null };
  const situation = rowSituation(row, catalog);
  const family = familyOf(metric);
  if (situation === undefined || family === undefined) return { low: null, high: null };
  const ratios = errorBand(profile, nearFamilies[family] ?? [family], better === "more", situation);
  const times = (ratio: number | null | undefined) => (ratio ? ratio * predicted : null);
  return { low: times(ratios?.low), high: times(ratios?.high) };
}

/** Rates of serving follow from steps where no rate was measured. */
const nearFamilies: Partial<Record<ColumnFamily, readonly ColumnFamily[]>> = { rate: ["rate", "step"] };

/**
 * The scenario that a planner would write for the row called `id`, or the command that asks for the same. Throws a
 * `ScenarioError` where there is neither.
 */
export function rowQuestion(
  file: MeasurementFile,
  id: string,
  catalog: ValidationCatalog,
): { scenario: object } | { command: string } {
  const { kind, measured } = measuredRows(file, true);
  const row = measured.find((each) => each.text("id") === id);
  const wrong = (found: string, expected: string) =>
    new ScenarioError([{ file: file.name, found, expected }]);
  if (row === undefined) {
    const ids = measured.map((each) => each.text("id") ?? "");
    const close = nearest(id, ids);
    throw wrong(`"${id}"`, `the id of a row${close === undefined ? "" : ` (nearest: ${close})`}`);
  }
  try {
    const command = kind.command?.(row, catalog);
    if (command !== undefined) return { command };
    const scenario = kind.scenario?.(row, catalog);
    if (scenario !== undefined) return { scenario };
  } catch (error) {
    if (!(error instanceof UnpredictableRow)) throw error;
    throw wrong(`row ${id}: ${error.message}`, "a row that a scenario can be written for");
  }
  throw wrong(`row ${id} of kind ${kind.name}`, "a row that a scenario can be written for");
}

/** The scenario of the row called `id`. Throws a `ScenarioError` where there is none, or a command instead. */
export function rowScenario(file: MeasurementFile, id: string, catalog: ValidationCatalog): object {
  const question = rowQuestion(file, id, catalog);
  if ("scenario" in question) return question.scenario;
  const found = `row ${id}, which "${question.command}" asks for`;
  throw new ScenarioError([{ file: file.name, found, expected: "a row that a scenario can be written for" }]);
}
