/**
 * The one entry from a model and a phase of work to operators: what one rank computes in one forward pass, as groups that
 * repeat. Which phases a model has follows from its family:
 *
 * - decoder, multimodal: `prefill` of prompts, `decode` of one token (or a few, verified at once) per sequence, `forward`
 *   for training, with logits and loss of every token;
 * - encoder-decoder: `prefill` runs the encoder over `tokens` and the decoder over its start token, `decode` the decoder,
 *   `forward` both, for training;
 * - encoder, vision, dual encoder: `forward`;
 * - diffusion, CNN, multilayer perceptron: `item`.
 */
import { assert } from "../../base/errors.ts";
import { itemGroups } from "../items/item-network.ts";
import type { Model } from "../model.ts";
import { type Shard, wholeModel } from "../shard.ts";
import type { TransformerStack } from "../transformer-stack.ts";
import { embeddingGroup } from "./embedding-operators.ts";
import { denseOperators, headGroup, lossGroup } from "./head-operators.ts";
import { imageGroups, sourceTokensOfImages } from "./image-operators.ts";
import { layerGroups } from "./layer-operators.ts";
import type { LayerWork } from "./layer-work.ts";
import type { OperatorGroup } from "./operator-group.ts";

/** Prompts of `tokens` new tokens each, those of images included, behind `cachedTokens` whose keys and values are known. */
export interface PrefillPhase {
  kind: "prefill";
  sequences: number;
  tokens: number;
  cachedTokens?: number;
  /** Images in all prompts together. */
  images?: number;
  /** Tokens of the busiest attention group, where the prompts of several stand in one sequence. */
  busiestTokens?: number;
}

/** One new token per sequence, or `queryTokens` where several are verified at once. */
export interface DecodePhase {
  kind: "decode";
  sequences: number;
  /** Tokens attended to per sequence, new ones included. */
  contextTokens: number;
  queryTokens?: number | undefined;
  /** Tokens per sequence that cross-attention sees. */
  sourceTokens?: number;
}

/** Whole sequences at once: an encoder's only phase, and the forward pass of training. */
export interface ForwardPhase {
  kind: "forward";
  sequences: number;
  /** Tokens per sequence; for a ViT those of an image, class token included. */
  tokens: number;
  /** Tokens per sequence with logits and loss; all for language models, none for others when absent. */
  logitTokens?: number | undefined;
  /** Tokens per sequence of the encoder; as many as `tokens` when absent. */
  sourceTokens?: number;
  /** Images in all sequences together; for dual encoders one a sequence when absent. */
  images?: number;
}

/** Items (images) of a network that has no sequence. */
export interface ItemPhase {
  kind: "item";
  items: number;
  /** Side of the image, pixels; the network's own when absent. */
  imageSize?: number | undefined;
}

/** A forward pass that a model can be asked for. */
export type Phase = PrefillPhase | DecodePhase | ForwardPhase | ItemPhase;

/** Operators and exchanges of one forward pass on one rank of `shard`, in the order they run. */
export function forwardOperators(model: Model, phase: Phase, shard: Shard = wholeModel): OperatorGroup[] {
  if (phase.kind === "item") {
    assert(model.item !== undefined, () => `${model.name} is no item network`);
    return itemGroups(model.item, phase.items, phase.imageSize, shard);
  }
  const { stack } = model;
  assert(stack !== undefined, () => `${model.name} has no transformer stack for phase ${phase.kind}`);
  switch (phase.kind) {
    case "prefill":
      return prefillGroups(model, stack, phase, shard);
    case "decode":
      return decodeGroups(model, stack, phase, shard);
    case "forward":
      return wholeSequenceGroups(model, stack, phase, shard);
  }
}

function prefillGroups(
  model: Model,
  stack: TransformerStack,
  phase: PrefillPhase,
  shard: Shard,
): OperatorGroup[] {
  const { cachedTokens = 0, images = 0 } = phase;
  // Each context rank has its share of every prompt's tokens.
  const { context = 1 } = shard;
  const sequences = phase.sequences / context;
  // The prompt of an encoder-decoder model goes to its encoder; its decoder begins with one start token.
  const tokens = model.encoder ? 1 : phase.tokens;
  const sourceTokens = model.encoder ? phase.tokens : sourceTokensOfImages(model, images) / phase.sequences;
  const work: LayerWork = {
    sequences,
    queryTokens: tokens,
    contextTokens: tokens + cachedTokens,
    fromCache: cachedTokens > 0,
    sourceTokens,
    busiestTokens: phase.busiestTokens,
  };
  return [
    ...(model.image && images > 0 ? imageGroups(model.image, images, shard) : []),
    ...(model.encoder ? encoderGroups(model, model.encoder, sequences, phase.tokens, shard) : []),
    embeddingGroup(model, sequences * tokens, shard),
    ...layerGroups(stack, work, shard),
    headGroup(model, phase.sequences, shard),
  ];
}

function decodeGroups(
  model: Model,
  stack: TransformerStack,
  phase: DecodePhase,
  shard: Shard,
): OperatorGroup[] {
  const { sequences, queryTokens = 1, sourceTokens = 0 } = phase;
  // Each context rank attends to its part of the cache, the newest tokens at the least.
  const contextTokens = Math.max(queryTokens, phase.contextTokens / (shard.context ?? 1));
  const work: LayerWork = {
    sequences,
    queryTokens,
    contextTokens,
    fromCache: true,
    sourceTokens,
    sourceFromCache: true,
  };
  return [
    embeddingGroup(model, sequences * queryTokens, shard),
    ...layerGroups(stack, work, shard),
    headGroup(model, sequences * queryTokens, shard),
  ];
}

function wholeSequenceGroups(
  model: Model,
  stack: TransformerStack,
  phase: ForwardPhase,
  shard: Shard,
): OperatorGroup[] {
  const { sequences, tokens } = phase;
  const images = phase.images ?? (model.family === "dual-encoder" ? sequences : 0);
  const logitTokens = phase.logitTokens ?? (model.head ? tokens : 0);
  const encoderTokens = phase.sourceTokens ?? tokens;
  const work: LayerWork = {
    sequences,
    queryTokens: tokens,
    contextTokens: tokens,
    fromCache: false,
    sourceTokens: model.encoder ? encoderTokens : sourceTokensOfImages(model, images) / sequences,
  };
  const outputs = denseOperators(model.outputLayers ?? [], sequences);
  return [
    ...(model.image && images > 0 ? imageGroups(model.image, images, shard) : []),
    ...(model.encoder ? encoderGroups(model, model.encoder, sequences, encoderTokens, shard) : []),
    embeddingGroup(model, sequences * tokens, shard),
    ...layerGroups(stack, work, shard),
    ...(logitTokens > 0 ? [lossGroup(model, sequences * logitTokens, shard)] : []),
    ...(outputs.length > 0
      ? [{ name: "output layers", stage: "last" as const, repeat: 1, operators: outputs, exchanges: [] }]
      : []),
  ];
}

/** The encoder of an encoder-decoder model over `tokens` tokens per sequence. */
function encoderGroups(
  model: Model,
  encoder: TransformerStack,
  sequences: number,
  tokens: number,
  shard: Shard,
): OperatorGroup[] {
  const work: LayerWork = { sequences, queryTokens: tokens, contextTokens: tokens, fromCache: false };
  return [
    { ...embeddingGroup(model, sequences * tokens, shard), name: "encoder embedding" },
    ...layerGroups(encoder, work, shard, "encoder "),
  ];
}
