/** Encoder-decoder models: T5 and its like, BART, Whisper. */
import type { ConfigFields } from "../config-fields.ts";
import { expandStack } from "../short-stack.ts";
import type { ShortStack } from "../transformer-stack.ts";
import type { Names, Read, Reader } from "./reader.ts";

function encoderDecoder(
  names: Names,
  parts: {
    decoder: ShortStack;
    encoder: ShortStack;
    vocabulary: number;
    /** Longest input and answer together. */
    maxTokens: number;
    positions: number;
    inputTokens?: number;
    tied: boolean;
    otherParameters: number;
  },
) {
  const { vocabulary, maxTokens, positions, inputTokens, tied, otherParameters } = parts;
  return {
    ...names,
    family: "encoder-decoder" as const,
    stack: expandStack(parts.decoder),
    encoder: expandStack(parts.encoder),
    vocabulary,
    maxTokens,
    ...(inputTokens !== undefined && { inputTokens }),
    positions,
    tiedEmbeddings: tied,
    head: true,
    otherParameters,
  };
}

/** T5: relative positions in 32 buckets, in the first layer of each half. */
const t5: Read = (config, names) => {
  const layers = config.count("num_layers");
  const hidden = config.count("d_model");
  const heads = config.count("num_heads");
  const projection = config.text("feed_forward_proj") ?? "relu";
  const buckets = config.count("relative_attention_num_buckets", 32);
  config.regard("dense_act_fn", "relative_attention_max_distance", "is_encoder_decoder", "output_past");
  config.regard("task_specific_params", "tokenizer_class", "max_length", "n_positions");
  const encoder: ShortStack = {
    layers,
    hidden,
    heads,
    kvHeads: heads,
    headDim: config.count("d_kv"),
    ffn: config.count("d_ff"),
    gated: config.flag("is_gated_act", projection.startsWith("gated")),
    causal: false,
    biases: "none",
    norm: "rmsnorm",
    rotary: false,
  };
  const decoderLayers = config.count("num_decoder_layers", layers);
  const crossAttention = { layers: decoderLayers, sourceWidth: hidden, replacesSelf: false };
  return encoderDecoder(names, {
    encoder,
    decoder: { ...encoder, layers: decoderLayers, causal: true, crossAttention },
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("n_positions", 512),
    positions: 0,
    tied: config.flag("tie_word_embeddings", true),
    otherParameters: 2 * buckets * heads,
  });
};

/** The two halves that BART and Whisper describe field by field. */
function twoHalves(config: ConfigFields): { encoder: ShortStack; decoder: ShortStack; hidden: number } {
  const hidden = config.count("d_model");
  const half = (name: "encoder" | "decoder"): ShortStack => {
    const heads = config.count(`${name}_attention_heads`);
    return {
      layers: config.count(`${name}_layers`),
      hidden,
      heads,
      kvHeads: heads,
      headDim: hidden / heads,
      ffn: config.count(`${name}_ffn_dim`),
      gated: false,
      causal: name === "decoder",
      biases: "all",
      norm: "layernorm",
      rotary: false,
    };
  };
  const decoder = half("decoder");
  const crossAttention = { layers: decoder.layers, sourceWidth: hidden, replacesSelf: false };
  config.regard(
    "is_encoder_decoder",
    "num_hidden_layers",
    "scale_embedding",
    "normalize_before",
    "max_length",
  );
  return { encoder: half("encoder"), decoder: { ...decoder, crossAttention }, hidden };
}

/** BART: learned positions from 2 on in both halves, a norm after each embedding and none at the end. */
const bart: Read = (config, names) => {
  const { encoder, decoder, hidden } = twoHalves(config);
  const maxTokens = config.count("max_position_embeddings");
  const positions = maxTokens + 2;
  config.regard("add_bias_logits", "add_final_layer_norm", "normalize_embedding", "task_specific_params");
  config.regard("extra_pos_embeddings", "force_bos_token_to_be_generated", "static_position_embeddings");
  return encoderDecoder(names, {
    encoder,
    decoder,
    vocabulary: config.count("vocab_size"),
    maxTokens,
    positions,
    tied: config.flag("tie_word_embeddings", true),
    otherParameters: positions * hidden,
  });
};

/** Whisper: two convolutions turn 30 s of sound into 1,500 vectors; keys have no bias. */
const whisper: Read = (config, names) => {
  const { encoder, decoder, hidden } = twoHalves(config);
  const mel = config.count("num_mel_bins", 80);
  const sourcePositions = config.count("max_source_positions", 1500);
  const maxTokens = config.count("max_target_positions", 448);
  config.regard(
    "median_filter_width",
    "use_weighted_layer_sum",
    "apply_spec_augment",
    "begin_suppress_tokens",
  );
  const convolutions = 3 * mel * hidden + hidden + 3 * hidden ** 2 + hidden;
  const keyBiases = (encoder.layers + 2 * decoder.layers) * hidden;
  return encoderDecoder(names, {
    encoder,
    decoder,
    vocabulary: config.count("vocab_size"),
    maxTokens: sourcePositions + maxTokens,
    positions: maxTokens,
    inputTokens: sourcePositions,
    tied: config.flag("tie_word_embeddings", true),
    otherParameters: convolutions + sourcePositions * hidden - keyBiases,
  });
};

/** Encoder-decoder models by `model_type`. */
export const encoderDecoderReaders: Readonly<Record<string, Reader>> = {
  t5: { read: t5 },
  mt5: { read: t5 },
  umt5: { read: t5 },
  bart: { read: bart },
  whisper: { read: whisper },
};
