/**
 * Parameters from shapes. With a shard, the parameters that one rank holds: matrices divided over the tensor ranks, norms
 * and router replicated, KV heads replicated where there are too few. Left out: attention sinks, norms inside U-Nets and
 * the like, all far below 0.1 %.
 */
import { itemNetworkParameters } from "./item-network.ts";
import { attendsToSelf, type LayerKind, layerKinds } from "./layer-kinds.ts";
import type { DenseLayer, Model, PatchEmbedding } from "./model.ts";
import {
  expertTensorRanks,
  ffnPerRank,
  headsPerRank,
  kvHeadsPerRank,
  type Shard,
  wholeModel,
} from "./shard.ts";
import type { TransformerStack } from "./transformer-stack.ts";

/** Query, key, value and output projection: 4 h^2 where query and KV heads together are as wide as the model. */
function attentionParameters(stack: TransformerStack, keyWidth: number, shard: Shard): number {
  const { hidden, headDim, biases } = stack;
  const queries = headsPerRank(stack, shard) * headDim;
  const keysAndValues = 2 * kvHeadsPerRank(stack, shard) * headDim;
  const matrices = 2 * hidden * queries + keyWidth * keysAndValues;
  const inputBiases = biases === "none" ? 0 : queries + keysAndValues;
  return matrices + inputBiases + (biases === "all" ? hidden : 0) + (stack.queryKeyNorm ? 2 * headDim : 0);
}

/** Two matrices of `hidden` x `ffn`, three where gated. */
function feedForwardParameters(stack: TransformerStack, ffn: number): number {
  const inner = stack.gated ? 2 : 1;
  return (inner + 1) * stack.hidden * ffn + (stack.biases === "all" ? inner * ffn + stack.hidden : 0);
}

function normParameters(stack: TransformerStack): number {
  return stack.hidden * (stack.norm === "layernorm" ? 2 : 1);
}

/**
 * Parameters of one layer of the given kind, or the part of them on one rank. `experts: "active"` counts only the experts
 * that one token passes through.
 */
export function layerParameters(
  stack: TransformerStack,
  kind: LayerKind,
  shard: Shard = wholeModel,
  experts: "all" | "active" = "all",
): number {
  const self = attendsToSelf(stack, kind);
  let sum = self ? attentionParameters(stack, stack.hidden, shard) + normParameters(stack) : 0;
  if (kind.crossAttention && stack.crossAttention) {
    sum += attentionParameters(stack, stack.crossAttention.sourceWidth, shard) + normParameters(stack);
  }
  sum += normParameters(stack);
  if (kind.experts && stack.experts) {
    const { count, active, ffn, shared } = stack.experts;
    const router = count * (stack.hidden + (stack.biases === "all" ? 1 : 0));
    const oneExpert = feedForwardParameters(stack, ffnPerRank(ffn, expertTensorRanks(shard), shard));
    const sharedExperts = feedForwardParameters(stack, ffnPerRank(shared * ffn, shard.tensor, shard));
    const routed = experts === "active" ? active : Math.ceil(count / shard.expert);
    sum += router + routed * oneExpert + (shared > 0 ? sharedExperts : 0);
  } else {
    sum += feedForwardParameters(stack, ffnPerRank(stack.ffn, shard.tensor, shard));
  }
  return sum;
}

/** Parameters of all layers and the norm at the stack's end, or the part of them on one rank. */
export function stackParameters(
  stack: TransformerStack,
  shard: Shard = wholeModel,
  experts: "all" | "active" = "all",
): number {
  return layerKinds(stack).reduce(
    (sum, { kind, count }) => sum + count * layerParameters(stack, kind, shard, experts),
    normParameters(stack),
  );
}

function patchParameters(patches: PatchEmbedding, hidden: number): number {
  return patches.channels * patches.patch ** 2 * hidden + hidden + (1 + patches.tokens) * hidden;
}

function denseParameters(layers: readonly DenseLayer[]): number {
  return layers.reduce((sum, layer) => sum + (layer.inputs + (layer.bias ? 1 : 0)) * layer.outputs, 0);
}

/** Word, position and patch embeddings; with a shard the vocabulary is divided over the tensor ranks. */
export function embeddingParameters(model: Model, shard: Shard = wholeModel): number {
  if (model.stack === undefined) return 0;
  const { hidden } = model.stack;
  const words = Math.ceil(model.vocabulary / shard.tensor) + model.positions;
  return words * hidden + (model.patches ? patchParameters(model.patches, hidden) : 0);
}

/** The output projection onto the vocabulary; none where it shares the embedding's weights. */
export function headParameters(model: Model, shard: Shard = wholeModel): number {
  if (!model.head || model.tiedEmbeddings || model.stack === undefined) return 0;
  return Math.ceil(model.vocabulary / shard.tensor) * model.stack.hidden;
}

/** Image tower and projector; the projector is replicated on the tensor ranks. */
export function imageParameters(model: Model, shard: Shard = wholeModel): number {
  if (model.image === undefined) return 0;
  const { stack, patches, projector } = model.image;
  return stackParameters(stack, shard) + patchParameters(patches, stack.hidden) + denseParameters(projector);
}

/** Parameters of the whole model, or those on one rank of `shard` where every rank holds all layers. */
export function parameterCount(model: Model, shard: Shard = wholeModel): number {
  return countParameters(model, shard, "all");
}

/** Parameters that one token passes through: all, but of the experts only the active ones. Qwen3-30B-A3B: 3.3 B of 30.5. */
export function activeParameters(model: Model): number {
  return countParameters(model, wholeModel, "active");
}

function countParameters(model: Model, shard: Shard, experts: "all" | "active"): number {
  return (
    (model.stack ? stackParameters(model.stack, shard, experts) : 0) +
    (model.encoder ? stackParameters(model.encoder, shard, experts) : 0) +
    (model.item ? itemNetworkParameters(model.item, shard) : 0) +
    embeddingParameters(model, shard) +
    headParameters(model, shard) +
    imageParameters(model, shard) +
    denseParameters(model.outputLayers ?? []) +
    model.otherParameters
  );
}
