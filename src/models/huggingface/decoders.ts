/**
 * Decoders of one attention and one feed-forward part a layer, told apart by norms, biases, gates, windows and which field
 * says so. Absent fields have the defaults of the transformers library (5.18).
 */
import type { ConfigFields, LibraryDefaults } from "../config-fields.ts";
import type { GroupedFields } from "../layer/attention/grouped.ts";
import type { AttentionShape } from "../layer/attention.ts";
import type { FeedForwardShape } from "../layer/feed-forward.ts";
import { firstDense, llama4Experts, localExperts, qwenExperts } from "./expert-layers.ts";
import {
  decoderModel,
  isWindowed,
  layerOf,
  type Read,
  type Reader,
  readSizes,
  runsOf,
  type Sizes,
} from "./reader.ts";

/** Where a type departs from Llama. */
interface Style {
  biases?: GroupedFields["biases"] | ((config: ConfigFields) => GroupedFields["biases"]);
  queryKeyNorm?: GroupedFields["queryKeyNorm"] | ((config: ConfigFields) => GroupedFields["queryKeyNorm"]);
  /** Norms around each part. */
  norms?: number;
  /** Attention and feed-forward side by side, after one norm. */
  parallel?: boolean | ((config: ConfigFields) => boolean);
  norm?: "layernorm" | "rmsnorm";
  normWithoutBias?: boolean;
  gated?: boolean;
  feedForwardBiases?: boolean | ((config: ConfigFields) => boolean);
  /** Head and embedding are one where the file does not say. */
  tied?: boolean;
  kvHeads?: number;
  headDim?: number;
  rotary?: boolean;
  outputGate?: boolean;
  sinks?: boolean;
  /** Tokens that layer `index` sees; all when undefined. */
  window?: ((config: ConfigFields, sizes: Sizes) => (index: number) => number | undefined) | undefined;
  /** The feed-forward part of layer `index`; dense and `intermediate_size` wide when absent. */
  feedForward?: (config: ConfigFields, sizes: Sizes) => (index: number) => FeedForwardShape;
  otherParameters?: (sizes: Sizes, config: ConfigFields) => number;
  nextTokenLayers?: string;
  /** Fields that say nothing where they hold these values. */
  usual?: Readonly<Record<string, unknown>>;
}

const given = <Value>(value: Value | ((config: ConfigFields) => Value), config: ConfigFields): Value =>
  typeof value === "function" ? (value as (config: ConfigFields) => Value)(config) : value;

/** Softmax attention over everything, or over a window. */
export function groupedOrWindowed(
  shape: Omit<GroupedFields, "window">,
  window: number | undefined,
): AttentionShape {
  return window === undefined ? { kind: "grouped", ...shape } : { kind: "sliding-window", window, ...shape };
}

/** Reads a decoder in the manner of Llama but for `style`. */
export function decoder(style: Style = {}, library?: LibraryDefaults): Reader {
  const read: Read = (config, names) => {
    const sizes = readSizes(config, style);
    const { heads, kvHeads, headDim } = sizes;
    const windowAt = style.window?.(config, sizes) ?? (() => undefined);
    const { norms, gated = true } = style;
    const parallel = given(style.parallel ?? false, config);
    config.usual(style.usual ?? {});
    const aside = norms === undefined ? {} : { norms };
    const dense = style.feedForward
      ? undefined
      : ({
          kind: "dense",
          width: config.count("intermediate_size"),
          gated,
          biases: given(style.feedForwardBiases ?? ((fields) => fields.flag("mlp_bias", false)), config),
        } as const);
    const feedForwardAt = style.feedForward?.(config, sizes) ?? (() => dense as FeedForwardShape);
    const queryKeyNorm = given(style.queryKeyNorm, config);
    const attention = {
      heads,
      kvHeads,
      headDim,
      causal: true,
      rotary: style.rotary ?? true,
      biases: given(
        style.biases ??
          ((fields): GroupedFields["biases"] => (fields.flag("attention_bias", false) ? "all" : "none")),
        config,
      ),
      ...(queryKeyNorm ? { queryKeyNorm } : {}),
      ...(style.outputGate ? { outputGate: true } : {}),
      ...(style.sinks ? { sinks: true } : {}),
    };
    const runs = runsOf(sizes.layers, (index) =>
      layerOf(
        { ...groupedOrWindowed(attention, windowAt(index)), ...aside },
        { ...feedForwardAt(index), ...aside, ...(parallel ? { norms: 0 } : {}) },
        parallel,
      ),
    );
    const nextTokenLayers = style.nextTokenLayers ? config.countOrZero(style.nextTokenLayers) : 0;
    return decoderModel(names, {
      stack: {
        hidden: sizes.hidden,
        norm: style.norm ?? "rmsnorm",
        ...(style.normWithoutBias ? { normWithoutBias: true } : {}),
      },
      runs,
      vocabulary: sizes.vocabulary,
      maxTokens: sizes.maxTokens,
      tied: config.flag("tie_word_embeddings", style.tied ?? false),
      otherParameters: style.otherParameters?.(sizes, config) ?? 0,
      more: nextTokenLayers > 0 ? { nextTokenLayers } : {},
    });
  };
  return library === undefined ? { read } : { read, library };
}

