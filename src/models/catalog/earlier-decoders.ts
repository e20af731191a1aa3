/**
 * Decoders of other sizes and earlier generations than those of their families' own files, which load tests are still made
 * with. `config.json` on Hugging Face; parameters from weight files, or as their cards round them.
 */
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

/** A model that is known by the name of its repository too, and by `more`. */
function decoder(
  name: string,
  repository: string,
  publishedParameters: number,
  config: Record<string, unknown>,
  more: readonly string[] = [],
): CatalogModel {
  const title = repository.replace(/^.*\//, "");
  const aliases = [title.toLowerCase(), ...more].filter((alias) => alias !== name);
  const entry = { name, title, repository, aliases, publishedParameters };
  return fromConfig(entry, { tie_word_embeddings: false, ...config, torch_dtype: "bfloat16" });
}

/** Experts under the names that DeepSeek's files use. */
const routed = (count: number, active: number, width: number, shared: number, dense: number) => ({
  n_routed_experts: count,
  num_experts_per_tok: active,
  moe_intermediate_size: width,
  n_shared_experts: shared,
  first_k_dense_replace: dense,
});

/** Latent attention with heads of 128 and 64 rotary dimensions. */
const latent = (queries: number | null) => ({
  q_lora_rank: queries,
  kv_lora_rank: 512,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
});

export const earlierDecoderModels: readonly CatalogModel[] = [
  decoder("llama-30b", "huggyllama/llama-30b", 32_528_943_616, {
    model_type: "llama",
    ...sizes(60, 6656, 52, 52, 17_920, 32_000, 2048),
  }),
  decoder("code-llama-7b", "codellama/CodeLlama-7b-hf", 6_738_546_688, {
    model_type: "llama",
    ...sizes(32, 4096, 32, 32, 11_008, 32_016, 16_384),
  }),
  decoder("code-llama-70b", "codellama/CodeLlama-70b-hf", 68_976_910_336, {
    model_type: "llama",
    ...sizes(80, 8192, 64, 8, 28_672, 32_016, 4096),
  }),
  decoder("tinyllama-1.1b", "TinyLlama/TinyLlama-1.1B-Chat-v1.0", 1_100_048_384, {
    model_type: "llama",
    ...sizes(22, 2048, 32, 4, 5632, 32_000, 2048),
  }),
  decoder("solar-10.7b", "upstage/SOLAR-10.7B-Instruct-v1.0", 10_731_524_096, {
    model_type: "llama",
    ...sizes(48, 4096, 32, 8, 14_336, 32_000, 4096),
  }),
  decoder("deepseek-coder-6.7b", "deepseek-ai/deepseek-coder-6.7b-instruct", 6_740_512_768, {
    model_type: "llama",
    ...sizes(32, 4096, 32, 32, 11_008, 32_256, 16_384),
  }),
  decoder("deepseek-llm-7b", "deepseek-ai/deepseek-llm-7b-chat", 6_910_365_696, {
    model_type: "llama",
    ...sizes(30, 4096, 32, 32, 11_008, 102_400, 4096),
  }),
  decoder("deepseek-moe-16b", "deepseek-ai/deepseek-moe-16b-base", 16_375_728_128, {
    model_type: "deepseek",
    ...sizes(28, 2048, 16, 16, 10_944, 102_400, 4096),
    ...routed(64, 6, 1408, 2, 1),
  }),
  decoder("moonlight-16b-a3b", "moonshotai/Moonlight-16B-A3B", 15_960_111_936, {
    model_type: "deepseek_v3",
    ...sizes(27, 2048, 16, 16, 11_264, 163_840, 8192),
    ...latent(null),
    ...routed(64, 6, 1408, 2, 1),
  }),
  decoder("mistral-large-3-675b", "mistralai/Mistral-Large-3-675B-Instruct-2512", 673e9, {
    model_type: "deepseek_v3",
    ...sizes(61, 7168, 128, 128, 16_384, 131_072, 262_144),
    ...latent(1536),
    ...routed(128, 4, 4096, 1, 3),
  }),
  decoder("falcon3-7b", "tiiuae/Falcon3-7B-Instruct", 7_455_550_464, {
    model_type: "llama",
    ...sizes(28, 3072, 12, 4, 23_040, 131_072, 32_768),
    head_dim: 256,
  }),
  decoder("falcon3-10b", "tiiuae/Falcon3-10B-Instruct", 10_305_653_760, {
    model_type: "llama",
    ...sizes(40, 3072, 12, 4, 23_040, 131_072, 32_768),
    head_dim: 256,
  }),
  decoder("smollm2-1.7b", "HuggingFaceTB/SmolLM2-1.7B-Instruct", 1_711_376_384, {
    model_type: "llama",
    ...sizes(24, 2048, 32, 32, 8192, 49_152, 8192),
    tie_word_embeddings: true,
  }),
  decoder("internlm2-20b", "internlm/internlm2-20b", 19_861_149_696, {
    model_type: "internlm2",
    ...sizes(48, 6144, 48, 8, 16_384, 92_544, 32_768),
  }),
  decoder("internlm2.5-7b", "internlm/internlm2_5-7b-chat", 7_737_708_544, {
    model_type: "internlm2",
    ...sizes(32, 4096, 32, 8, 14_336, 92_544, 32_768),
  }),
  decoder("baichuan2-7b", "baichuan-inc/Baichuan2-7B-Chat", 7_505_973_248, {
    model_type: "baichuan",
    ...sizes(32, 4096, 32, 32, 11_008, 125_696, 4096),
  }),
  decoder("baichuan2-13b", "baichuan-inc/Baichuan2-13B-Chat", 13_896_668_160, {
    model_type: "baichuan",
    ...sizes(40, 5120, 40, 40, 13_696, 125_696, 4096),
  }),
  decoder("ministral-8b", "mistralai/Ministral-8B-Instruct-2410", 8_019_808_256, {
    model_type: "mistral",
    ...sizes(36, 4096, 32, 8, 12_288, 131_072, 32_768),
    head_dim: 128,
    sliding_window: 32_768,
  }),
  decoder("codestral-22b", "mistralai/Codestral-22B-v0.1", 22_247_282_688, {
    model_type: "mistral",
    ...sizes(56, 6144, 48, 8, 16_384, 32_768, 32_768),
    head_dim: 128,
    sliding_window: null,
  }),
  decoder("mistral-nemo-minitron-8b", "nvidia/Mistral-NeMo-Minitron-8B-Base", 8_414_294_016, {
    model_type: "mistral",
    ...sizes(40, 4096, 32, 8, 11_520, 131_072, 8192),
    head_dim: 128,
    sliding_window: null,
  }),
  decoder("devstral-2-123b", "mistralai/Devstral-2-123B-Instruct-2512", 125e9, {
    model_type: "mistral",
    ...sizes(88, 12_288, 96, 8, 28_672, 131_072, 262_144),
    head_dim: 128,
    sliding_window: null,
  }),
  decoder(
    "qwen1.5-7b",
    "Qwen/Qwen1.5-7B-Chat",
    7_721_324_544,
    { model_type: "qwen2", ...sizes(32, 4096, 32, 32, 11_008, 151_936, 32_768) },
    ["qwen-7b"],
  ),
  decoder(
    "qwen1.5-14b",
    "Qwen/Qwen1.5-14B-Chat",
    14_167_290_880,
    { model_type: "qwen2", ...sizes(40, 5120, 40, 40, 13_696, 152_064, 32_768) },
    ["qwen-14b"],
  ),
  decoder("qwen1.5-32b", "Qwen/Qwen1.5-32B-Chat", 32_512_218_112, {
    model_type: "qwen2",
    ...sizes(64, 5120, 40, 8, 27_392, 152_064, 32_768),
  }),
  decoder(
    "qwen1.5-72b",
    "Qwen/Qwen1.5-72B-Chat",
    72_287_920_128,
    { model_type: "qwen2", ...sizes(80, 8192, 64, 64, 24_576, 152_064, 32_768) },
    ["qwen-72b"],
  ),
  decoder("qwen1.5-moe-a2.7b", "Qwen/Qwen1.5-MoE-A2.7B", 14_315_784_192, {
    model_type: "qwen2_moe",
    ...sizes(24, 2048, 16, 16, 5632, 151_936, 8192),
    num_experts: 60,
    num_experts_per_tok: 4,
    moe_intermediate_size: 1408,
    shared_expert_intermediate_size: 5632,
  }),
  decoder("qwen2-57b-a14b", "Qwen/Qwen2-57B-A14B-Instruct", 57_409_011_712, {
    model_type: "qwen2_moe",
    ...sizes(28, 3584, 28, 4, 18_944, 151_936, 32_768),
    num_experts: 64,
    num_experts_per_tok: 8,
    moe_intermediate_size: 2560,
    shared_expert_intermediate_size: 20_480,
  }),
  decoder("gemma-7b", "google/gemma-7b-it", 8_537_680_896, {
    model_type: "gemma",
    ...sizes(28, 3072, 16, 16, 24_576, 256_000, 8192),
    head_dim: 256,
    tie_word_embeddings: true,
  }),
  decoder("phi-2", "microsoft/phi-2", 2_779_683_840, {
    model_type: "phi",
    ...sizes(32, 2560, 32, 32, 10_240, 51_200, 2048),
  }),
  decoder("pythia-6.9b", "EleutherAI/pythia-6.9b", 6_857_302_016, {
    model_type: "gpt_neox",
    ...sizes(32, 4096, 32, 32, 16_384, 50_432, 2048),
    use_parallel_residual: true,
  }),
  decoder(
    "pythia-12b",
    "EleutherAI/pythia-12b",
    11_846_072_320,
    {
      model_type: "gpt_neox",
      ...sizes(36, 5120, 40, 40, 20_480, 50_688, 2048),
      use_parallel_residual: true,
    },
    ["dolly-v2-12b"],
  ),
  decoder("bloom-7b1", "bigscience/bloom-7b1", 7_069_016_064, {
    model_type: "bloom",
    n_layer: 30,
    hidden_size: 4096,
    n_head: 32,
    vocab_size: 250_880,
    seq_length: 2048,
    tie_word_embeddings: true,
  }),
  decoder("starcoder", "bigcode/starcoder", 15_517_456_384, {
    model_type: "gpt_bigcode",
    n_layer: 40,
    n_embd: 6144,
    n_head: 48,
    n_inner: 24_576,
    n_positions: 8192,
    vocab_size: 49_152,
    multi_query: true,
    tie_word_embeddings: true,
  }),
  decoder("command-r", "CohereForAI/c4ai-command-r-v01", 34_980_831_232, {
    model_type: "cohere",
    ...sizes(40, 8192, 64, 64, 22_528, 256_000, 131_072),
    use_qk_norm: false,
    tie_word_embeddings: true,
  }),
  decoder("command-a", "CohereLabs/c4ai-command-a-03-2025", 111_057_580_032, {
    model_type: "cohere2",
    ...sizes(64, 12_288, 96, 8, 36_864, 256_000, 131_072),
    head_dim: 128,
    sliding_window: 4096,
    tie_word_embeddings: true,
  }),
  decoder("glm-4-32b", "THUDM/GLM-4-32B-0414", 32_566_081_536, {
    model_type: "glm4",
    ...sizes(61, 6144, 48, 2, 23_040, 151_552, 32_768),
    head_dim: 128,
    attention_bias: false,
  }),
  decoder(
    "chatglm3-6b",
    "THUDM/chatglm3-6b",
    6_243_584_000,
    {
      model_type: "chatglm",
      num_layers: 28,
      hidden_size: 4096,
      num_attention_heads: 32,
      multi_query_attention: true,
      multi_query_group_num: 2,
      ffn_hidden_size: 13_696,
      padded_vocab_size: 65_024,
      seq_length: 8192,
      kv_channels: 128,
      add_qkv_bias: true,
    },
    ["chatglm2-6b"],
  ),
  decoder("nemotron-4-15b", "nvidia/Nemotron-4-15B", 15.6e9, {
    model_type: "nemotron",
    ...sizes(32, 6144, 48, 8, 24_576, 256_000, 4096),
  }),
  decoder("nemotron-4-340b", "nvidia/Nemotron-4-340B-Instruct", 341e9, {
    model_type: "nemotron",
    ...sizes(96, 18_432, 96, 8, 73_728, 256_000, 4096),
  }),
  decoder("olmo-2-13b", "allenai/OLMo-2-1124-13B", 13_716_198_400, {
    model_type: "olmo2",
    ...sizes(40, 5120, 40, 40, 13_824, 100_352, 4096),
  }),
  decoder("olmo-2-32b", "allenai/OLMo-2-0325-32B", 32_234_279_936, {
    model_type: "olmo2",
    ...sizes(64, 5120, 40, 8, 27_648, 100_352, 4096),
  }),
  decoder("olmoe-1b-7b", "allenai/OLMoE-1B-7B-0924", 6_919_161_856, {
    model_type: "olmoe",
    ...sizes(16, 2048, 16, 16, 1024, 50_304, 4096),
    num_experts: 64,
    num_experts_per_tok: 8,
  }),
  decoder("dots.llm1", "rednote-hilab/dots.llm1.inst", 142.8e9, {
    model_type: "dots1",
    ...sizes(62, 4096, 32, 32, 10_944, 152_064, 32_768),
    ...routed(128, 6, 1408, 2, 1),
  }),
];
