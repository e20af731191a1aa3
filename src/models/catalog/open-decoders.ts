/**
 * Decoders of other publishers that people serve: Llama 4, Mistral Small 3.1, MiniMax-M2 and M2.5, Falcon, StarCoder2, Yi,
 * DeepSeek's dense models, Command R, SmolLM3, OLMo. `config.json` on Hugging Face; parameters from weight files.
 */
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

const bf16 = { torch_dtype: "bfloat16" };

const llama4Vision = {
  model_type: "llama4_vision_model",
  hidden_size: 1408,
  intermediate_size: 5632,
  num_hidden_layers: 34,
  num_attention_heads: 16,
  image_size: 336,
  patch_size: 14,
  projector_input_dim: 4096,
  projector_output_dim: 4096,
};

const llama4 = (positions: number, experts: number, step: number) => ({
  model_type: "llama4",
  text_config: {
    model_type: "llama4_text",
    ...sizes(48, 5120, 40, 8, 8192, 202_048, positions),
    head_dim: 128,
    intermediate_size_mlp: 16_384,
    num_local_experts: experts,
    num_experts_per_tok: 1,
    interleave_moe_layer_step: step,
  },
  vision_config: llama4Vision,
  ...bf16,
});

/** Known by the name of its repository too, which has the month of its release. */
const olmo = (
  entry: Pick<Parameters<typeof fromConfig>[0], "name" | "title" | "repository" | "publishedParameters">,
  model_type: string,
  shape: ReturnType<typeof sizes>,
) =>
  fromConfig(
    { ...entry, aliases: [entry.repository.replace(/^.*\//, "").toLowerCase()] },
    { model_type, ...shape, tie_word_embeddings: false, ...bf16 },
  );

/** Attention and feed-forward side by side, one set of keys and values (or one a group of heads), no biases. */
const falcon = (
  size: string,
  publishedParameters: number,
  shape: { layers: number; hidden: number; heads: number; kvHeads?: number; tied?: false },
) =>
  fromConfig(
    {
      name: `falcon-${size}`,
      title: `Falcon ${size.toUpperCase()}`,
      repository: `tiiuae/falcon-${size}`,
      publishedParameters,
    },
    {
      model_type: "falcon",
      num_hidden_layers: shape.layers,
      hidden_size: shape.hidden,
      num_attention_heads: shape.heads,
      ...(shape.kvHeads === undefined
        ? { multi_query: true }
        : { new_decoder_architecture: true, num_kv_heads: shape.kvHeads }),
      parallel_attn: true,
      bias: false,
      alibi: false,
      tie_word_embeddings: shape.tied !== false,
      vocab_size: 65_024,
      max_position_embeddings: 2048,
      ...bf16,
    },
  );

const starCoder2 = (
  size: string,
  publishedParameters: number,
  shape: ReturnType<typeof sizes>,
  tied = true,
) =>
  fromConfig(
    {
      name: `starcoder2-${size}`,
      title: `StarCoder2 ${size.toUpperCase()}`,
      repository: `bigcode/starcoder2-${size}`,
      publishedParameters,
    },
    {
      model_type: "starcoder2",
      ...shape,
      use_bias: true,
      sliding_window: 4096,
      tie_word_embeddings: tied,
      ...bf16,
    },
  );

/** What reads as a Llama. */
const asLlama = (
  name: string,
  title: string,
  repository: string,
  publishedParameters: number,
  shape: ReturnType<typeof sizes>,
) => fromConfig({ name, title, repository, publishedParameters }, { model_type: "llama", ...shape, ...bf16 });

/** Decoders of several families. */
export const openDecoderModels: readonly CatalogModel[] = [
  fromConfig(
    {
      name: "llama-4-scout",
      title: "Llama 4 Scout 17B 16E",
      repository: "meta-llama/Llama-4-Scout-17B-16E-Instruct",
      aliases: ["llama-4-scout-17b-16e"],
      publishedParameters: 108_641_793_536,
    },
    llama4(10_485_760, 16, 1),
  ),
  fromConfig(
    {
      name: "llama-4-maverick",
      title: "Llama 4 Maverick 17B 128E",
      repository: "meta-llama/Llama-4-Maverick-17B-128E-Instruct",
      aliases: ["llama-4-maverick-17b-128e"],
      publishedParameters: 401_583_781_376,
    },
    llama4(1_048_576, 128, 2),
  ),
  fromConfig(
    {
      name: "mistral-small-3.1-24b",
      title: "Mistral Small 3.1 24B",
      repository: "mistralai/Mistral-Small-3.1-24B-Instruct-2503",
      aliases: ["mistral-small-3.2-24b", "devstral-small", "magistral-small"],
      publishedParameters: 24_011_361_280,
    },
    {
      model_type: "mistral3",
      text_config: {
        model_type: "mistral",
        ...sizes(40, 5120, 32, 8, 32_768, 131_072, 131_072),
        head_dim: 128,
        // No window: the library's default of 4,096 is switched off.
        sliding_window: null,
      },
      vision_config: {
        model_type: "pixtral",
        hidden_size: 1024,
        intermediate_size: 4096,
        num_hidden_layers: 24,
        num_attention_heads: 16,
        head_dim: 64,
        patch_size: 14,
        image_size: 1540,
      },
      tie_word_embeddings: false,
      ...bf16,
    },
  ),
  fromConfig(
    {
      name: "minimax-m2",
      title: "MiniMax-M2",
      repository: "MiniMaxAI/MiniMax-M2",
      aliases: ["minimax-m2.1", "minimax-m2.5", "minimax-m2.7"],
      publishedParameters: 228_689_764_832,
    },
    {
      model_type: "minimax_m2",
      ...sizes(62, 3072, 48, 8, 1536, 200_064, 196_608),
      head_dim: 128,
      num_local_experts: 256,
      num_experts_per_tok: 8,
      use_qk_norm: true,
      torch_dtype: "bfloat16",
      quantization_config: {
        quant_method: "fp8",
        weight_block_size: [128, 128],
        modules_to_not_convert: ["gate", "e_score_correction_bias", "lm_head"],
      },
    },
  ),
  falcon("7b", 6_921_720_704, { layers: 32, hidden: 4544, heads: 71 }),
  falcon("40b", 41_303_293_952, { layers: 60, hidden: 8192, heads: 128, kvHeads: 8 }),
  falcon("180b", 179_522_565_120, { layers: 80, hidden: 14_848, heads: 232, kvHeads: 8, tied: false }),
  starCoder2("3b", 3_030_371_328, sizes(30, 3072, 24, 2, 12_288, 49_152, 16_384)),
  starCoder2("7b", 7_173_923_840, sizes(32, 4608, 36, 4, 18_432, 49_152, 16_384)),
  starCoder2("15b", 15_957_889_024, sizes(40, 6144, 48, 4, 24_576, 49_152, 16_384), false),
  asLlama("yi-6b", "Yi 6B", "01-ai/Yi-6B", 6_061_035_520, sizes(32, 4096, 32, 4, 11_008, 64_000, 4096)),
  asLlama("yi-34b", "Yi 34B", "01-ai/Yi-34B", 34_388_917_248, sizes(60, 7168, 56, 8, 20_480, 64_000, 4096)),
  asLlama(
    "deepseek-coder-33b",
    "DeepSeek Coder 33B",
    "deepseek-ai/deepseek-coder-33b-instruct",
    33_342_991_360,
    sizes(62, 7168, 56, 8, 19_200, 32_256, 16_384),
  ),
  asLlama(
    "deepseek-llm-67b",
    "DeepSeek LLM 67B",
    "deepseek-ai/deepseek-llm-67b-chat",
    67_424_870_400,
    sizes(95, 8192, 64, 8, 22_016, 102_400, 4096),
  ),
  fromConfig(
    {
      name: "command-r-plus",
      title: "Command R+",
      repository: "CohereForAI/c4ai-command-r-plus",
      aliases: ["c4ai-command-r-plus"],
      publishedParameters: 103_810_674_688,
    },
    {
      model_type: "cohere",
      ...sizes(64, 12_288, 96, 8, 33_792, 256_000, 131_072),
      use_qk_norm: true,
      ...bf16,
    },
  ),
  fromConfig(
    {
      name: "smollm3-3b",
      title: "SmolLM3 3B",
      repository: "HuggingFaceTB/SmolLM3-3B",
      publishedParameters: 3_075_098_624,
    },
    { model_type: "smollm3", ...sizes(36, 2048, 16, 4, 11_008, 128_256, 65_536), ...bf16 },
  ),
  olmo(
    {
      name: "olmo-2-1b",
      title: "OLMo 2 1B",
      repository: "allenai/OLMo-2-0425-1B",
      publishedParameters: 1_484_916_736,
    },
    "olmo2",
    sizes(16, 2048, 16, 16, 8192, 100_352, 4096),
  ),
  olmo(
    {
      name: "olmo-2-7b",
      title: "OLMo 2 7B",
      repository: "allenai/OLMo-2-1124-7B",
      publishedParameters: 7_298_617_344,
    },
    "olmo2",
    sizes(32, 4096, 32, 32, 11_008, 100_352, 4096),
  ),
  olmo(
    {
      name: "olmo-3-7b",
      title: "OLMo 3 7B",
      repository: "allenai/OLMo-3-7B-Think",
      publishedParameters: 7_298_011_136,
    },
    "olmo3",
    sizes(32, 4096, 32, 32, 11_008, 100_278, 65_536),
  ),
];
