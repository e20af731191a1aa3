/**
 * Decoders whose layers mix tokens in different ways: linear attention beside softmax attention (Qwen3-Next, Qwen3.5), and
 * state-space layers beside attention or alone (Mamba, Jamba, Nemotron-H, Granite 4).
 */
import type { ConfigFields, LibraryDefaults } from "../config-fields.ts";
import type { AttentionShape } from "../layer/attention.ts";
import type { FeedForwardShape } from "../layer/feed-forward.ts";
import type { Layer } from "../transformer-stack.ts";
import { firstDense } from "./expert-layers.ts";
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
    const types = config.texts("layer_types");
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

/** A layer of one part alone. */
const mixerOnly = (attention: AttentionShape): Layer => ({ attention: [attention] });

/** Kimi Linear: Kimi Delta Attention in most layers, latent attention in the others. */
const kimiLinear: Read = (config, names) => {
  const { layers, hidden, vocabulary, maxTokens } = readSizes(config);
  config.regard("head_dim", "num_key_value_heads", "qk_head_dim", "mla_use_nope", "use_grouped_topk");
  config.regard("moe_router_activation_func", "moe_renormalize");
  const linear = config.has("linear_attn_config") ? config.object("linear_attn_config") : undefined;
  const full = linear?.numbers("full_attn_layers");
  linear?.regard("kda_layers");
  const types = config.texts("layer_types");
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

const nemotronH: Read = (config, names) => {
  const hidden = config.count("hidden_size");
  const heads = config.count("num_attention_heads");
  const attention: AttentionShape = {
    kind: "grouped",
    heads,
    kvHeads: config.count("num_key_value_heads", 8),
    headDim: config.countOf(["head_dim", "attention_head_dim"], Math.floor(hidden / heads)),
    causal: true,
    rotary: false,
    biases: config.flag("attention_bias", false) ? "all" : "none",
  };
  const mamba: AttentionShape = {
    kind: "state-space",
    heads: config.count("mamba_num_heads"),
    headDim: config.count("mamba_head_dim"),
    groups: config.count("n_groups", 8),
    stateDim: config.count("ssm_state_size"),
    convolution: config.count("conv_kernel", 4),
    convolutionBias: config.flag("use_conv_bias", true),
  };
  const biases = config.flag("mlp_bias", false);
  const pattern = config.text("hybrid_override_pattern");
  const letters: Record<string, string> = { M: "mamba", "*": "attention", "-": "mlp", E: "moe" };
  const types = pattern
    ? [...pattern].map((letter) => letters[letter] ?? letter)
    : config.texts("layers_block_type");
  if (types.length === 0) config.count("hybrid_override_pattern");
  config.regard("num_hidden_layers", "expand", "chunk_size");
  const latent = config.optionalCount("moe_latent_size");
  const partOf = (type: string): Layer => {
    if (type === "mamba") return mixerOnly(mamba);
    if (type === "attention") return mixerOnly(attention);
    if (type === "mlp") {
      const width = config.count("intermediate_size");
      return { attention: [], feedForward: { kind: "dense", width, gated: false, biases } };
    }
    return {
      attention: [],
      feedForward: {
        kind: "experts",
        count: config.count("n_routed_experts"),
        active: config.count("num_experts_per_tok"),
        width: config.count("moe_intermediate_size"),
        gated: false,
        biases: false,
        correction: true,
        ...(latent === undefined ? {} : { latent }),
        shared: {
          width:
            config.countOrZero("n_shared_experts", 1) * config.count("moe_shared_expert_intermediate_size"),
          gate: false,
        },
      },
    };
  };
  config.regard("intermediate_size", "n_routed_experts", "num_experts_per_tok", "moe_intermediate_size");
  config.regard("moe_shared_expert_intermediate_size", "n_shared_experts", "moe_shared_expert_overlap");
  const nextTokenLayers = config.countOrZero("num_nextn_predict_layers");
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs: runsOf(types.length, (index) => partOf(types[index])),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("max_position_embeddings"),
    tied: config.flag("tie_word_embeddings", false),
    more: nextTokenLayers > 0 ? { nextTokenLayers } : {},
  });
};

/** Width of the latent that steps are expanded from: hidden / 16, rounded up, where the file says "auto". */
const stepRank = (config: ConfigFields, field: string, hidden: number) =>
  config.text(field) === "auto" || !config.has(field) ? Math.ceil(hidden / 16) : config.count(field);

