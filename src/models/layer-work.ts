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
}

/** New tokens of all sequences: the rows of each projection. */
export function newTokens(work: LayerWork): number {
  return work.sequences * work.queryTokens;
}
