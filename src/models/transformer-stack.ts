/**
 * A stack of transformer layers as shapes. Covers dense and mixture-of-experts layers, grouped-query attention, sliding
 * windows and attention to another sequence; everything else about a layer follows from these numbers.
 */

/** Mixture of experts in the feed-forward part of a layer. */
export interface Experts {
  count: number;
  /** Experts each token is routed to. */
  active: number;
  /** Inner width of one expert. */
  ffn: number;
  /** Experts every token passes through, beside the routed ones. */
  shared: number;
  /** Every how many layers experts take the place of the dense feed-forward part; 1 (all layers) when absent. */
  everyLayers?: number;
}

/** Attention of each token to another sequence: the encoder's output (T5), an image (Llama 3.2 Vision). */
export interface CrossAttention {
  /** Layers that have it. */
  layers: number;
  /** Width of the other sequence's tokens. */
  sourceWidth: number;
  /** The layer has it instead of self-attention (Llama 3.2 Vision) or beside it (T5). */
  replacesSelf: boolean;
}

/** A stack of transformer layers of one width. */
export interface TransformerStack {
  layers: number;
  hidden: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  /** Inner width of the dense feed-forward part; 0 where every layer has experts. */
  ffn: number;
  /** Gated (SwiGLU: three matrices) or plain (two). */
  gated: boolean;
  experts?: Experts;
  /** Each token attends only to those before it. */
  causal: boolean;
  /** Biases of the projections: on all (BERT, GPT), on query, key and value only (Qwen2), or on none (Llama). */
  biases: "all" | "qkv" | "none";
  norm: "layernorm" | "rmsnorm";
  /** Queries and keys are turned by their position. */
  rotary: boolean;
  /** Queries and keys are normalised per head (Qwen3). */
  queryKeyNorm?: boolean;
  /** Attention and feed-forward read the same input and are summed (GPT-NeoX): one all-reduce a layer, not two. */
  parallelFeedForward?: boolean;
  /** Layers in which attention sees at most `tokens` tokens, spread evenly over the stack. */
  slidingWindow?: { tokens: number; layers: number };
  crossAttention?: CrossAttention;
}
