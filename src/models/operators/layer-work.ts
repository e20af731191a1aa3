/** What a transformer layer is asked to do, and which part of it one attention group does. */
import type { Shard } from "../shard.ts";

/** What a transformer layer is asked to do: how many sequences, with how many new tokens, on how long a context. */
export interface LayerWork {
  sequences: number;
  /** New tokens per sequence: the prompt in prefill, 1 in decode, the whole sequence in an encoder or in training. */
  queryTokens: number;
  /** Tokens attended to per sequence, new ones included. */
  contextTokens: number;
  /** Keys and values of the context are read from the KV cache. */
  fromCache: boolean;
  /** Tokens per sequence of the other sequence, for layers with cross-attention; none when absent. */
  sourceTokens?: number;
  /** Keys and values of the other sequence are in the cache already (decode) and need no projection. */
  sourceFromCache?: boolean;
  /** New tokens of the busiest attention group; those of an equal share of the sequences, rounded up, when absent. */
  busiestTokens?: number | undefined;
}

/** New tokens of all sequences: the rows of each projection. */
export function newTokens(work: LayerWork): number {
  return work.sequences * work.queryTokens;
}

/**
 * What attention on one rank is asked to do: everything, or with attention groups the part of the busiest one, 5 of 33
 * sequences over 8 groups.
 */
export function attentionWork(work: LayerWork, shard: Shard): LayerWork {
  const groups = shard.attentionGroups ?? 1;
  if (groups === 1) return work;
  if (work.busiestTokens !== undefined) return { ...work, sequences: 1, queryTokens: work.busiestTokens };
  return { ...work, sequences: Math.ceil(work.sequences / groups) };
}
