/** Weights of a layer: those of its parts and of the norms around them, in the formats they are stored in. */
import { attentionOf } from "./layer/attention.ts";
import { feedForwardOf } from "./layer/feed-forward.ts";
import { vector, type Weight } from "./layer/weight.ts";
import { weightInFormats } from "./own-format.ts";
import { type Shard, wholeModel } from "./shard.ts";
import type { Layer, TransformerStack } from "./transformer-stack.ts";

/** A norm over the width of the model: weights, and biases of a layer norm that has them. */
export function normWeights(stack: TransformerStack, norms = 1): Weight[] {
  const biased = stack.norm === "layernorm" && !stack.normWithoutBias;
  return vector("norms", "norm", norms * stack.hidden * (biased ? 2 : 1));
}

/** Weights of one layer, or the part of them on one rank. */
export function layerWeights(stack: TransformerStack, layer: Layer, shard: Shard = wholeModel): Weight[] {
  const { hidden } = stack;
  const { attention, feedForward } = layer;
  const weights = [
    ...attention.flatMap((shape) => [
      ...attentionOf(shape).weights(shape, hidden, shard),
      ...normWeights(stack, shape.norms ?? 1),
    ]),
    ...(feedForward
      ? [
          ...feedForwardOf(feedForward).weights(feedForward, hidden, shard),
          ...normWeights(stack, feedForward.norms ?? 1),
        ]
      : []),
  ];
  return layer.formats === undefined
    ? weights
    : weights.flatMap((weight) => weightInFormats(weight, layer.formats ?? []));
}
