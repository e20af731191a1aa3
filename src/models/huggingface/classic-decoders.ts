/** Decoders of 2019 to 2023 with field names of their own: GPT-2 and its like, OPT, BLOOM, Falcon, MPT, DBRX. */
import type { ConfigFields } from "../config-fields.ts";
import type { GroupedFields } from "../layer/attention/grouped.ts";
import { groupedOrWindowed } from "./decoders.ts";
import { decoderModel, layerOf, type Names, type Read, type Reader, runsOf } from "./reader.ts";

interface Classic {
  layers: number;
  hidden: number;
  heads: number;
  kvHeads?: number | undefined;
  width?: number | undefined;
  vocabulary: number;
  maxTokens: number;
  tied: boolean;
  biases: GroupedFields["biases"];
  feedForwardBiases: boolean;
  rotary?: boolean;
  positions?: number;
  parallel?: boolean;
  /** Norms of a layer; 1 where attention and feed-forward share one. */
  norms?: 1 | 2;
  normWithoutBias?: boolean;
  withoutFinalNorm?: boolean;
  otherParameters?: number;
  embeddingWidth?: number;
  window?: (index: number) => number | undefined;
}

/** A decoder of layer norms and plain feed-forward parts. */
function classic(names: Names, shape: Classic) {
  const { layers, hidden, heads, kvHeads = heads, width = 4 * hidden, parallel = false, norms = 2 } = shape;
  const attention = {
    heads,
    kvHeads,
    headDim: hidden / heads,
    causal: true,
    rotary: shape.rotary ?? false,
    biases: shape.biases,
  };
  const { feedForwardBiases: biases, embeddingWidth } = shape;
  return decoderModel(names, {
    stack: {
      hidden,
      norm: "layernorm",
      ...(shape.normWithoutBias ? { normWithoutBias: true } : {}),
      ...(shape.withoutFinalNorm ? { withoutFinalNorm: true } : {}),
    },
    runs: runsOf(layers, (index) =>
      layerOf(
        groupedOrWindowed(attention, shape.window?.(index)),
        { kind: "dense", width, gated: false, biases, ...(norms === 1 ? { norms: 0 } : {}) },
        parallel,
      ),
    ),
    vocabulary: shape.vocabulary,
    maxTokens: shape.maxTokens,
    tied: shape.tied,
    positions: shape.positions ?? 0,
    otherParameters: shape.otherParameters ?? 0,
    more: embeddingWidth === undefined ? {} : { embeddingWidth },
  });
}

const all = { biases: "all", feedForwardBiases: true } as const;

/** Fields of GPT-2's naming. */
function gptSizes(config: ConfigFields) {
  return {
    layers: config.countOf(["n_layer", "num_hidden_layers"]),
    hidden: config.countOf(["n_embd", "hidden_size"]),
    heads: config.countOf(["n_head", "num_attention_heads"]),
    width: config.optionalCount("n_inner"),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.countOf(["n_positions", "n_ctx", "max_position_embeddings"]),
  };
}

const gpt2: Read = (config, names) => {
  const sizes = gptSizes(config);
  config.regard("n_ctx", "task_specific_params");
  const tied = config.flag("tie_word_embeddings", true);
  return classic(names, { ...sizes, ...all, tied, positions: sizes.maxTokens });
};

const gptBigcode: Read = (config, names) => {
  const sizes = gptSizes(config);
  const kvHeads = config.flag("multi_query", true) ? 1 : sizes.heads;
  const tied = config.flag("tie_word_embeddings", true);
  return classic(names, { ...sizes, ...all, kvHeads, tied, positions: sizes.maxTokens });
};

/** GPT-J and CodeGen: one norm for both parts, no bias in attention, a bias in the head. */
const gptj: Read = (config, names) => {
  const sizes = gptSizes(config);
  config.regard("rotary_dim", "n_ctx", "task_specific_params", "rotary");
  return classic(names, {
    ...sizes,
    biases: "none",
    feedForwardBiases: true,
    tied: config.flag("tie_word_embeddings", false),
    rotary: true,
    parallel: true,
    norms: 1,
    otherParameters: sizes.vocabulary,
  });
};

const gptNeo: Read = (config, names) => {
  const layers = config.count("num_layers");
  const hidden = config.count("hidden_size");
  const maxTokens = config.count("max_position_embeddings");
  const window = config.count("window_size", 256);
  config.regard("attention_types", "attention_layers");
  return classic(names, {
    layers,
    hidden,
    heads: config.count("num_heads"),
    width: config.optionalCount("intermediate_size"),
    vocabulary: config.count("vocab_size"),
    maxTokens,
    tied: config.flag("tie_word_embeddings", true),
    biases: "output",
    feedForwardBiases: true,
    positions: maxTokens,
    // Every second layer attends locally.
    window: (index) => (index % 2 === 1 ? window : undefined),
  });
};

const gptNeox: Read = (config, names) =>
  classic(names, {
    layers: config.count("num_hidden_layers"),
    hidden: config.count("hidden_size"),
    heads: config.count("num_attention_heads"),
    width: config.count("intermediate_size"),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("max_position_embeddings"),
    tied: config.flag("tie_word_embeddings", false),
    biases: config.flag("attention_bias", true) ? "all" : "none",
    feedForwardBiases: true,
    rotary: true,
    parallel: config.flag("use_parallel_residual", true),
  });

