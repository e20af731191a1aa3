/** Encoders of words (BERT and its like, ModernBERT, Nomic) and of images (ViT, DINOv2), and models of both (CLIP, SigLIP). */
import { type ArchitectureShape, bertModel } from "../architectures.ts";
import type { ConfigFields } from "../config-fields.ts";
import type { AttentionShape } from "../layer/attention.ts";
import type { FeedForwardShape } from "../layer/feed-forward.ts";
import type { Model, PatchEmbedding } from "../model.ts";
import { expandStack } from "../short-stack.ts";
import { stackOfRuns, type TransformerStack } from "../transformer-stack.ts";
import { groupedOrWindowed } from "./decoders.ts";
import { type Names, type Read, type Reader, runsOf } from "./reader.ts";

/** BERT; RoBERTa and its like count positions from 2 on, of which the file gives all. */
const bert =
  (unusedPositions: number): Read =>
  (config, names) => {
    const hidden = config.count("hidden_size");
    const positions = config.count("max_position_embeddings");
    config.regard("position_embedding_type", "pooler_fc_size", "pooler_num_attention_heads", "pooler_type");
    config.regard("pooler_num_fc_layers", "pooler_size_per_head", "directionality", "output_past");
    return bertModel({
      ...names,
      layers: config.count("num_hidden_layers"),
      hidden,
      heads: config.count("num_attention_heads"),
      ffn: config.count("intermediate_size"),
      vocabulary: config.count("vocab_size"),
      maxTokens: positions - unusedPositions,
      model: { positions, otherParameters: config.count("type_vocab_size", 2) * hidden },
    });
  };

const distilbert: Read = (config, names) => {
  config.regard("qa_dropout", "seq_classif_dropout", "sinusoidal_pos_embds");
  return bertModel({
    ...names,
    layers: config.count("n_layers"),
    hidden: config.count("dim"),
    heads: config.count("n_heads"),
    ffn: config.count("hidden_dim"),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("max_position_embeddings"),
    model: { outputLayers: [] },
  });
};

/** An encoder of layers that are described one by one. */
function encoderModel(
  names: Names,
  stack: TransformerStack,
  rest: Pick<Model, "vocabulary" | "maxTokens" | "otherParameters"> & Partial<Model>,
): Model {
  return { ...names, family: "encoder", stack, positions: 0, tiedEmbeddings: true, head: false, ...rest };
}

/** ModernBERT: every third layer sees everything, the others a window; gated, rotary, no biases. */
const modernBert: Read = (config, names) => {
  const hidden = config.count("hidden_size");
  const heads = config.count("num_attention_heads");
  const biased = config.flag("attention_bias", false);
  const every = config.count("global_attn_every_n_layers", 3);
  const types = config.words("layer_types", ["full_attention", "sliding_attention"]);
  const window = config.count("local_attention", 128);
  const isFull = (index: number) =>
    types.length > 0 ? types[index] === "full_attention" : index % every === 0;
  const attention = {
    heads,
    kvHeads: heads,
    headDim: hidden / heads,
    causal: false,
    rotary: true,
    biases: biased ? ("all" as const) : ("none" as const),
  };
  const feedForward: FeedForwardShape = {
    kind: "dense",
    width: config.count("intermediate_size"),
    gated: true,
    biases: config.flag("mlp_bias", false),
  };
  config.regard(
    "classifier_pooling",
    "decoder_bias",
    "local_rope_theta",
    "global_rope_theta",
    "repad_logits_with_grad",
  );
  config.regard(
    "tie_word_embeddings",
    "sparse_pred_ignore_index",
    "gradient_checkpointing",
    "position_embedding_type",
    "norm_eps",
  );
  const normWithoutBias = !config.flag("norm_bias", false);
  const runs = runsOf(config.count("num_hidden_layers"), (index) => ({
    // The first layer reads the norm of the embedding.
    attention: [
      {
        ...groupedOrWindowed(attention, isFull(index) ? undefined : window),
        ...(index === 0 ? { norms: 0 } : {}),
      },
    ],
    feedForward,
  }));
  return encoderModel(
    names,
    stackOfRuns({ hidden, norm: "layernorm", ...(normWithoutBias ? { normWithoutBias } : {}) }, runs),
    {
      vocabulary: config.count("vocab_size"),
      maxTokens: config.count("max_position_embeddings"),
      otherParameters: hidden,
    },
  );
};