/** All layers have the window that the file gives, if any. */
const windowOfAll: Style["window"] = (config) => {
  const window = config.optionalCount("sliding_window");
  return () => window;
};

/** Qwen2's rule: with `use_sliding_window`, layers from `max_window_layers` on see the window. */
const windowOfUpper: Style["window"] = (config, { layers }) => {
  const isUsed = config.flag("use_sliding_window", false);
  const window = config.count("sliding_window", 4096);
  const first = config.countOrZero("max_window_layers", layers);
  const windowed = isWindowed(config, (index) => index >= first);
  return (index) => (isUsed && windowed(index) ? window : undefined);
};

/** Every `pattern`-th layer sees everything, those between a window. */
const windowBetween =
  (pattern: number, fallback: number): Style["window"] =>
  (config) => {
    const window = config.optionalCount("sliding_window") ?? fallback;
    const every = config.countOf(["sliding_window_pattern", "_sliding_window_pattern"], pattern);
    const windowed = isWindowed(config, (index) => (index + 1) % every !== 0);
    return (index) => (windowed(index) ? window : undefined);
  };

/** Llama 4: layers with rotary positions attend within chunks, every fourth one to everything. */
const llama4Window: Style["window"] = (config) => {
  const chunk = config.optionalCount("attention_chunk_size");
  const rotary = config.numbers("no_rope_layers");
  const every = config.count("no_rope_layer_interval", 4);
  const listed = rotary !== undefined && rotary.length > 0;
  const chunked = isWindowed(config, (index) => (listed ? rotary[index] === 1 : (index + 1) % every !== 0));
  return (index) => (chunked(index) ? chunk : undefined);
};

const qkvIfBiased = (fallback: boolean) => (config: ConfigFields) =>
  config.flag("attention_bias", fallback) ? ("qkv" as const) : ("none" as const);
const headNormIf = (field: string, fallback: boolean, norm: "head" | "width") => (config: ConfigFields) =>
  config.flag(field, fallback) ? norm : undefined;

const gemma3Library = {
  vocab_size: 262_208,
  hidden_size: 2304,
  intermediate_size: 9216,
  num_hidden_layers: 26,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  head_dim: 256,
  max_position_embeddings: 131_072,
  sliding_window: 4096,
} as const;

const llama4Library = {
  vocab_size: 202_048,
  hidden_size: 5120,
  intermediate_size: 8192,
  intermediate_size_mlp: 16_384,
  num_hidden_layers: 48,
  num_attention_heads: 40,
  num_key_value_heads: 8,
  head_dim: 128,
  max_position_embeddings: 131_072,
  num_experts_per_tok: 1,
  num_local_experts: 16,
  attention_chunk_size: 8192,
} as const;

const llamaLibrary = {
  vocab_size: 32_000,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 2048,
} as const;

const mistralLibrary = {
  ...llamaLibrary,
  intermediate_size: 14_336,
  num_key_value_heads: 8,
  max_position_embeddings: 131_072,
} as const;

const qwen3Library = {
  vocab_size: 151_936,
  hidden_size: 4096,
  intermediate_size: 22_016,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  head_dim: 128,
  max_position_embeddings: 32_768,
} as const;

const qwen2 = { biases: "qkv", kvHeads: 32, window: windowOfUpper } as const satisfies Style;
const qwen2Library = { ...qwen3Library, head_dim: 128 } as const;
const qwen3Moe = {
  queryKeyNorm: "head",
  kvHeads: 4,
  window: windowOfUpper,
  feedForward: qwenExperts(false),
} as const satisfies Style;
const gemma = { tied: true, headDim: 256, kvHeads: 16 } as const satisfies Style;
const glm = { kvHeads: 2, headDim: 128, biases: qkvIfBiased(true) } as const satisfies Style;
const olmo2 = { queryKeyNorm: "width" } as const satisfies Style;
const granite = {} as const satisfies Style;