/** OPT: positions begin at 2; the 350 M model embeds in half the width and has no norm at its end. */
const opt: Read = (config, names) => {
  const hidden = config.count("hidden_size");
  const maxTokens = config.count("max_position_embeddings");
  const embeddingWidth = config.count("word_embed_proj_dim", hidden);
  const normFirst = config.flag("do_layer_norm_before", true);
  const isNarrow = embeddingWidth !== hidden;
  const withoutFinalNorm = !normFirst || config.flag("_remove_final_layer_norm", false);
  const hasBias = config.flag("enable_bias", true);
  return classic(names, {
    layers: config.count("num_hidden_layers"),
    hidden,
    heads: config.count("num_attention_heads"),
    width: config.count("ffn_dim"),
    vocabulary: config.count("vocab_size"),
    maxTokens,
    tied: config.flag("tie_word_embeddings", true),
    biases: hasBias ? "all" : "none",
    feedForwardBiases: hasBias,
    positions: maxTokens + 2,
    ...(withoutFinalNorm ? { withoutFinalNorm } : {}),
    ...(isNarrow ? { embeddingWidth, otherParameters: 2 * embeddingWidth * hidden } : {}),
  });
};

/** BLOOM: positions by distance, a norm after the embedding. */
const bloom: Read = (config, names) => {
  const hidden = config.countOf(["hidden_size", "n_embed"]);
  config.regard("n_embed", "num_hidden_layers", "num_attention_heads", "attention_softmax_in_fp32");
  config.regard("masked_softmax_fusion", "bias_dropout_fusion", "offset_alibi");
  return classic(names, {
    ...all,
    layers: config.countOf(["n_layer", "num_hidden_layers"]),
    hidden,
    heads: config.countOf(["n_head", "num_attention_heads"]),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("seq_length", 2048),
    tied: config.flag("tie_word_embeddings", true),
    otherParameters: 2 * hidden,
  });
};

/** Falcon: one norm for both parts in the 7B, one each in the 40B and 180B; grouped or single KV heads. */
const falcon: Read = (config, names) => {
  const heads = config.countOf(["num_attention_heads", "n_head"]);
  const isNew = config.flag("new_decoder_architecture", false);
  const isMultiQuery = config.flag("multi_query", true);
  const kvHeads = isNew ? config.countOf(["num_kv_heads", "n_head_kv"], heads) : isMultiQuery ? 1 : heads;
  config.regard("num_kv_heads", "n_head_kv", "num_ln_in_parallel_attn", "ff_factor");
  const hasBias = config.flag("bias", false);
  const parallel = config.flag("parallel_attn", true);
  return classic(names, {
    layers: config.countOf(["num_hidden_layers", "n_layer"]),
    hidden: config.count("hidden_size"),
    heads,
    kvHeads,
    width: config.optionalCount("ffn_hidden_size"),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("max_position_embeddings", 2048),
    tied: config.flag("tie_word_embeddings", true),
    biases: hasBias ? "all" : "none",
    feedForwardBiases: hasBias,
    rotary: !config.flag("alibi", false),
    parallel: parallel || isNew,
    norms: parallel && !isNew ? 1 : 2,
  });
};

/** MPT: positions by distance, no biases. */
const mpt: Read = (config, names) => {
  const hidden = config.count("d_model");
  const heads = config.count("n_heads");
  const attention = config.has("attn_config") ? config.object("attn_config") : undefined;
  const isDistance = attention?.flag("alibi", true) ?? true;
  const maxTokens = config.count("max_seq_len");
  const biased = !config.flag("no_bias", true);
  if (config.has("ffn_config")) config.object("ffn_config").usual({ ffn_type: "mptmlp" });
  attention?.regard("alibi_bias_max", "attn_impl", "attn_type", "softmax_scale", "attn_pdrop");
  config.regard(
    "norm_type",
    "embedding_fraction",
    "logit_scale",
    "init_config",
    "init_device",
    "learned_pos_emb",
  );
  return classic(names, {
    layers: config.count("n_layers"),
    hidden,
    heads,
    kvHeads: attention?.optionalCount("kv_n_heads"),
    width: config.count("expansion_ratio", 4) * hidden,
    vocabulary: config.count("vocab_size"),
    maxTokens,
    tied: config.flag("tie_word_embeddings", true),
    biases: biased ? "all" : "none",
    feedForwardBiases: biased,
    normWithoutBias: !biased,
    positions: isDistance ? 0 : maxTokens,
  });
};

const dbrx: Read = (config, names) => {
  const experts = config.object("ffn_config");
  const attention = config.object("attn_config");
  attention.regard("clip_qkv");
  experts.regard("moe_jitter_eps", "moe_loss_weight", "moe_normalize_expert_weights");
  const hidden = config.count("d_model");
  const heads = config.count("n_heads");
  return decoderModel(names, {
    stack: { hidden, norm: "layernorm", normWithoutBias: true },
    runs: runsOf(config.count("n_layers"), () =>
      layerOf(
        {
          kind: "grouped",
          heads,
          kvHeads: attention.count("kv_n_heads"),
          headDim: hidden / heads,
          causal: true,
          rotary: true,
          biases: "none",
        },
        {
          kind: "experts",
          count: experts.count("moe_num_experts"),
          active: experts.count("moe_top_k"),
          width: experts.count("ffn_hidden_size"),
          gated: true,
          biases: false,
          correction: false,
        },
      ),
    ),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("max_seq_len"),
    tied: config.flag("tie_word_embeddings", false),
  });
};

/** Decoders with names of their own by `model_type`. */
export const classicReaders: Readonly<Record<string, Reader>> = {
  gpt2: { read: gpt2 },
  gpt_bigcode: { read: gptBigcode },
  gptj: { read: gptj },
  codegen: { read: gptj },
  gpt_neo: { read: gptNeo },
  gpt_neox: { read: gptNeox },
  opt: { read: opt },
  bloom: { read: bloom },
  falcon: { read: falcon },
  mpt: { read: mpt },
  dbrx: { read: dbrx },
};
