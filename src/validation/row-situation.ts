/** What a row was measured under, for the coverage of error bands. */
import { expertCount } from "../models/layer-kinds.ts";
import { parameterCount } from "../models/parameters.ts";
import type { Situation } from "../timing/error-band.ts";
import type { ValidationCatalog } from "./measurement-kind.ts";
import { storageTypeOf } from "./precision-names.ts";
import { type Row, UnpredictableRow } from "./row.ts";
import { rowInstance } from "./row-hardware.ts";
import { rowModel } from "./row-model.ts";

/** The situation of `row`; undefined where its columns name no chip or model. */
export function rowSituation(row: Row, catalog: ValidationCatalog): Situation | undefined {
  const first = (...columns: string[]) =>
    columns.map((column) => row.number(column)).find((value) => value !== undefined);
  const formats = ["weight_dtype", "dtype", "precision", "gemm_dtype"];
  const written = formats.map((column) => row.text(column)).find((text) => text !== undefined);
  try {
    const { chip } = rowInstance(row, catalog.instances);
    const parameters = parametersOf(row, catalog);
    return {
      chip: chip.derivedFrom ?? chip.name,
      parameters,
      tensor: first("tp"),
      batch: first("batch", "max_batch", "concurrency"),
      tokens: first("seq_len") ?? sumOf(first("isl", "input_len"), first("osl", "output_len")),
      experts: expertCount(rowModelOrNone(row, catalog)?.stack) > 0,
      weights: written === undefined ? undefined : storageTypeOf(written),
    };
  } catch (error) {
    if (error instanceof UnpredictableRow) return undefined;
    throw error;
  }
}

function sumOf(a?: number, b?: number): number | undefined {
  return a === undefined ? undefined : a + (b ?? 0);
}

function rowModelOrNone(row: Row, catalog: ValidationCatalog) {
  return row.text("model") === undefined ? undefined : rowModel(row, catalog.models);
}

function parametersOf(row: Row, catalog: ValidationCatalog): number {
  const written = row.number("params_b");
  if (written !== undefined) return written * 1e9;
  const [layers, hidden] = [row.number("layers"), row.number("hidden")];
  // A transformer has some 12 h^2 parameters a layer.
  if (row.text("model") === undefined && layers !== undefined && hidden !== undefined) {
    return 12 * layers * hidden ** 2;
  }
  const model = rowModelOrNone(row, catalog);
  if (model === undefined) throw new UnpredictableRow("no model");
  return parameterCount(model);
}
