/**
 * Size of what a model keeps of a sequence, summed over the parts of its layers: keys and values (or latents) of each
 * token, within a window where there is one; those of the other sequence, once, where layers attend to it; states of a
 * fixed size.
 */
import { attentionOf } from "./layer/attention.ts";
import type { Kept } from "./layer/attention-kind.ts";
import { layerKinds } from "./layer-kinds.ts";
import type { Model } from "./model.ts";
import { type Shard, wholeModel } from "./shard.ts";

/** What each attention part of a generating model keeps on one rank, and in how many layers. */
function keptParts(model: Model, shard: Shard): { kept: Kept; count: number }[] {
  const { stack } = model;
  if (stack === undefined || !model.head) return [];
  return layerKinds(stack).flatMap(({ kind, count }) =>
    kind.attention.map((shape) => ({ kept: attentionOf(shape).kept(shape, shard), count })),
  );
}

/**
 * Bytes that one more token adds to the cache while it is inside every window, on one rank of `shard` (the whole model
 * when absent). Llama 3.1 8B in bf16: 2 * 32 layers * 8 heads * 128 * 2 bytes = 131,072. Zero where nothing is cached.
 */
export function kvBytesPerToken(model: Model, elementBytes: number, shard: Shard = wholeModel): number {
  return (
    keptParts(model, shard).reduce((sum, { kept, count }) => sum + count * kept.perToken, 0) * elementBytes
  );
}

/** Bytes of the states of one sequence, whatever its length, on one rank. */
export function stateBytesPerSequence(model: Model, shard: Shard = wholeModel): number {
  return keptParts(model, shard).reduce((sum, { kept, count }) => sum + count * kept.stateBytes, 0);
}

/** Bytes of the cache of one sequence of `tokens` tokens that attends to `sourceTokens` tokens of another, on one rank. */
export function kvCacheBytes(
  model: Model,
  sequence: { tokens: number; sourceTokens?: number },
  elementBytes: number,
  shard: Shard = wholeModel,
): number {
  const { tokens, sourceTokens = 0 } = sequence;
  const elements = keptParts(model, shard).reduce((sum, { kept, count }) => {
    const held = Math.min(tokens, kept.window ?? tokens);
    return sum + count * (held * kept.perToken + sourceTokens * kept.perSourceToken);
  }, 0);
  return elements * elementBytes;
}

/** Tokens of the cache, each as one inside every window, that a sequence holds; and the longest sequence that holds so many. */
export interface HeldTokens {
  of(tokens: number): number;
  longest(held: number): number;
}

/** What sequences of `model` hold where some of its layers have windows; undefined where none has. */
export function heldTokens(model: Model): HeldTokens | undefined {
  const parts = keptParts(model, wholeModel).filter(({ kept }) => kept.perToken > 0);
  if (parts.every(({ kept }) => kept.window === undefined)) return undefined;
  const whole = parts.reduce((sum, { kept, count }) => sum + count * kept.perToken, 0);
  const of = (tokens: number) =>
    parts.reduce(
      (sum, { kept, count }) => sum + count * kept.perToken * Math.min(tokens, kept.window ?? tokens),
      0,
    ) / whole;
  const longest = (held: number) => {
    let [low, high] = [Math.floor(held), Math.max(Math.floor(held), model.maxTokens)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (of(middle) <= held) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return { of, longest };
}