const jamba: Read = (config, names) => {
  const { layers, hidden, heads, kvHeads, headDim, vocabulary, maxTokens } = readSizes(config, {
    kvHeads: 8,
  });
  const attention: AttentionShape = {
    kind: "grouped",
    heads,
    kvHeads,
    headDim,
    causal: true,
    rotary: false,
    biases: "none",
  };
  const mamba: AttentionShape = {
    kind: "selective-state",
    inner: config.count("mamba_expand", 2) * hidden,
    stateDim: config.count("mamba_d_state", 16),
    stepRank: stepRank(config, "mamba_dt_rank", hidden),
    convolution: config.count("mamba_d_conv", 4),
    innerNorms: true,
  };
  config.regard("mamba_conv_bias");
  const width = config.count("intermediate_size");
  const experts = config.count("num_experts", 16);
  const routed: FeedForwardShape = {
    kind: "experts",
    count: experts,
    active: config.count("num_experts_per_tok", 2),
    width,
    gated: true,
    biases: false,
    correction: false,
  };
  const plain: FeedForwardShape = { kind: "dense", width, gated: true, biases: false };
  const every = (period: string, offset: string, periods: [number, number]) => {
    const length = config.count(period, periods[0]);
    const first = config.countOrZero(offset, periods[1]);
    return (index: number) => (index - first) % length === 0;
  };
  const attends = every("attn_layer_period", "attn_layer_offset", [8, 4]);
  const hasExperts = every("expert_layer_period", "expert_layer_offset", [2, 1]);
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs: runsOf(layers, (index) =>
      layerOf(attends(index) ? attention : mamba, experts > 1 && hasExperts(index) ? routed : plain),
    ),
    vocabulary,
    maxTokens,
    tied: config.flag("tie_word_embeddings", false),
  });
};

/** Mamba models give no longest sequence: their state has no end. */
const endless = 1_048_576;

const mamba: Read = (config, names) => {
  const hidden = config.countOf(["hidden_size", "d_model"]);
  const layers = config.countOf(["num_hidden_layers", "n_layer"]);
  config.regard("d_inner", "intermediate_size", "d_model", "n_layer");
  const mixer: AttentionShape = {
    kind: "selective-state",
    inner: config.count("expand", 2) * hidden,
    stateDim: config.count("state_size", 16),
    stepRank: stepRank(config, "time_step_rank", hidden),
    convolution: config.count("conv_kernel", 4),
    innerNorms: false,
  };
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs: runsOf(layers, () => mixerOnly(mixer)),
    vocabulary: config.count("vocab_size"),
    maxTokens: endless,
    tied: config.flag("tie_word_embeddings", true),
  });
};

const mamba2: Read = (config, names) => {
  const hidden = config.count("hidden_size");
  config.regard("expand", "chunk_size", "time_step_rank");
  const mixer: AttentionShape = {
    kind: "state-space",
    heads: config.count("num_heads"),
    headDim: config.count("head_dim"),
    groups: config.count("n_groups", 8),
    stateDim: config.count("state_size", 128),
    convolution: config.count("conv_kernel", 4),
    convolutionBias: config.flag("use_conv_bias", true),
  };
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs: runsOf(config.count("num_hidden_layers"), () => mixerOnly(mixer)),
    vocabulary: config.count("vocab_size"),
    maxTokens: endless,
    tied: config.flag("tie_word_embeddings", false),
  });
};

/** Granite 4: Mamba-2 or attention, then experts (where there are some) and a shared network. */
const graniteHybrid: Read = (config, names) => {
  const { layers, hidden, heads, kvHeads, headDim, vocabulary, maxTokens } = readSizes(config);
  const types = config.texts("layer_types");
  if (types.length !== layers) config.count("layer_types");
  const inner = config.count("mamba_expand", 2) * hidden;
  const mambaHeads = config.count("mamba_n_heads", 128);
  const mixer: AttentionShape = {
    kind: "state-space",
    heads: mambaHeads,
    headDim:
      config.text("mamba_d_head") === "auto"
        ? inner / mambaHeads
        : config.count("mamba_d_head", inner / mambaHeads),
    groups: config.count("mamba_n_groups", 1),
    stateDim: config.count("mamba_d_state", 256),
    convolution: config.count("mamba_d_conv", 4),
    convolutionBias: config.flag("mamba_conv_bias", true),
  };
  const attention: AttentionShape = {
    kind: "grouped",
    heads,
    kvHeads,
    headDim,
    causal: true,
    rotary: config.text("position_embedding_type") === "rope",
    biases: config.flag("attention_bias", false) ? "all" : "none",
  };
  const experts = config.countOrZero("num_local_experts", 8);
  const width = config.count("shared_intermediate_size", 1024);
  const routed = config.optionalCount("intermediate_size") ?? width;
  const active = config.countOrZero("num_experts_per_tok", 2);
  config.regard("mamba_chunk_size");
  const feedForward: FeedForwardShape =
    experts === 0
      ? { kind: "dense", width, gated: true, biases: false }
      : {
          kind: "experts",
          count: experts,
          active,
          width: routed,
          gated: true,
          biases: false,
          correction: false,
          shared: { width, gate: false },
        };
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs: runsOf(layers, (index) => layerOf(types[index] === "attention" ? attention : mixer, feedForward)),
    vocabulary,
    maxTokens,
    tied: config.flag("tie_word_embeddings", true),
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
  kimi_linear: { read: kimiLinear },
  nemotron_h: { read: nemotronH },
  jamba: { read: jamba },
  mamba: { read: mamba },
  falcon_mamba: { read: mamba },
  mamba2: { read: mamba2 },
  granitemoehybrid: { read: graniteHybrid },
};
