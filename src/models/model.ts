/**
 * A neural network as shapes. A transformer is described by its numbers and turned into operators on demand; models of
 * another build (U-Nets, CNNs) are written out as operator lists per item.
 */
import type { Operator } from "./operator.ts";

/** Mixture of experts in the feed-forward part of each layer. */
export interface Experts {
  count: number;
  /** Experts each token is routed to. */
  active: number;
  /** Inner width of one expert. */
  ffn: number;
  /** Experts every token passes through, beside the routed ones. */
  shared: number;
  /** Layers that have experts; all when absent. */
  everyLayers?: number;
}

/** A stack of equal transformer layers. */
export interface TransformerStack {
  layers: number;
  hidden: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  /** Inner width of the dense feed-forward part; 0 where experts take its place. */
  ffn: number;
  /** Gated (SwiGLU: three matrices) or plain (two). */
  gated: boolean;
  experts?: Experts;
  causal: boolean;
  /** Biases on projections and norms with bias (BERT, GPT-2, OPT). */
  biases: boolean;
  norm: "layernorm" | "rmsnorm";
  /** Attention sees at most this many tokens; undefined = all. */
  slidingWindow?: number;
  /** Layers in which each token also attends to another sequence (T5 decoder, vision cross-attention). */
  crossAttentionLayers?: number;
}

/** A tower that turns an image into tokens: ViT, CLIP. */
export interface ImageTower {
  stack: TransformerStack;
  patch: number;
  imageSize: number;
  channels: number;
  /** Tokens one image becomes, class token included. */
  tokens: number;
}

/** What kind of network it is, and so what a request is. */
export type ModelFamily =
  | "decoder"
  | "encoder"
  | "encoder-decoder"
  | "vision"
  | "multimodal"
  | "diffusion"
  | "cnn";

/** A model in the catalog, or one read from `config.json` or written out in a scenario. */
export interface Model {
  name: string;
  title: string;
  family: ModelFamily;
  /** The main stack: decoder of an LLM, encoder of BERT, ViT. Absent on operator-list models. */
  stack?: TransformerStack;
  /** Encoder of an encoder-decoder model. */
  encoder?: TransformerStack;
  /** Image tower of a vision or multimodal model. */
  image?: ImageTower;
  vocabulary: number;
  /** Longest sequence the model takes, tokens. */
  maxTokens: number;
  /** Learned position embeddings (0 when rotary or relative). */
  positions: number;
  /** Input embedding and output head share weights. */
  tiedEmbeddings: boolean;
  /** Whether there is an output head over the vocabulary. */
  head: boolean;
  /** Parameters that the shapes above do not describe: poolers, projectors, classifiers. */
  otherParameters: number;
  /** Operator-list models: the work of one item (one image, one denoising step), and how often it repeats. */
  operatorList?: { perItem: readonly Operator[]; repeats: number; parameters: number };
  /** Number the publisher prints, for the test that checks the shapes. */
  publishedParameters: number;
  /** Where the shape comes from; "assumed" in the text where nobody publishes it. */
  source: string;
}
