/**
 * A model from the `config.json` that Hugging Face stores beside its weights. Each `model_type` names its fields in its
 * own way; the table at the end says which types are known. Defaults of absent fields are those of the transformers
 * library.
 */
import { ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { type ArchitectureShape, bertModel, gptModel, llamaModel } from "./architectures.ts";
import { ConfigFields } from "./config-fields.ts";
import type { Model } from "./model.ts";
import type { ShortStack } from "./transformer-stack.ts";

type Reader = (config: ConfigFields, names: Pick<ArchitectureShape, "name" | "title" | "source">) => Model;

/** The fields that Llama and most decoders after it share. */
function decoderShape(config: ConfigFields): Omit<ArchitectureShape, "name" | "title" | "source"> {
  const heads = config.count("num_attention_heads");
  return {
    layers: config.count("num_hidden_layers"),
    hidden: config.count("hidden_size"),
    heads,
    kvHeads: config.count("num_key_value_heads", heads),
    headDim: config.optionalCount("head_dim"),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("max_position_embeddings"),
    model: { tiedEmbeddings: config.flag("tie_word_embeddings", false) },
  };
}

const llama =
  (stack: Partial<ShortStack> = {}): Reader =>
  (config, names) => {
    const biases = config.flag("attention_bias", false) ? "qkv" : "none";
    const ffn = config.count("intermediate_size");
    return llamaModel({ ...names, ...decoderShape(config), ffn, stack: { biases, ...stack } });
  };

const mistral: Reader = (config, names) => {
  const shape = decoderShape(config);
  const tokens = config.optionalCount("sliding_window");
  const stack = tokens === undefined ? {} : { slidingWindow: { tokens, layers: shape.layers } };
  return llamaModel({ ...names, ...shape, ffn: config.count("intermediate_size"), stack });
};

const mixtral: Reader = (config, names) =>
  llamaModel({
    ...names,
    ...decoderShape(config),
    ffn: 0,
    stack: {
      experts: {
        count: config.count("num_local_experts"),
        active: config.count("num_experts_per_tok"),
        ffn: config.count("intermediate_size"),
        shared: 0,
      },
    },
  });

const qwen3Moe: Reader = (config, names) => {
  const everyLayers = config.count("decoder_sparse_step", 1);
  return llamaModel({
    ...names,
    ...decoderShape(config),
    ffn: everyLayers > 1 ? config.count("intermediate_size") : 0,
    stack: {
      queryKeyNorm: "head",
      experts: {
        count: config.count("num_experts"),
        active: config.count("num_experts_per_tok"),
        ffn: config.count("moe_intermediate_size"),
        shared: 0,
        everyLayers,
      },
    },
  });
};

const gptOss: Reader = (config, names) => {
  const shape = decoderShape(config);
  const tokens = config.optionalCount("sliding_window");
  const types = config.texts("layer_types");
  const windowed = types.length
    ? types.filter((type) => type === "sliding_attention").length
    : Math.floor(shape.layers / 2);
  return llamaModel({
    ...names,
    ...shape,
    ffn: 0,
    stack: {
      biases: "all",
      experts: {
        count: config.count("num_local_experts"),
        active: config.count("num_experts_per_tok"),
        ffn: config.count("intermediate_size"),
        shared: 0,
      },
      ...(tokens === undefined ? {} : { slidingWindow: { tokens, layers: windowed } }),
    },
  });
};

const dbrx: Reader = (config, names) => {
  const experts = config.object("ffn_config");
  return llamaModel({
    ...names,
    layers: config.count("n_layers"),
    hidden: config.count("d_model"),
    heads: config.count("n_heads"),
    kvHeads: config.object("attn_config").count("kv_n_heads"),
    ffn: 0,
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("max_seq_len"),
    model: { tiedEmbeddings: config.flag("tie_word_embeddings", false) },
    stack: {
      norm: "layernorm",
      experts: {
        count: experts.count("moe_num_experts"),
        active: experts.count("moe_top_k"),
        ffn: experts.count("ffn_hidden_size"),
        shared: 0,
      },
    },
  });
};

const gpt2: Reader = (config, names) =>
  gptModel({
    ...names,
    layers: config.count("n_layer"),
    hidden: config.count("n_embd"),
    heads: config.count("n_head"),
    ffn: config.optionalCount("n_inner"),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("n_positions"),
  });

const opt: Reader = (config, names) => {
  const maxTokens = config.count("max_position_embeddings");
  return gptModel({
    ...names,
    layers: config.count("num_hidden_layers"),
    hidden: config.count("hidden_size"),
    heads: config.count("num_attention_heads"),
    ffn: config.count("ffn_dim"),
    vocabulary: config.count("vocab_size"),
    maxTokens,
    // OPT's positions begin at 2.
    model: { positions: maxTokens + 2 },
  });
};

const gptNeox: Reader = (config, names) =>
  gptModel({
    ...names,
    ...decoderShape(config),
    ffn: config.count("intermediate_size"),
    stack: { rotary: true, parallelFeedForward: config.flag("use_parallel_residual", true) },
    model: { positions: 0, tiedEmbeddings: config.flag("tie_word_embeddings", false) },
  });

const bert: Reader = (config, names) => {
  const hidden = config.count("hidden_size");
  return bertModel({
    ...names,
    layers: config.count("num_hidden_layers"),
    hidden,
    heads: config.count("num_attention_heads"),
    ffn: config.count("intermediate_size"),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("max_position_embeddings"),
    model: { otherParameters: config.count("type_vocab_size", 2) * hidden },
  });
};

const distilbert: Reader = (config, names) =>
  bertModel({
    ...names,
    layers: config.count("n_layers"),
    hidden: config.count("dim"),
    heads: config.count("n_heads"),
    ffn: config.count("hidden_dim"),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("max_position_embeddings"),
    model: { outputLayers: [] },
  });

const vit: Reader = (config, names) => {
  const hidden = config.count("hidden_size");
  const patch = config.count("patch_size", 16);
  const imageSize = config.count("image_size", 224);
  const tokens = Math.floor(imageSize / patch) ** 2 + 1;
  return bertModel({
    ...names,
    layers: config.count("num_hidden_layers"),
    hidden,
    heads: config.count("num_attention_heads"),
    ffn: config.count("intermediate_size"),
    vocabulary: 0,
    maxTokens: tokens,
    model: {
      family: "vision",
      positions: 0,
      patches: { patch, imageSize, channels: config.count("num_channels", 3), tokens },
      outputLayers: [],
    },
  });
};

const t5: Reader = (config, names) => {
  const layers = config.count("num_layers");
  const hidden = config.count("d_model");
  const stack: Partial<ShortStack> = {
    gated: config.flag("is_gated_act", (config.text("feed_forward_proj") ?? "relu").startsWith("gated")),
    rotary: false,
  };
  const shape: ArchitectureShape = {
    ...names,
    layers,
    hidden,
    heads: config.count("num_heads"),
    headDim: config.count("d_kv"),
    ffn: config.count("d_ff"),
    vocabulary: config.count("vocab_size"),
    maxTokens: config.count("n_positions", 512),
    stack,
  };
  const decoderLayers = config.count("num_decoder_layers", layers);
  const crossAttention = { layers: decoderLayers, sourceWidth: hidden, replacesSelf: false };
  const decoder = llamaModel({ ...shape, layers: decoderLayers, stack: { ...stack, crossAttention } });
  const encoder = llamaModel({ ...shape, stack: { ...stack, causal: false } });
  return {
    ...decoder,
    family: "encoder-decoder",
    encoder: encoder.stack,
    tiedEmbeddings: config.flag("tie_word_embeddings", true),
  };
};

const readers: Readonly<Record<string, Reader>> = {
  llama: llama(),
  mistral,
  mixtral,
  qwen2: llama({ biases: "qkv" }),
  qwen3: llama({ queryKeyNorm: "head" }),
  qwen3_moe: qwen3Moe,
  gpt_oss: gptOss,
  gpt2,
  opt,
  gpt_neox: gptNeox,
  bert,
  roberta: bert,
  distilbert,
  vit,
  t5,
  dbrx,
};

/** The `model_type`s that can be imported. */
export const huggingFaceModelTypes: readonly string[] = Object.keys(readers);

/**
 * The model that `config`, the parsed `config.json`, describes, under `name`. Throws a `ScenarioError` that lists every
 * field missing or wrong, or names the known types where `model_type` is unknown.
 */
export function modelFromHuggingFace(config: unknown, name: string): Model {
  const fields = new ConfigFields(config);
  fields.throwProblems();
  const type = fields.text("model_type");
  const read = type === undefined ? undefined : readers[type];
  if (read === undefined) {
    throw new ScenarioError([
      {
        path: "model_type",
        found: type === undefined ? "nothing" : `"${type}"`,
        expected: `one of ${huggingFaceModelTypes.join(", ")}`,
        nearest: type === undefined ? undefined : nearest(type, huggingFaceModelTypes),
      },
    ]);
  }
  const model = read(fields, { name, title: name, source: `config.json of type ${type}` });
  fields.throwProblems();
  return model;
}
