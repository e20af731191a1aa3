/**
 * Parameters from shapes: sums over the weights that the parts of each layer have. With a shard, the parameters that one
 * rank holds: matrices divided over the tensor ranks, norms and router replicated, KV heads replicated where there are too
 * few. Left out: norms inside U-Nets and the like, far below 0.1 %.
 */
import { elementAt } from "../base/element-at.ts";
import { itemNetworkParameters } from "./items/item-network.ts";
import { addFamilies, type FamilyParameters, familiesOf, parametersOf, type Weight } from "./layer/weight.ts";
import { layerKinds } from "./layer-kinds.ts";
import { layerWeights, normWeights } from "./layer-weights.ts";
import type { DenseLayer, Model, PatchEmbedding } from "./model.ts";
import { type Shard, wholeModel } from "./shard.ts";
import type { Layer, TransformerStack } from "./transformer-stack.ts";

/** The norm after the last layer, or of the embedding where that is the one outside the layers. */
function finalNorm(stack: TransformerStack): Weight[] {
  return stack.withoutFinalNorm ? [] : normWeights(stack);
}

/**
 * Parameters of one layer, or the part of them on one rank. `experts: "active"` counts only the experts that one token
 * passes through.
 */
export function layerParameters(
  stack: TransformerStack,
  layer: Layer,
  shard: Shard = wholeModel,
  experts: "all" | "active" = "all",
): number {
  return parametersOf(layerWeights(stack, layer, shard), experts);
}

/** Parameters of all layers and the norm at the stack's end, or the part of them on one rank. */
export function stackParameters(
  stack: TransformerStack,
  shard: Shard = wholeModel,
  experts: "all" | "active" = "all",
): number {
  return layerKinds(stack).reduce(
    (sum, { kind, count }) => sum + count * layerParameters(stack, kind, shard, experts),
    parametersOf(finalNorm(stack)),
  );
}

/** Parameters of all layers and the norm at the stack's end, by family. */
function stackFamilies(stack: TransformerStack, shard: Shard = wholeModel): FamilyParameters {
  return layerKinds(stack).reduce(
    (sum, { kind, count }) => addFamilies(sum, familiesOf(layerWeights(stack, kind, shard)), count),
    familiesOf(finalNorm(stack)),
  );
}

/**
 * Parameters of a low-rank adapter of rank 1 on every matrix of the layers, the router and all experts included: inputs
 * and outputs of each; matrices that software fuses (query, key and value; gate and up) count as one. Rank r has r times
 * as many: Mixtral 8x7B at rank 16 has 221 million.
 */
export function adapterParametersOfRankOne(stack: TransformerStack, shard: Shard = wholeModel): number {
  const ofLayer = (layer: Layer) =>
    layerWeights(stack, layer, shard).reduce(
      (sum, { isMatrix, rows, columns, count }) => sum + (isMatrix ? (rows + columns) * count : 0),
      0,
    );
  return layerKinds(stack).reduce((sum, { kind, count }) => sum + count * ofLayer(kind), 0);
}

function patchParameters(patches: PatchEmbedding, hidden: number): number {
  const { patch, channels, tokens, depth = 1, bias = true, extraPositions = 1 } = patches;
  return channels * patch ** 2 * depth * hidden + (bias ? hidden : 0) + (extraPositions + tokens) * hidden;
}

function denseParameters(layers: readonly DenseLayer[]): number {
  return layers.reduce((sum, layer) => sum + (layer.inputs + (layer.bias ? 1 : 0)) * layer.outputs, 0);
}

/** Word, position and patch embeddings; with a shard the vocabulary is divided over the tensor ranks. */
export function embeddingParameters(model: Model, shard: Shard = wholeModel): number {
  if (model.stack === undefined) return 0;
  const { hidden } = model.stack;
  const words = Math.ceil(model.vocabulary / shard.tensor) * (model.embeddingWidth ?? hidden);
  return words + model.positions * hidden + (model.patches ? patchParameters(model.patches, hidden) : 0);
}

/** The output projection onto the vocabulary; none where it shares the embedding's weights. */
export function headParameters(model: Model, shard: Shard = wholeModel): number {
  if (!model.head || model.tiedEmbeddings || model.stack === undefined) return 0;
  return Math.ceil(model.vocabulary / shard.tensor) * (model.embeddingWidth ?? model.stack.hidden);
}

/** Image tower and projector; the projector is replicated on the tensor ranks. */
function imageParameters(model: Model, shard: Shard = wholeModel): number {
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

/**
 * Parameters of the layers that predict the tokens after the next one (DeepSeek-V3's multi-token prediction), which count
 * apart from the model: each has a layer as the last of the stack, two norms, and a projection of two widths onto one.
 */
export function nextTokenParameters({ stack, nextTokenLayers = 0 }: Model): number {
  if (stack === undefined || nextTokenLayers === 0) return 0;
  const last = elementAt(stack.runs, -1).layer;
  return nextTokenLayers * (layerParameters(stack, last) + 2 * stack.hidden ** 2 + 3 * stack.hidden);
}

/** Parameters by family, of the whole model or of one rank. */
export function familyParameters(model: Model, shard: Shard = wholeModel): FamilyParameters {
  const stacks = [model.stack, model.encoder].filter((stack) => stack !== undefined);
  const layers = stacks.reduce<FamilyParameters>(
    (sum, stack) => addFamilies(sum, stackFamilies(stack, shard)),
    {},
  );
  return addFamilies(layers, {
    embeddings: embeddingParameters(model, shard),
    head: headParameters(model, shard),
    image: imageParameters(model, shard),
    other:
      (model.item ? itemNetworkParameters(model.item, shard) : 0) +
      denseParameters(model.outputLayers ?? []) +
      model.otherParameters,
  });
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
