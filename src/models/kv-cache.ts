/**
 * Size of the key-value cache: two vectors of `kvHeads * headDim` per token and self-attending layer. Layers with a
 * sliding window never need more than its tokens; layers with cross-attention hold the other sequence instead, once.
 */
import { attendsToSelf, layerKinds } from "./layer-kinds.ts";
import type { Model } from "./model.ts";
import { kvHeadsPerRank, type Shard, wholeModel } from "./shard.ts";
import type { TransformerStack } from "./transformer-stack.ts";

function bytesPerTokenAndLayer(stack: TransformerStack, elementBytes: number, shard: Shard): number {
  return 2 * kvHeadsPerRank(stack, shard) * stack.headDim * elementBytes;
}

/**
 * Bytes that one more token adds to the cache while it is inside every window, on one rank of `shard` (the whole model
 * when absent). Llama 3.1 8B in bf16: 2 * 32 layers * 8 heads * 128 * 2 bytes = 131,072. Zero where nothing is cached.
 */
export function kvBytesPerToken(model: Model, elementBytes: number, shard: Shard = wholeModel): number {
  const { stack } = model;
  if (stack === undefined || !stack.causal || !model.head) return 0;
  const layers = layerKinds(stack).reduce(
    (sum, { kind, count }) => sum + (attendsToSelf(stack, kind) ? count : 0),
    0,
  );
  return layers * bytesPerTokenAndLayer(stack, elementBytes, shard);
}

/** Bytes of the cache of one sequence of `tokens` tokens that attends to `sourceTokens` tokens of another, on one rank. */
export function kvCacheBytes(
  model: Model,
  sequence: { tokens: number; sourceTokens?: number },
  elementBytes: number,
  shard: Shard = wholeModel,
): number {
  const { stack } = model;
  if (stack === undefined || !stack.causal || !model.head) return 0;
  const window = stack.slidingWindow?.tokens ?? Number.POSITIVE_INFINITY;
  const tokensHeld = layerKinds(stack).reduce((sum, { kind, count }) => {
    const own = attendsToSelf(stack, kind)
      ? Math.min(sequence.tokens, kind.windowed ? window : sequence.tokens)
      : 0;
    return sum + count * (own + (kind.crossAttention ? (sequence.sourceTokens ?? 0) : 0));
  }, 0);
  return tokensHeld * bytesPerTokenAndLayer(stack, elementBytes, shard);
}