/** Nomic BERT: rotary, gated, no biases in the projections. */
const nomicBert: Read = (config, names) => {
  const hidden = config.countOf(["hidden_size", "n_embd"]);
  const heads = config.countOf(["num_attention_heads", "n_head"]);
  const attention: AttentionShape = {
    kind: "grouped",
    heads,
    kvHeads: heads,
    headDim: hidden / heads,
    causal: false,
    rotary: true,
    biases: config.flag("qkv_proj_bias", false) ? "all" : "none",
  };
  const feedForward: FeedForwardShape = {
    kind: "dense",
    width: config.countOf(["intermediate_size", "n_inner"]),
    gated: true,
    biases: config.flag("mlp_fc1_bias", false),
  };
  const layers = config.countOf(["num_hidden_layers", "n_layer"]);
  const stack = stackOfRuns({ hidden, norm: "layernorm" }, [
    { repeat: layers, layer: { attention: [attention], feedForward } },
  ]);
  return encoderModel(names, stack, {
    vocabulary: config.count("vocab_size"),
    maxTokens: config.countOf(["max_position_embeddings", "n_positions"]),
    otherParameters: config.count("type_vocab_size", 2) * hidden,
  });
};

/** Patches of square images: a class token, and a learned position each. */
export function patchesOf(
  config: ConfigFields,
  defaults: { patch: number; image: number },
  classTokens = 1,
): PatchEmbedding {
  const patch = config.side("patch_size", defaults.patch);
  const imageSize = config.side("image_size", defaults.image);
  const tokens = Math.floor(imageSize / patch) ** 2 + classTokens;
  return { patch, imageSize, channels: config.count("num_channels", 3), tokens };
}

function imageEncoder(
  config: ConfigFields,
  names: Names,
  shape: Partial<ArchitectureShape> & { patches: PatchEmbedding },
): Model {
  const { patches, model, ...rest } = shape;
  const hidden = config.count("hidden_size");
  return bertModel({
    ...names,
    layers: config.count("num_hidden_layers"),
    hidden,
    heads: config.count("num_attention_heads"),
    vocabulary: 0,
    maxTokens: patches.tokens,
    ...rest,
    model: { family: "vision", positions: 0, patches, outputLayers: [], ...model },
  });
}

const vit: Read = (config, names) => {
  config.regard("encoder_stride", "pooler_output_size", "pooler_act");
  const biases = config.flag("qkv_bias", true) ? "all" : "none";
  return imageEncoder(config, names, {
    ffn: config.count("intermediate_size"),
    patches: patchesOf(config, { patch: 16, image: 224 }),
    stack: { biases },
  });
};

/** DINOv2: a scale for each channel after each part, a token that masks. */
const dinov2: Read = (config, names) => {
  const hidden = config.count("hidden_size");
  const layers = config.count("num_hidden_layers");
  config.regard("layerscale_value", "out_features", "out_indices", "stage_names", "apply_layernorm");
  config.regard("reshape_hidden_states", "qkv_bias");
  const ratio = config.count("mlp_ratio", 4);
  const gated = config.flag("use_swiglu_ffn", false);
  // The gated form keeps the number of weights: two thirds of the width, in steps of eight.
  const ffn = gated ? Math.floor((Math.floor((ratio * hidden * 2) / 3) + 7) / 8) * 8 : ratio * hidden;
  return imageEncoder(config, names, {
    ffn,
    patches: patchesOf(config, { patch: 14, image: 224 }),
    stack: { gated },
    model: { otherParameters: 2 * layers * hidden + hidden },
  });
};

/** A tower of CLIP: patches without a bias, a norm before the layers beside the one after. */
export function clipTower(config: ConfigFields): {
  stack: TransformerStack;
  patches: PatchEmbedding;
  beside: number;
} {
  const hidden = config.count("hidden_size", 768);
  const stack = plainTower(config, hidden, { layers: 12, heads: 12, width: 3072 });
  const patches = { ...patchesOf(config, { patch: 32, image: 224 }), bias: false };
  return { stack, patches, beside: 2 * hidden };
}

