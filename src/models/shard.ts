/**
 * The part of each layer that one rank holds. Heads, feed-forward columns and vocabulary rows are split over the tensor
 * ranks; the busiest rank counts, so a share that does not divide is rounded up (32 heads over 24 ranks: 2 heads a rank,
 * as software that pads to 48 does). A KV head is replicated where there are more ranks than KV heads. Experts are spread
 * over the expert ranks, and each expert's matrices over `expertTensor` ranks.
 *
 * With data-parallel attention (SGLang, vLLM) the tensor ranks form groups. Each group holds the whole attention of every
 * layer, split over its own ranks only, and attends to sequences of its own; the feed-forward part stays split over all:
 *
 *     attention of group 0 | group 1 | ...  --all-gather-->  feed-forward over all ranks  --reduce-scatter-->  groups
 *
 * A KV head is then replicated only where a group has more ranks than there are KV heads.
 *
 * Context ranks hold the same weights each. They divide the tokens of a prompt in two slices from both ends, so that causal
 * work is even, and gather the keys and values of a layer; in decode each attends to its part of the cache, and the partial
 * sums of every head are added up.
 */
/** How a layer is split, and how the software at hand departs from the even split. */
export interface Shard {
  /** Ranks that share the matrices of each layer. */
  tensor: number;
  /** Ranks that whole experts are spread over. */
  expert: number;
  /** Ranks that share the matrices of one expert; `tensor` when absent. */
  expertTensor?: number;
  /**
   * Distinct token batches that meet in the expert ranks: `expert` when absent (each expert rank has tokens of its own, as
   * with expert parallelism across data-parallel ranks), 1 where the expert ranks are the tensor ranks and hold the same.
   */
  expertBatches?: number;
  /** Choices of the experts on the busiest expert rank over the mean; 1 when absent. */
  expertLoad?: number;
  /** Ranks that share each sequence: the tokens of a prompt, and the cache of all tokens; 1 when absent. */
  context?: number;
  /** Every expert's weights are read whatever the tokens choose. */
  streamAllExperts?: boolean;
  /** Norms and residuals are split over the tensor ranks by token. */
  sequenceParallel?: boolean;
  /** Groups of tensor ranks that attend to sequences of their own; 1 when absent. Divides `tensor`. */
  attentionGroups?: number;
  /** Where the ranks exceed the KV heads, the rank stores and reads keys and values once per query head. */
  kvPerQueryHead?: boolean;
  /** The feed-forward columns of a rank are padded to a multiple of this. */
  ffnMultiple?: number;
}

/** Everything on one rank. */
export const wholeModel: Shard = { tensor: 1, expert: 1 };

/** Ranks that share the attention of a sequence: 8 tensor ranks in 4 attention groups are 2 each. */
export function attentionRanks(shard: Shard): number {
  return shard.tensor / (shard.attentionGroups ?? 1);
}

/** Query heads on the busiest rank: 64 heads over 8 ranks are 8, 32 heads over 24 ranks are 2. */
export function headsPerRank(heads: number, shard: Shard): number {
  return Math.ceil(heads / attentionRanks(shard));
}

/** KV heads on the busiest rank, at least one: 8 KV heads over 32 ranks are 1 on each. */
export function kvHeadsPerRank({ heads, kvHeads }: { heads: number; kvHeads: number }, shard: Shard): number {
  const ranks = attentionRanks(shard);
  if (shard.kvPerQueryHead && ranks > kvHeads) return headsPerRank(heads, shard);
  return Math.max(1, Math.ceil(kvHeads / ranks));
}

/** Feed-forward columns on the busiest of `ranks` ranks. */
export function ffnPerRank(ffn: number, ranks: number, shard: Shard): number {
  const multiple = shard.ffnMultiple ?? 1;
  return Math.ceil(Math.ceil(ffn / ranks) / multiple) * multiple;
}

/** Ranks that share one expert's matrices. */
export function expertTensorRanks(shard: Shard): number {
  return shard.expertTensor ?? shard.tensor;
}
