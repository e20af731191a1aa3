/**
 * The shipped measurements of text generation as points that an answer can be held beside: what was measured, on which chip, of
 * which model, at which degree, batch and length.
 */
import { columnFamilies } from "../../timing/column-family.ts";
import type { MeasuredPoint } from "../../timing/measured-point.ts";
import type { ValidationCatalog } from "../measurement-kind.ts";
import type { MeasurementFile } from "../validate.ts";
import { readRows } from "./read-rows.ts";
import type { Row } from "./row.ts";
import { rowSituation } from "./row-situation.ts";

/** Points of `files`, in their order; rows without a time of tokens, or that name no chip or model, are no points. */
export function measuredPoints(
  files: readonly MeasurementFile[],
  catalog: ValidationCatalog,
): MeasuredPoint[] {
  return files.flatMap((file) => readRows(file).rows.flatMap((row) => pointOf(row, catalog) ?? []));
}

function pointOf(row: Row, catalog: ValidationCatalog): MeasuredPoint | undefined {
  const tokenMs = firstNumber(row, columnFamilies.step);
  const situation = tokenMs === undefined ? undefined : rowSituation(row, catalog);
  if (tokenMs === undefined || situation?.model === undefined) return undefined;
  const { chip, model, parameters, weights = null, tensor = null, batch = null, tokens } = situation;
  if (parameters === undefined || tokens === undefined) return undefined;
  return {
    id: row.needText("id"),
    chip,
    model,
    parameters: Number((parameters / 1e9).toPrecision(3)),
    weights,
    tensor,
    batch,
    tokens: Math.round(tokens),
    firstMs: firstNumber(row, columnFamilies.first) ?? null,
    tokenMs,
  };
}

function firstNumber(row: Row, columns: readonly string[]): number | undefined {
  return columns.map((column) => row.number(column)).find((value) => value !== undefined);
}
