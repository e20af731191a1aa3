/**
 * Decoders whose files come with code of their own, and so with names of their own: Qwen (the first), ChatGLM, Baichuan,
 * InternLM, EXAONE, and those whose layers are chosen one by one: Nemotron-NAS (KV heads and widths by layer), Llama 3.2
 * Vision (some layers attend to an image), ERNIE 4.5 and Bamba.
 */
import type { ConfigFields } from "../config-fields.ts";
import type { GroupedFields } from "../layer/attention/grouped.ts";
import type { FeedForwardShape } from "../layer/feed-forward.ts";
import type { Layer } from "../transformer-stack.ts";
import { decoder } from "./decoders.ts";
import { firstDense } from "./expert-layers.ts";
import {
  decoderModel,
  layerOf,
  type Names,
  type Read,
  type Reader,
  readSizes,
  runsOf,
  type Sizes,
} from "./reader.ts";

/** Attention of every layer, and the feed-forward part. */
interface Plain {
  sizes: Sizes;
  biases: GroupedFields["biases"];
  width: number;
  tied: boolean;
  norm?: "rmsnorm" | "layernorm";
  feedForwardBiases?: boolean;
}

function plainDecoder(
  names: Names,
  { sizes, biases, width, tied, norm = "rmsnorm", feedForwardBiases = false }: Plain,
) {
  const { layers, hidden, heads, kvHeads, headDim, vocabulary, maxTokens } = sizes;
  const layer = layerOf(
    { kind: "grouped", heads, kvHeads, headDim, causal: true, rotary: true, biases },
    { kind: "dense", width, gated: true, biases: feedForwardBiases },
  );
  return decoderModel(names, {
    stack: { hidden, norm },
    runs: [{ repeat: layers, layer }],
    vocabulary,
    maxTokens,
    tied,
  });
}

/** The first Qwen: the file's inner width is that of both inner matrices together. */
const qwen: Read = (config, names) => {
  config.regard(
    "kv_channels",
    "use_dynamic_ntk",
    "use_logn_attn",
    "no_bias",
    "fp16",
    "bf16",
    "fp32",
    "onnx_safe",
  );
  config.regard("use_flash_attn", "use_cache_kernel", "use_cache_quantization", "softmax_in_fp32");
  return plainDecoder(names, {
    sizes: readSizes(config),
    biases: "qkv",
    width: config.count("intermediate_size") / 2,
    tied: config.flag("tie_word_embeddings", false),
  });
};

const chatGlm: Read = (config, names) => {
  const heads = config.count("num_attention_heads");
  const hidden = config.count("hidden_size");
  const headDim = config.count("kv_channels", hidden / heads);
  const kvHeads = config.flag("multi_query_attention", false) ? config.count("multi_query_group_num") : heads;
  const biased = config.flag("add_bias_linear", false);
  config.regard("post_layer_norm", "fp32_residual_connection", "original_rope", "rmsnorm", "pre_seq_len");
  config.regard(
    "apply_query_key_layer_scaling",
    "apply_residual_connection_post_layernorm",
    "bias_dropout_fusion",
  );
  config.regard("attention_softmax_in_fp32", "prefix_projection", "quantization_bit", "interleaved_qkv");
  return plainDecoder(names, {
    sizes: {
      layers: config.countOf(["num_layers", "num_hidden_layers"]),
      hidden,
      heads,
      kvHeads,
      headDim,
      vocabulary: config.countOf(["padded_vocab_size", "vocab_size"]),
      maxTokens: config.countOf(["seq_length", "max_position_embeddings"]),
    },
    biases: biased ? "all" : config.flag("add_qkv_bias", false) ? "qkv" : "none",
    width: config.count("ffn_hidden_size"),
    tied: config.flag("tie_word_embeddings", false),
    feedForwardBiases: biased,
  });
};

const exaone: Read = (config, names) => {
  return plainDecoder(names, {
    sizes: readSizesWithLayers(config, "num_layers"),
    biases: "none",
    width: config.count("intermediate_size"),
    tied: config.flag("tie_word_embeddings", false),
  });
};

