/**
 * A stack of transformer layers as shapes: runs of equal layers, each made of parts. Most stacks are one layer repeated and
 * are written in a short form, from which the runs follow.
 */
import type { AttentionShape } from "./layer/attention.ts";
import type { FeedForwardShape } from "./layer/feed-forward.ts";
import type { OwnFormat } from "./own-format.ts";

/** One layer: how it mixes tokens, and what each token then passes through. */
export interface Layer {
  /** In order; attention to another sequence may follow that to its own. None in a layer of a feed-forward part alone. */
  attention: readonly AttentionShape[];
  feedForward?: FeedForwardShape;
  /** Attention and feed-forward read the same input and are summed (GPT-NeoX): one all-reduce a layer, not two. */
  parallel?: boolean;
  /** Matrices that the checkpoint stores in another format than their family's. */
  formats?: readonly OwnFormat[];
}

/** Equal layers in a row. */
export interface LayerRun {
  repeat: number;
  layer: Layer;
}

/** A stack of layers of one width. */
export interface TransformerStack {
  /** Layers of all runs together. */
  layers: number;
  hidden: number;
  runs: readonly LayerRun[];
  norm: "layernorm" | "rmsnorm";
  /** Layer norms have weights alone, no biases (Cohere, MPT). */
  normWithoutBias?: boolean;
  /** No norm follows the last layer (OPT-350m). */
  withoutFinalNorm?: boolean;
  /** The short form the stack was written in, where it was. */
  short?: ShortStack;
}

/** Mixture of experts in the short form. */
export interface ShortExperts {
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

/** Attention of each token to another sequence, in the short form. */
export interface ShortCrossAttention {
  /** Layers that have it. */
  layers: number;
  /** Width of the other sequence's tokens. */
  sourceWidth: number;
  /** The layer has it instead of self-attention (Llama 3.2 Vision) or beside it (T5). */
  replacesSelf: boolean;
}

/** A stack of one kind of layer, but for experts on every k-th, a window on some and cross-attention on some. */
export interface ShortStack {
  layers: number;
  hidden: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  /** Inner width of the dense feed-forward part; 0 where every layer has experts. */
  ffn: number;
  /** Gated (SwiGLU: three matrices) or plain (two). */
  gated: boolean;
  experts?: ShortExperts;
  /** Each token attends only to those before it. */
  causal: boolean;
  /** Biases of the projections: on all (BERT, GPT), on query, key and value only (Qwen2), or on none (Llama). */
  biases: "all" | "qkv" | "none";
  norm: "layernorm" | "rmsnorm";
  normWithoutBias?: boolean;
  /** Queries and keys are turned by their position. */
  rotary: boolean;
  /** Queries and keys are normalised, with weights for one head or for all (Qwen3: one head). */
  queryKeyNorm?: "head" | "width";
  /** Each head has a learned sink in its softmax (gpt-oss). */
  sinks?: boolean;
  /** Attention and feed-forward read the same input and are summed (GPT-NeoX): one all-reduce a layer, not two. */
  parallelFeedForward?: boolean;
  /** Layers in which attention sees at most `tokens` tokens, spread evenly over the stack. */
  slidingWindow?: { tokens: number; layers: number };
  crossAttention?: ShortCrossAttention | undefined;
}

/** A stack of `runs`. */
export function stackOfRuns(
  stack: Pick<TransformerStack, "hidden" | "norm" | "normWithoutBias" | "withoutFinalNorm">,
  runs: readonly LayerRun[],
): TransformerStack {
  const { hidden, norm, normWithoutBias, withoutFinalNorm } = stack;
  return {
    hidden,
    norm,
    ...(normWithoutBias ? { normWithoutBias } : {}),
    ...(withoutFinalNorm ? { withoutFinalNorm } : {}),
    layers: runs.reduce((sum, { repeat }) => sum + repeat, 0),
    runs,
  };
}

/** Whether any layer attends to another sequence. */
export function hasCrossAttention(stack: TransformerStack | undefined): boolean {
  return stack?.runs.some(({ layer }) => layer.attention.some(({ kind }) => kind === "cross")) ?? false;
}