/** Decoders by `model_type`. */
export const decoderReaders: Readonly<Record<string, Reader>> = {
  llama: decoder({}, llamaLibrary),
  mistral: decoder({ kvHeads: 8, window: windowOfAll }, mistralLibrary),
  ministral: decoder({ kvHeads: 8, window: windowOfAll }, mistralLibrary),
  ministral3: decoder(
    { kvHeads: 8, headDim: 128, window: windowOfAll },
    {
      ...mistralLibrary,
      vocab_size: 131_072,
      num_hidden_layers: 34,
      head_dim: 128,
      max_position_embeddings: 262_144,
    },
  ),
  mixtral: decoder({ kvHeads: 8, window: windowOfAll, feedForward: localExperts() }, mistralLibrary),
  smollm3: decoder({ tied: true, kvHeads: 4 }),
  seed_oss: decoder({
    biases: (config) =>
      !config.flag("attention_bias", true)
        ? "none"
        : config.flag("attention_out_bias", false)
          ? "all"
          : "qkv",
  }),
  hunyuan_v1_dense: decoder({ queryKeyNorm: headNormIf("use_qk_norm", true, "head") }),
  exaone4: decoder({ queryKeyNorm: "head", window: windowBetween(4, 4096) }),
  qwen2: decoder(qwen2, qwen2Library),
  qwen2_vl: decoder(qwen2, qwen2Library),
  qwen2_vl_text: decoder(qwen2, qwen2Library),
  qwen2_5_vl: decoder(qwen2, qwen2Library),
  qwen2_5_vl_text: decoder(qwen2, qwen2Library),
  qwen2_moe: decoder({
    biases: (config) => (config.flag("qkv_bias", true) ? "qkv" : "none"),
    kvHeads: 16,
    window: windowOfUpper,
    feedForward: qwenExperts(true),
  }),
  qwen3: decoder({ queryKeyNorm: "head", kvHeads: 32, headDim: 128, window: windowOfUpper }, qwen3Library),
  qwen3_vl_text: decoder({ queryKeyNorm: "head", kvHeads: 32, headDim: 128 }, qwen3Library),
  qwen3_moe: decoder(qwen3Moe),
  qwen3_vl_moe_text: decoder({ ...qwen3Moe, headDim: 128 }),
  gemma: decoder(gemma),
  gemma2: decoder({ ...gemma, kvHeads: 4, norms: 2, window: windowBetween(2, 4096) }),
  gemma3_text: decoder(
    { ...gemma, kvHeads: 4, norms: 2, queryKeyNorm: "head", window: windowBetween(6, 4096) },
    gemma3Library,
  ),
  phi: decoder({
    biases: "all",
    norm: "layernorm",
    parallel: true,
    gated: false,
    feedForwardBiases: true,
    // The output head has a bias.
    otherParameters: ({ vocabulary }) => vocabulary,
  }),
  phi3: decoder({ window: windowOfAll, usual: { full_attn_mod: 1, interpolate_factor: 1 } }),
  phimoe: decoder({
    kvHeads: 8,
    norm: "layernorm",
    window: windowOfAll,
    feedForward: localExperts(),
    otherParameters: ({ vocabulary }, config) => (config.flag("lm_head_bias", false) ? vocabulary : 0),
  }),
  starcoder2: decoder({
    biases: (config) => (config.flag("use_bias", true) ? "all" : "none"),
    feedForwardBiases: (config) => config.flag("use_bias", true),
    norm: "layernorm",
    gated: false,
    tied: true,
    kvHeads: 2,
    window: windowOfAll,
    usual: { mlp_type: "default", norm_type: "layer_norm" },
  }),
  stablelm: decoder({
    norm: "layernorm",
    biases: (config) => (config.flag("use_qkv_bias", false) ? "qkv" : "none"),
    parallel: (config) => config.flag("use_parallel_residual", false),
    queryKeyNorm: headNormIf("qk_layernorm", false, "width"),
  }),
  llama4_text: decoder(
    {
      kvHeads: 8,
      headDim: 128,
      window: llama4Window,
      feedForward: llama4Experts,
      usual: { use_qk_norm: true },
    },
    llama4Library,
  ),
  minimax_m2: decoder({
    kvHeads: 8,
    headDim: 128,
    queryKeyNorm: headNormIf("use_qk_norm", true, "width"),
    feedForward: localExperts({ correction: true }),
    usual: {
      qk_norm_type: "per_layer",
      use_routing_bias: true,
      shared_intermediate_size: 0,
      shared_moe_mode: "sigmoid",
    },
  }),
  olmo2: decoder(olmo2),
  olmo3: decoder({ ...olmo2, window: windowBetween(4, 4096) }),
  olmoe: decoder({
    ...olmo2,
    feedForward: localExperts(),
  }),
  cohere: decoder({
    tied: true,
    norm: "layernorm",
    normWithoutBias: true,
    parallel: true,
    queryKeyNorm: headNormIf("use_qk_norm", false, "width"),
  }),
  cohere2: decoder({
    tied: true,
    norm: "layernorm",
    normWithoutBias: true,
    parallel: true,
    window: windowBetween(4, 4096),
  }),
  glm: decoder(glm),
  glm4: decoder({ ...glm, norms: 2 }),
  glm4_moe: decoder({
    kvHeads: 8,
    biases: qkvIfBiased(false),
    queryKeyNorm: headNormIf("use_qk_norm", false, "head"),
    feedForward: firstDense({ correction: true }),
    nextTokenLayers: "num_nextn_predict_layers",
  }),
  gpt_oss: decoder(
    {
      biases: (config) => (config.flag("attention_bias", true) ? "all" : "none"),
      kvHeads: 8,
      headDim: 64,
      sinks: true,
      feedForward: localExperts({ biases: true }),
      window: windowBetween(2, 128),
    },
    {
      vocab_size: 201_088,
      hidden_size: 2880,
      intermediate_size: 2880,
      num_hidden_layers: 36,
      num_attention_heads: 64,
      num_local_experts: 128,
      num_experts_per_tok: 4,
      max_position_embeddings: 131_072,
    },
  ),
  nemotron: decoder({ norm: "layernorm", gated: false }),
  granite: decoder(granite),
  granitemoe: decoder({ feedForward: localExperts() }),
};