/** Layers of a tower in the manner of the first ViT. */
export function plainTower(
  config: ConfigFields,
  hidden: number,
  defaults: { layers: number; heads: number; width: number },
): TransformerStack {
  const heads = config.count("num_attention_heads", defaults.heads);
  return expandStack({
    layers: config.count("num_hidden_layers", defaults.layers),
    hidden,
    heads,
    kvHeads: heads,
    headDim: hidden / heads,
    ffn: config.count("intermediate_size", defaults.width),
    gated: false,
    causal: false,
    biases: "all",
    norm: "layernorm",
    rotary: false,
  });
}

const clip: Read = (config, names) => {
  const text = config.object("text_config");
  const image = config.object("vision_config");
  const width = config.count("projection_dim", 512);
  for (const part of [text, image]) part.regard("projection_dim", "model_type");
  config.regard("text_config_dict", "vision_config_dict", "logit_scale_init_value");
  const hidden = text.count("hidden_size", 512);
  const maxTokens = text.count("max_position_embeddings", 77);
  const stack = plainTower(text, hidden, { layers: 12, heads: 8, width: 2048 });
  const tower = clipTower(image);
  const projection = (inputs: number) => ({ name: "projection", inputs, outputs: width, bias: false });
  return {
    ...names,
    family: "dual-encoder",
    stack: causal(stack),
    vocabulary: text.count("vocab_size", 49_408),
    maxTokens,
    positions: maxTokens,
    tiedEmbeddings: true,
    head: false,
    outputLayers: [projection(hidden)],
    image: {
      stack: tower.stack,
      patches: tower.patches,
      tiles: 1,
      outputTokens: 1,
      projector: [projection(tower.stack.hidden)],
    },
    // The norm before the image's layers, and the temperature.
    otherParameters: tower.beside + 1,
  };
};

/** The stack with attention to what stands before only. */
function causal(stack: TransformerStack): TransformerStack {
  return stack.short ? expandStack({ ...stack.short, causal: true }) : stack;
}

/** SigLIP: no class token; the image ends in attention of one learned query over its patches. */
const siglip: Read = (config, names) => {
  const text = config.object("text_config");
  const image = config.object("vision_config");
  for (const part of [text, image]) part.regard("model_type");
  const hidden = text.count("hidden_size", 768);
  const imageHidden = image.count("hidden_size", 768);
  const imageWidth = image.count("intermediate_size", 3072);
  const maxTokens = text.count("max_position_embeddings", 64);
  const patches = { ...patchesOf(image, { patch: 16, image: 224 }, 0), extraPositions: 0 };
  const pooling =
    imageHidden +
    4 * (imageHidden ** 2 + imageHidden) +
    2 * imageHidden +
    2 * imageHidden * imageWidth +
    imageWidth +
    imageHidden;
  const outputs = text.count("projection_size", hidden);
  return {
    ...names,
    family: "dual-encoder",
    stack: plainTower(text, hidden, { layers: 12, heads: 12, width: 3072 }),
    vocabulary: text.count("vocab_size", 32_000),
    maxTokens,
    positions: maxTokens,
    tiedEmbeddings: true,
    head: false,
    outputLayers: [{ name: "projection", inputs: hidden, outputs, bias: true }],
    image: {
      stack: plainTower(image, imageHidden, { layers: 12, heads: 12, width: 3072 }),
      patches,
      tiles: 1,
      outputTokens: 1,
      projector: [],
    },
    otherParameters: pooling + 2,
  };
};

/** Encoders by `model_type`. */
export const encoderReaders: Readonly<Record<string, Reader>> = {
  bert: { read: bert(0) },
  roberta: { read: bert(2) },
  "xlm-roberta": { read: bert(2) },
  camembert: { read: bert(2) },
  distilbert: { read: distilbert },
  modernbert: { read: modernBert },
  nomic_bert: { read: nomicBert },
  vit: { read: vit },
  deit: { read: vit },
  dinov2: { read: dinov2 },
  clip: { read: clip },
  siglip: { read: siglip },
};
