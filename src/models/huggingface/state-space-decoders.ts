/** Decoders of state-space layers, alone or beside attention: Mamba, Mamba-2, Jamba, Nemotron-H, Granite 4. */
import { elementAt } from "../../base/element-at.ts";
import type { ConfigFields } from "../config-fields.ts";
import type { AttentionShape } from "../layer/attention.ts";
import type { FeedForwardShape } from "../layer/feed-forward.ts";
import type { Layer } from "../transformer-stack.ts";
import { decoderModel, layerOf, type Read, type Reader, readSizes, runsOf } from "./reader.ts";

/** A layer of one part alone. */
const mixerOnly = (attention: AttentionShape): Layer => ({ attention: [attention] });

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
  if (types.some((type) => !Object.values(letters).includes(type))) {
    const field = pattern ? "hybrid_override_pattern" : "layers_block_type";
    config.expect(field, "M (mamba), * (attention), - (mlp) and E (moe)");
  }
  if (types.length > 0 && config.count("num_hidden_layers", types.length) !== types.length) {
    config.expect("num_hidden_layers", `the ${types.length} layers of the pattern`);
  }
  config.regard("expand", "chunk_size");
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
    runs: runsOf(types.length, (index) => partOf(elementAt(types, index))),
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
  config.regard("mamba_conv_bias", "n_ctx");
  config.usual({ mamba_inner_layernorms: true });
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
  config.regard("expand", "chunk_size", "time_step_rank", "intermediate_size");
  config.usual({ rms_norm: true });
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
  const types = config.words("layer_types", ["attention", "mamba"]);
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

/** State-space decoders by `model_type`. */
export const stateSpaceReaders: Readonly<Record<string, Reader>> = {
  nemotron_h: { read: nemotronH },
  jamba: { read: jamba },
  mamba: { read: mamba },
  falcon_mamba: { read: mamba },
  mamba2: { read: mamba2 },
  granitemoehybrid: { read: graniteHybrid },
};
