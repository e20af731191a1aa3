/**
 * What the software that a scenario gets unasked says of rows that other software was measured on: how far off an answer is
 * where nobody said what the hardware runs.
 */
import { group } from "d3-array";
import { findModel } from "../../models/find-model.ts";
import type { Model } from "../../models/model.ts";
import { type ModelShape, modelFromShape } from "../../models/model-schema.ts";
import { columnFamilies, familyOf } from "../../timing/column-family.ts";
import { defaultProfile } from "../../timing/profiles.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import type { MeasurementKind, ValidationCatalog } from "../measurement-kind.ts";
import { type Row, UnpredictableRow } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { type MeasurementFile, measuredRows, predictRow } from "../validate.ts";
import { type LeftOutError, nameOf, type ProfileErrors, timeError } from "./left-out.ts";

/** `errors` of `files`, those of defaults with what they say of rows of other software beside what was left out of fits. */
export function withOtherSoftware(
  errors: ReadonlyMap<string, ProfileErrors>,
  files: readonly MeasurementFile[],
  catalog: ValidationCatalog,
): Map<string, ProfileErrors> {
  const others = otherSoftwareErrors(files, catalog);
  return new Map(
    [...errors].map(([name, { covers, byGrouping }]) => {
      const own = others.get(name);
      return [
        name,
        { covers, byGrouping: new Map([...byGrouping, ...(own ? [["software", own] as const] : [])]) },
      ];
    }),
  );
}

/**
 * Errors of `files` by the default profile of each row's chip, work and model, where the row was measured on another, by the
 * name of the default. Groups are the stacks. Columns of a family speak together, under the name of its first, since stacks
 * were measured in columns of their own.
 */
function otherSoftwareErrors(
  files: readonly MeasurementFile[],
  catalog: ValidationCatalog,
): Map<string, LeftOutError[]> {
  const found = files.flatMap((file) => {
    const { kind, measured } = measuredRows(file, false);
    return measured.flatMap((row) => {
      const named = catalog.profiles.find(({ name }) => name === kind.profileName(row));
      if (named === undefined || named.isFormer === true) return [];
      const unasked = defaultOf(kind, row, catalog);
      if (unasked === undefined || nameOf(unasked) === nameOf(named)) return [];
      const result = predictRow(kind, row, catalog, unasked);
      if (typeof result === "string") return [];
      return result.predictions.flatMap(({ metric, measured: value, predicted }) => {
        const family = familyOf(metric);
        if (family === undefined) return [];
        const error: LeftOutError = {
          metric: columnFamilies[family][0],
          group: nameOf(named),
          log: timeError(metric, Math.log(predicted / value)),
          x: undefined,
        };
        return { unasked: nameOf(unasked), error };
      });
    });
  });
  const byDefault = group(found, ({ unasked }) => unasked);
  return new Map([...byDefault].map(([name, own]) => [name, own.map(({ error }) => error)]));
}

/** The profile that the scenario of `row` has where it names none; undefined where it has no scenario. */
function defaultOf(kind: MeasurementKind, row: Row, catalog: ValidationCatalog): SoftwareProfile | undefined {
  try {
    const written = kind.scenario?.(row, catalog) as WrittenRow | undefined;
    const model = written && modelOf(written.model, catalog.models);
    if (model === undefined) return undefined;
    const { chip } = rowInstance(row, catalog.instances);
    return defaultProfile({ chip, workload: written?.workload?.kind ?? "", model }, catalog.profiles);
  } catch (error) {
    if (error instanceof UnpredictableRow) return undefined;
    throw error;
  }
}

/** What a default is chosen by, in the scenario of a row. */
interface WrittenRow {
  model?: string | ModelShape | { from: string };
  workload?: { kind: string };
}

/** A model as scenarios write it: by name, as one like another, or as a shape. */
function modelOf(written: WrittenRow["model"], models: readonly Model[]): Model | undefined {
  if (written === undefined) return undefined;
  if (typeof written === "string") return findModel(models, written);
  return "from" in written && written.from !== undefined
    ? findModel(models, written.from)
    : modelFromShape(written as ModelShape, []);
}
