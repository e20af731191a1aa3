/**
 * What follows the last layer: the final norm and the projection onto the vocabulary for the tokens that need logits (the
 * last of each prompt, each decoded token, every token in training), the loss, and dense layers on one token of a sequence
 * (BERT's pooler, a classifier). The vocabulary is divided over the tensor ranks.
 */
import type { DenseLayer, Model } from "../model.ts";
import type { Shard } from "../shard.ts";
import { normOperator } from "./norm-operators.ts";
import { type Operator, weightMatmul } from "./operator.ts";
import type { OperatorGroup } from "./operator-group.ts";

/** Final norm and logits of `tokens` tokens of all sequences together. */
function headOperators(model: Model, tokens: number, shard: Shard): Operator[] {
  const { stack, embeddingWidth } = model;
  if (stack === undefined) return [];
  return [
    normOperator("final norm", stack, tokens, shard),
    ...(embeddingWidth === undefined
      ? []
      : [weightMatmul("head projection", "other", tokens, stack.hidden, embeddingWidth)]),
    weightMatmul(
      "vocabulary projection",
      "head",
      tokens,
      embeddingWidth ?? stack.hidden,
      Math.ceil(model.vocabulary / shard.tensor),
    ),
  ];
}

/** Softmax and cross-entropy over the logits of `tokens` tokens; the ranks exchange three numbers a token, left out. */
function lossOperators(model: Model, tokens: number, shard: Shard): Operator[] {
  const elements = tokens * Math.ceil(model.vocabulary / shard.tensor);
  return [{ kind: "vector", name: "cross-entropy", elements, flopsPerElement: 5, transfersPerElement: 2 }];
}

/** Dense layers, each on `rows` rows. They are small and replicated on the tensor ranks. */
export function denseOperators(layers: readonly DenseLayer[], rows: number): Operator[] {
  return layers.map((layer) => weightMatmul(layer.name, "other", rows, layer.inputs, layer.outputs));
}

/** The head at inference: logits of `tokens` tokens, gathered from the ranks so that one can sample. */
export function headGroup(model: Model, tokens: number, shard: Shard): OperatorGroup {
  const elements = tokens * model.vocabulary;
  return {
    name: "head",
    stage: "last",
    repeat: 1,
    operators: headOperators(model, tokens, shard),
    exchanges: shard.tensor > 1 ? [{ kind: "all-gather", group: "tensor", name: "logits", elements }] : [],
  };
}

/** The head in training: logits of `tokens` tokens and their loss. */
export function lossGroup(model: Model, tokens: number, shard: Shard): OperatorGroup {
  return {
    name: "head",
    stage: "last",
    repeat: 1,
    operators: [...headOperators(model, tokens, shard), ...lossOperators(model, tokens, shard)],
    exchanges: [],
  };
}
