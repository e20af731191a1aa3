/**
 * The model that a row measures: the catalog's where the name is known, else one built from the row's columns. What the
 * columns do not say is taken from the one they do give, the number of parameters: a feed-forward part is gated if that
 * comes closer to it, and experts are as many as total and active parameters imply.
 */
import { findModel } from "../../models/find-model.ts";
import type { Model } from "../../models/model.ts";
import { type ModelShape, modelFromShape } from "../../models/model-schema.ts";
import { parameterCount } from "../../models/parameters.ts";
import { type Row, unknownName } from "./row.ts";

/** The model of `row`; throws an `UnpredictableRow` when the name is unknown and the columns do not describe it. */
export function rowModel(row: Row, models: readonly Model[], family?: ModelShape["family"]): Model {
  const name = row.needText("model");
  return findModel(models, name) ?? modelFromShape(shapeOf(row, models, family), []);
}

/** The same as a scenario writes it: a name of the catalog or a shape. */
export function writtenRowModel(
  row: Row,
  models: readonly Model[],
  family?: ModelShape["family"],
): string | ModelShape {
  const name = row.needText("model");
  return findModel(models, name)?.name ?? shapeOf(row, models, family);
}

function shapeOf(row: Row, models: readonly Model[], family: ModelShape["family"]): ModelShape {
  const name = row.needText("model");
  const layers = row.number("layers") ?? row.number("dec_layers");
  const hidden = row.number("hidden");
  const heads = row.number("heads");
  if (layers === undefined || hidden === undefined || heads === undefined) {
    const told = `model "${name}" is not in the catalog and the row has no shape`;
    throw unknownName(
      told,
      name,
      models.map((model) => model.name),
    );
  }
  const gptLike = /gpt|opt|bloom|neox|pythia|falcon|mpt/i.test(name);
  const shape = {
    name,
    family: family ?? (gptLike ? "gpt" : "decoder"),
    layers,
    hidden,
    heads,
    kvHeads: row.number("kv_heads"),
    headDim: row.number("head_dim"),
    ffn: row.number("ffn"),
    vocabulary: row.number("vocab") ?? 32_000,
  } as const;
  const parameters = (row.number("params_b") ?? 0) * 1e9;
  const active = (row.number("active_b") ?? 0) * 1e9;
  if (active > 0 && active < 0.9 * parameters) return expertShape(shape, parameters, active);
  if (shape.family !== "decoder" || parameters === 0) return shape;
  const [gated, plain] = [
    { ...shape, gated: true },
    { ...shape, gated: false },
  ];
  const distance = (candidate: ModelShape) =>
    Math.abs(Math.log(parameterCount(modelFromShape(candidate, [])) / parameters));
  return distance(plain) < distance(gated) ? plain : gated;
}

/**
 * A mixture of experts of which total and active parameters are known: one expert of the width that makes the active
 * count, as many of them as make the total.
 */
function expertShape(shape: ModelShape, parameters: number, active: number): ModelShape {
  const withFfn = (ffn: number) => parameterCount(modelFromShape({ ...shape, ffn }, []));
  const perColumn = (withFfn(2048) - withFfn(1024)) / 1024;
  const outside = withFfn(1024) - 1024 * perColumn;
  const ffn = Math.max(1, Math.round((active - outside) / perColumn));
  const count = Math.max(1, Math.round((parameters - outside) / (ffn * perColumn)));
  const experts = { count, active: 1, ffn, shared: 0, everyLayers: 1 };
  return { ...shape, ffn: undefined, experts };
}