/** Sizes where the layers stand under a name of their own. */
function readSizesWithLayers(config: ConfigFields, name: string): Sizes {
  const heads = config.count("num_attention_heads");
  const hidden = config.count("hidden_size");
  return {
    layers: config.countOf([name, "num_hidden_layers"]),
    hidden,
    heads,
    kvHeads: config.count("num_key_value_heads", heads),
    headDim: config.count("head_dim", hidden / heads),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("max_position_embeddings"),
  };
}

/** Nemotron-NAS: each layer has its own KV heads and width, or does without attention or feed-forward. */
const nemotronNas: Read = (config, names) => {
  const heads = config.count("num_attention_heads");
  const hidden = config.count("hidden_size");
  const layers = config.count("num_hidden_layers");
  const blocks = config.objects("block_configs", layers);
  const headDim = config.optionalCount("head_dim") ?? hidden / heads;
  config.regard("intermediate_size", "num_key_value_heads");
  const runs = runsOf(layers, (index): Layer => {
    const block = blocks[index];
    const attention = block?.object("attention");
    const feedForward = block?.object("ffn");
    attention?.regard(
      "window_length",
      "num_sink_tokens",
      "use_prefill_window_in_sink_attention",
      "unshifted_sink",
    );
    attention?.regard("replace_with_linear", "sparsify");
    feedForward?.regard("replace_with_linear", "sparsify");
    const attends =
      attention !== undefined &&
      !attention.flag("no_op", false) &&
      !attention.flag("replace_with_linear", false);
    const feeds = feedForward !== undefined && !feedForward.flag("no_op", false);
    return {
      attention: attends
        ? [
            {
              kind: "grouped",
              heads,
              kvHeads: heads / attention.count("n_heads_in_group"),
              headDim,
              causal: true,
              rotary: true,
              biases: "none",
            },
          ]
        : [],
      ...(feeds ? { feedForward: nasFeedForward(feedForward.number("ffn_mult", 1), hidden) } : {}),
    };
  });
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs,
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("max_position_embeddings"),
    tied: config.flag("tie_word_embeddings", false),
  });
};

/** A third of 2 x multiple x hidden, in steps of 256: 5.25 times a width of 8,192 is 28,672. */
function nasFeedForward(multiple: number, hidden: number): FeedForwardShape {
  const width = Math.ceil(Math.floor((2 * multiple * hidden) / 3) / 256) * 256;
  return { kind: "dense", width, gated: true, biases: false };
}

/** Llama 3.2 Vision: some layers attend to the image in place of the text before. */
const mllamaText: Read = (config, names) => {
  const { layers, hidden, heads, kvHeads, headDim, vocabulary, maxTokens } = readSizes(config, {
    kvHeads: 8,
  });
  const cross = new Set(config.numbers("cross_attention_layers") ?? [3, 8, 13, 18, 23, 28, 33, 38]);
  const shape = { heads, kvHeads, headDim, biases: "none" } as const;
  const feedForward: FeedForwardShape = {
    kind: "dense",
    width: config.count("intermediate_size"),
    gated: true,
    biases: false,
  };
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs: runsOf(layers, (index) =>
      layerOf(
        cross.has(index)
          ? { kind: "cross", sourceWidth: hidden, queryKeyNorm: "head", ...shape }
          : { kind: "grouped", causal: true, rotary: true, ...shape },
        feedForward,
      ),
    ),
    vocabulary,
    maxTokens,
    tied: config.flag("tie_word_embeddings", false),
    // Eight more words in the embedding than in the head, and two gates in each layer that attends to the image.
    otherParameters: 8 * hidden + 2 * cross.size,
  });
};

