/** What a row was measured under, for the coverage of error bands. */
import { findModel } from "../../models/find-model.ts";
import { expertSize } from "../../models/layer-kinds.ts";
import { modelKinds } from "../../models/model-kind.ts";
import { type ModelShape, modelFromShape } from "../../models/model-schema.ts";
import { parameterCount } from "../../models/parameters.ts";
import { fineTuning, type Situation } from "../../timing/situation.ts";
import type { ValidationCatalog } from "../measurement-kind.ts";
import { storageTypeOf } from "./precision-names.ts";
import { writtenModel } from "./published-models.ts";
import { extraOf } from "./published-scenario.ts";
import { type Row, UnpredictableRow } from "./row.ts";
import { rowInstance } from "./row-hardware.ts";
import { rowModel } from "./row-model.ts";

/** Sequences in a step: no more than ask at once, and no more than are let in. */
function least(...known: (number | undefined)[]): number | undefined {
  const values = known.filter((value) => value !== undefined);
  return values.length > 0 ? Math.min(...values) : undefined;
}

/** The situation of `row`; undefined where its columns name no chip. */
export function rowSituation(row: Row, catalog: ValidationCatalog): Situation | undefined {
  const first = (...columns: string[]) =>
    columns.map((column) => row.number(column)).find((value) => value !== undefined);
  const formats = ["weight_dtype", "dtype", "precision", "gemm_dtype"];
  const written = formats.map((column) => row.text(column)).find((text) => text !== undefined);
  // A cell left empty means 16 bits, as the kinds take it.
  const saysFormat = formats.some((column) => row.has(column));
  try {
    const { chip } = rowInstance(row, catalog.instances);
    const parameters = parametersOf(row, catalog);
    const model = rowModelOrNone(row, catalog);
    return {
      chip: chip.derivedFrom ?? chip.name,
      model: modelName(row, catalog),
      kinds: model ? modelKinds(model) : row.number("layers") ? ["decoder layers"] : undefined,
      parameters,
      tensor: first("tp"),
      batch: least(first("batch", "max_batch"), first("concurrency", "users")),
      tokens: requestTokens(row) ?? row.number("seq_len"),
      experts: expertSize(model?.stack),
      weights: saysFormat ? storageTypeOf(written) : undefined,
      features: extraOf(row).lora === undefined ? [] : [fineTuning],
    };
  } catch (error) {
    if (error instanceof UnpredictableRow) return undefined;
    throw error;
  }
}

/**
 * Tokens of a mean request, prompt and answer, as a run counts them; undefined where a row has none but a sequence length: that
 * of a training sequence, or of an encoder's. (Where a row has both, the length is what a server was compiled for.)
 */
function requestTokens(row: Row): number | undefined {
  const sides = [
    ["isl", "input_len", "in_len", "input_len_mean"],
    ["osl", "output_len", "out_len", "output_len_mean"],
  ];
  const [input, output = 0] = sides.map((columns) =>
    columns.map((column) => row.number(column)).find((value) => value !== undefined),
  );
  return input === undefined ? undefined : input + output;
}

/** Name of the row's model in the catalog, else as the row has it: `12 x 768` where it gives layers and width only. */
export function modelName(row: Row, { models }: ValidationCatalog): string | undefined {
  const written = row.text("model");
  if (written !== undefined) return findModel(models, written)?.name ?? written;
  const [layers, hidden] = [row.number("layers"), row.number("hidden")];
  return layers === undefined || hidden === undefined ? undefined : `${layers} x ${hidden}`;
}

function rowModelOrNone(row: Row, catalog: ValidationCatalog) {
  const written = row.text("model");
  if (written === undefined) return undefined;
  const known = findModel(catalog.models, written);
  if (known !== undefined) return known;
  if (row.number("layers")) return rowModel(row, catalog.models);
  const shape = writtenModel(written, row.number("seq_len") ?? 0, catalog.models);
  if (typeof shape === "string") return undefined;
  const { from } = shape as { from?: string };
  return from === undefined
    ? modelFromShape(shape as unknown as ModelShape, [])
    : findModel(catalog.models, from);
}

function parametersOf(row: Row, catalog: ValidationCatalog): number | undefined {
  const written = row.number("params_b");
  if (written !== undefined) return written * 1e9;
  const [layers, hidden] = [row.number("layers"), row.number("hidden")];
  // A transformer has some 12 h^2 parameters a layer.
  if (row.text("model") === undefined && layers !== undefined && hidden !== undefined) {
    return 12 * layers * hidden ** 2;
  }
  const model = rowModelOrNone(row, catalog);
  return model && parameterCount(model);
}
