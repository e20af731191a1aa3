/**
 * Decoders with linear attention in most layers and softmax attention in the others: Qwen3-Next and Qwen3.5, Kimi Linear,
 * MiniMax-01 and M1.
 */
import type { ConfigFields, LibraryDefaults } from "../config-fields.ts";
import type { AttentionShape } from "../layer/attention.ts";
import type { FeedForwardShape } from "../layer/feed-forward.ts";
import { firstDense, localExperts } from "./expert-layers.ts";
import { latentAttention } from "./latent-decoders.ts";
import { decoderModel, layerOf, type Read, type Reader, readSizes, runsOf } from "./reader.ts";

/** Experts with a gated shared expert, as Qwen3-Next has them. */
function gatedSharedExperts(config: ConfigFields): FeedForwardShape {
  return {
    kind: "experts",
    count: config.count("num_experts"),
    active: config.count("num_experts_per_tok"),
    width: config.count("moe_intermediate_size"),
    gated: true,
    biases: false,
    correction: false,
    shared: { width: config.count("shared_expert_intermediate_size"), gate: true },
  };
}

/** Every fourth layer has gated softmax attention, the others the gated delta rule. */
const deltaHybrid =
  (feedForwardOf: (config: ConfigFields) => FeedForwardShape): Read =>
  (config, names) => {
    const { layers, hidden, heads, kvHeads, headDim, vocabulary, maxTokens } = readSizes(config, {
      headDim: 256,
    });
    const types = config.words("layer_types", ["full_attention", "linear_attention"]);
    const every = config.count("full_attention_interval", 4);
    const softmax: AttentionShape = {
      kind: "grouped",
      heads,
      kvHeads,
      headDim,
      causal: true,
      rotary: true,
      biases: config.flag("attention_bias", false) ? "all" : "none",
      queryKeyNorm: "head",
      outputGate: true,
    };
    const linear: AttentionShape = {
      kind: "gated-delta",
      keyHeads: config.count("linear_num_key_heads", 16),
      valueHeads: config.count("linear_num_value_heads", 32),
      keyDim: config.count("linear_key_head_dim", 128),
      valueDim: config.count("linear_value_head_dim", 128),
      convolution: config.count("linear_conv_kernel_dim", 4),
    };
    config.regard("mlp_only_layers", "decoder_sparse_step", "intermediate_size", "mamba_ssm_dtype");
    config.usual({ attn_output_gate: true });
    const feedForward = feedForwardOf(config);
    const isFull = (index: number) =>
      types.length > 0 ? types[index] === "full_attention" : (index + 1) % every === 0;
    const nextTokenLayers = config.countOrZero("mtp_num_hidden_layers");
    return decoderModel(names, {
      stack: { hidden, norm: "rmsnorm" },
      runs: runsOf(layers, (index) => layerOf(isFull(index) ? softmax : linear, feedForward)),
      vocabulary,
      maxTokens,
      tied: config.flag("tie_word_embeddings", false),
      more: nextTokenLayers > 0 ? { nextTokenLayers } : {},
    });
  };

const dense = (config: ConfigFields): FeedForwardShape => ({
  kind: "dense",
  width: config.count("intermediate_size"),
  gated: true,
  biases: false,
});

/** MiniMax-01 and M1: lightning attention in seven layers of eight, experts in all. */
const miniMax: Read = (config, names) => {
  const { layers, hidden, heads, kvHeads, headDim, vocabulary, maxTokens } = readSizes(config, {
    kvHeads: 8,
  });
  const types = config.words("layer_types", ["full_attention", "linear_attention"]);
  const numbered = config.numbers("attn_type_list");
  config.regard("shared_moe_mode", "postnorm", "layernorm_mlp_alpha", "layernorm_mlp_beta", "block_size");
  config.usual({ shared_intermediate_size: 0 });
  const softmax: AttentionShape = {
    kind: "grouped",
    heads,
    kvHeads,
    headDim,
    causal: true,
    rotary: true,
    biases: "none",
  };
  const linear: AttentionShape = { kind: "lightning", heads, headDim };
  const isFull = (index: number) =>
    types.length > 0
      ? types[index] === "full_attention"
      : numbered
        ? numbered[index] === 1
        : (index + 1) % 8 === 0;
  const feedForward = localExperts()(config)(0);
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs: runsOf(layers, (index) => layerOf(isFull(index) ? softmax : linear, feedForward)),
    vocabulary,
    maxTokens,
    tied: config.flag("tie_word_embeddings", false),
  });
};

/** Kimi Linear: Kimi Delta Attention in most layers, latent attention in the others. */
const kimiLinear: Read = (config, names) => {
  const { layers, hidden, vocabulary, maxTokens } = readSizes(config);
  config.regard("head_dim", "num_key_value_heads", "qk_head_dim", "mla_use_nope", "use_grouped_topk");
  config.regard("moe_router_activation_func", "moe_renormalize");
  const linear = config.has("linear_attn_config") ? config.object("linear_attn_config") : undefined;
  const full = linear?.numbers("full_attn_layers");
  linear?.regard("kda_layers");
  const types = config.words("layer_types", ["full_attention", "linear_attention"]);
  const isFull = (index: number) =>
    full
      ? full.includes(index + 1)
      : types.length > 0
        ? types[index] === "full_attention"
        : index > 0 && index % 4 === 0;
  const latent = latentAttention(config);
  const delta: AttentionShape = {
    kind: "kimi-delta",
    heads: linear ? linear.count("num_heads") : config.count("linear_num_heads", 32),
    headDim: linear ? linear.count("head_dim") : config.count("linear_head_dim", 128),
    convolution: linear
      ? linear.count("short_conv_kernel_size", 4)
      : config.count("linear_conv_kernel_dim", 4),
  };
  const feedForwardAt = firstDense({ correction: true })(config);
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs: runsOf(layers, (index) => layerOf(isFull(index) ? latent : delta, feedForwardAt(index))),
    vocabulary,
    maxTokens,
    tied: config.flag("tie_word_embeddings", false),
  });
};

const qwenNext = {
  hidden_size: 2048,
  num_attention_heads: 16,
  num_key_value_heads: 2,
  head_dim: 256,
  max_position_embeddings: 32_768,
} as const;

const qwen35: LibraryDefaults = {
  ...qwenNext,
  vocab_size: 248_320,
  hidden_size: 4096,
  intermediate_size: 12_288,
  num_hidden_layers: 32,
  num_key_value_heads: 4,
};

const qwen35Moe: LibraryDefaults = {
  ...qwenNext,
  vocab_size: 248_320,
  num_hidden_layers: 40,
  moe_intermediate_size: 512,
  shared_expert_intermediate_size: 512,
  num_experts_per_tok: 8,
  num_experts: 256,
};

/** Hybrid decoders by `model_type`. */
export const hybridReaders: Readonly<Record<string, Reader>> = {
  qwen3_next: { read: deltaHybrid(gatedSharedExperts) },
  qwen3_5_text: { read: deltaHybrid(dense), library: qwen35 },
  qwen3_5_moe_text: { read: deltaHybrid(gatedSharedExperts), library: qwen35Moe },
  minimax: { read: miniMax },
  minimax_text_01: { read: miniMax },
  minimax_m1: { read: miniMax },
  kimi_linear: { read: kimiLinear },
};