/** ERNIE 4.5 with experts: dense first layers, shared experts of the routed ones' width. */
const ernieMoe: Read = (config, names) => {
  const { layers, hidden, heads, kvHeads, headDim, vocabulary, maxTokens } = readSizes(config);
  const first = config.countOrZero("moe_layer_start_index", 1);
  const width = config.count("moe_intermediate_size");
  const shared = config.countOrZero("moe_num_shared_experts", 2);
  const biases = config.flag("use_bias", false);
  config.regard(
    "moe_capacity",
    "moe_layer_interval",
    "moe_layer_end_index",
    "moe_norm_min",
    "moe_use_aux_free",
  );
  const attention = {
    kind: "grouped",
    heads,
    kvHeads,
    headDim,
    causal: true,
    rotary: true,
    biases: biases ? "all" : "none",
  } as const;
  const dense = { kind: "dense", width: config.count("intermediate_size"), gated: true, biases } as const;
  const routed = {
    kind: "experts",
    count: config.count("moe_num_experts"),
    active: config.count("moe_k"),
    width,
    gated: true,
    biases,
    correction: true,
    ...(shared > 0 ? { shared: { width: shared * width, gate: false } } : {}),
  } as const;
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs: runsOf(layers, (index) => layerOf(attention, index < first ? dense : routed)),
    vocabulary,
    maxTokens,
    tied: config.flag("tie_word_embeddings", true),
  });
};

/** Bamba: Mamba-2 layers, and attention in those that are listed. */
const bamba: Read = (config, names) => {
  const { layers, hidden, heads, kvHeads, headDim, vocabulary, maxTokens } = readSizes(config, {
    kvHeads: 8,
  });
  const attends = new Set(config.numbers("attn_layer_indices") ?? []);
  const mambaHeads = config.count("mamba_n_heads", 128);
  const inner = config.count("mamba_expand", 2) * hidden;
  config.regard("mamba_chunk_size", "attn_rotary_emb");
  const feedForward: FeedForwardShape = {
    kind: "dense",
    width: config.count("intermediate_size"),
    gated: true,
    biases: config.flag("mlp_bias", false),
  };
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs: runsOf(layers, (index) =>
      layerOf(
        attends.has(index)
          ? { kind: "grouped", heads, kvHeads, headDim, causal: true, rotary: true, biases: "none" }
          : {
              kind: "state-space",
              heads: mambaHeads,
              headDim:
                config.text("mamba_d_head") === undefined
                  ? config.count("mamba_d_head", inner / mambaHeads)
                  : inner / mambaHeads,
              groups: config.count("mamba_n_groups", 1),
              stateDim: config.count("mamba_d_state", 256),
              convolution: config.count("mamba_d_conv", 4),
              convolutionBias: config.flag("mamba_conv_bias", true),
            },
        feedForward,
      ),
    ),
    vocabulary,
    maxTokens,
    tied: config.flag("tie_word_embeddings", false),
  });
};

const mllamaLibrary = {
  vocab_size: 128_256,
  hidden_size: 4096,
  num_hidden_layers: 40,
  num_attention_heads: 32,
  intermediate_size: 14_336,
  max_position_embeddings: 131_072,
} as const;

/** Decoders with code of their own by `model_type`. */
export const customReaders: Readonly<Record<string, Reader>> = {
  qwen: { read: qwen },
  chatglm: { read: chatGlm },
  exaone: { read: exaone },
  "nemotron-nas": { read: nemotronNas },
  mllama_text_model: { read: mllamaText, library: mllamaLibrary },
  ernie4_5_moe: { read: ernieMoe },
  bamba: { read: bamba },
  baichuan: decoder({ biases: "none" }),
  internlm2: decoder({ biases: (config) => (config.flag("bias", false) ? "all" : "none") }),
  internlm3: decoder({ biases: (config) => (config.flag("qkv_bias", false) ? "qkv" : "none") }),
  deepseek: decoder({ feedForward: firstDense({ correction: false }) }),
  dots1: decoder({ queryKeyNorm: "head", feedForward: firstDense({ correction: true }) }),
  ernie4_5: decoder({ tied: true, biases: (config) => (config.flag("use_bias", false) ? "all" : "none") }),
  arcee: decoder({ gated: false }),
};
