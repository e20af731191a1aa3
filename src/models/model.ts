/**
 * A neural network as shapes: plain numbers, from which parameters, FLOPs and bytes follow. A transformer is described by
 * its stack of layers; networks of another build (U-Nets, diffusion transformers, residual CNNs) by the shape their
 * operators are derived from.
 */
import type { ItemNetwork } from "./items/item-shape.ts";
import type { StoredFormats } from "./stored-formats.ts";
import type { TransformerStack } from "./transformer-stack.ts";

/** How an image becomes a sequence: non-overlapping square patches, each one token, and a class token. */
export interface PatchEmbedding {
  /** Side of a patch and of the image, pixels. */
  patch: number;
  imageSize: number;
  channels: number;
  /** Frames that one patch spans; 1 when absent. */
  depth?: number;
  /** The patch projection has a bias; it has when absent. */
  bias?: boolean;
  /** Vectors beside a position for each token: the class token's own; 1 when absent, negative where positions are not learned. */
  extraPositions?: number;
  /** Tokens of one image, class token included; each has a learned position. */
  tokens: number;
}

/** A dense layer applied once per sequence or image (pooler, classifier, projection), or once per image token. */
export interface DenseLayer {
  name: string;
  inputs: number;
  outputs: number;
  bias: boolean;
}

/** A tower that turns an image into tokens for a language model, or into one vector (CLIP). */
export interface ImageTower {
  stack: TransformerStack;
  patches: PatchEmbedding;
  /** Pieces of `patches.imageSize` that one image is cut into; each passes through the tower. */
  tiles: number;
  /** Tokens that the language model sees of one image; 1 where the tower ends in one vector. */
  outputTokens: number;
  /** Applied to each output token, in order. */
  projector: readonly DenseLayer[];
}

/** What kind of network it is, and so what a request is. */
export type ModelFamily =
  | "decoder"
  | "encoder"
  | "encoder-decoder"
  | "vision"
  | "multimodal"
  | "dual-encoder"
  | "diffusion"
  | "cnn"
  | "mlp";

/** A model in the catalog, or one read from `config.json` or written out in a scenario. */
export interface Model {
  /** Name in scenarios. */
  name: string;
  /** Name for people. */
  title: string;
  /** Other names that measurements and model hubs use. */
  aliases?: readonly string[];
  family: ModelFamily;
  /** The main stack: decoder of an LLM, encoder of BERT or ViT, text encoder of CLIP. Absent on item networks. */
  stack?: TransformerStack;
  /** Encoder of an encoder-decoder model. */
  encoder?: TransformerStack;
  /** The main stack reads image patches instead of words (ViT). */
  patches?: PatchEmbedding;
  /** Image tower of a multimodal or dual-encoder model. */
  image?: ImageTower;
  /** Network whose request is an item (an image): U-Net, diffusion transformer, CNN. */
  item?: ItemNetwork;
  /** Words in the vocabulary; 0 where there is none. */
  vocabulary: number;
  /** Width of the word embedding and of the head's input, where projections lead to and from the layers' (OPT-350m). */
  embeddingWidth?: number;
  /** Longest sequence the model takes, tokens. */
  maxTokens: number;
  /** Vectors that the input always becomes; absent where inputs have lengths of their own (Whisper pads sound to 30 s). */
  inputTokens?: number;
  /** Learned position embeddings of the main stack (0 when rotary or relative). */
  positions: number;
  /** Input embedding and output head share weights. */
  tiedEmbeddings: boolean;
  /** Whether each token gets logits over the vocabulary (language models). */
  head: boolean;
  /** Dense layers on one token of each sequence, after the stack: pooler, classifier. */
  outputLayers?: readonly DenseLayer[];
  /** Layers beside the stack that predict tokens after the next one; counted apart. */
  nextTokenLayers?: number;
  /** Parameters that the shapes above do not describe, such as the text encoder and VAE beside a U-Net. */
  otherParameters: number;
  /** Parameters as published, for the test that checks the shapes; absent where the user wrote the shape. */
  publishedParameters?: number;
  /** Formats that the checkpoint stores its weights in, where its file says so. */
  stored?: StoredFormats;
  /** What a reader of `config.json` did not use, and remarks of it. */
  reading?: { unusedFields: readonly string[]; notes: readonly string[] };
  /** Where the shape comes from; says "assumed" where nobody publishes it. */
  source: string;
}

/** Whether requests are answered token by token; else one pass over the input is the answer. */
export function writesText({ family, stack, head }: Model): boolean {
  return (
    head &&
    stack !== undefined &&
    (family === "decoder" || family === "multimodal" || family === "encoder-decoder")
  );
}
