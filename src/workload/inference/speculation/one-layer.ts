/** A network of one of a model's layers and its output head: what EAGLE and Medusa put on top of a model. */
import type { Model } from "../../../models/model.ts";

/** `model` with a single dense layer. */
export function oneLayerOf(model: Model): Model {
  const { stack } = model;
  if (stack === undefined) return model;
  const { slidingWindow: _, experts, ...rest } = stack;
  const ffn = stack.ffn > 0 ? stack.ffn : (experts?.ffn ?? 0) * (experts?.active ?? 1);
  return { ...model, name: `one layer of ${model.name}`, stack: { ...rest, ffn, layers: 1 } };
}
