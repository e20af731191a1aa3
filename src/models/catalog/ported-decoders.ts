/**
 * Small decoders of many publishers: those that people ported to NxD Inference, among others. `config.json` on Hugging Face;
 * parameters from weight files, or as their cards round them.
 */
import { gptModel } from "../architectures.ts";
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

/** Known by the name of its repository too. */
function decoder(
  name: string,
  repository: string,
  publishedParameters: number,
  config: Record<string, unknown>,
): CatalogModel {
  const title = repository.replace(/^.*\//, "");
  const alias = title.toLowerCase();
  const entry = { name, title, repository, aliases: alias === name ? [] : [alias], publishedParameters };
  return fromConfig(entry, { ...config, torch_dtype: "bfloat16" });
}

/** Decoders of 0.3 to 36 billion parameters. */
export const portedDecoderModels: readonly CatalogModel[] = [
  decoder("afm-4.5b", "arcee-ai/AFM-4.5B", 4.62e9, {
    model_type: "arcee",
    ...sizes(36, 2560, 20, 4, 18_432, 128_004, 65_536),
    head_dim: 128,
    tie_word_embeddings: false,
  }),
  decoder("ernie-4.5-0.3b", "baidu/ERNIE-4.5-0.3B-PT", 360_748_032, {
    model_type: "ernie4_5",
    ...sizes(18, 1024, 16, 2, 3072, 103_424, 131_072),
    head_dim: 128,
  }),
  decoder("exaone-4.0-1.2b", "LGAI-EXAONE/EXAONE-4.0-1.2B", 1_279_463_424, {
    model_type: "exaone4",
    ...sizes(30, 2048, 32, 8, 4096, 102_400, 65_536),
    head_dim: 64,
    sliding_window: null,
    tie_word_embeddings: true,
  }),
  decoder("minicpm4-8b", "openbmb/MiniCPM4-8B", 8.19e9, {
    model_type: "llama",
    ...sizes(32, 4096, 32, 2, 16_384, 73_448, 32_768),
    tie_word_embeddings: false,
  }),
  decoder("seed-oss-36b", "ByteDance-Seed/Seed-OSS-36B-Instruct", 36_151_104_512, {
    model_type: "seed_oss",
    ...sizes(64, 5120, 80, 8, 27_648, 155_136, 524_288),
    head_dim: 128,
    tie_word_embeddings: false,
  }),
  decoder("gemma-2b", "google/gemma-2b-it", 2_506_172_416, {
    model_type: "gemma",
    ...sizes(18, 2048, 8, 1, 16_384, 256_000, 8192),
    head_dim: 256,
  }),
  decoder("vaultgemma-1b", "google/vaultgemma-1b", 1_038_741_120, {
    model_type: "gemma2",
    ...sizes(26, 1152, 4, 4, 6912, 256_000, 1024),
    head_dim: 256,
    sliding_window: 512,
  }),
  decoder("glm-4-9b", "zai-org/glm-4-9b-chat-hf", 9_399_951_360, {
    model_type: "glm",
    ...sizes(40, 4096, 32, 2, 13_696, 151_552, 131_072),
    head_dim: 128,
    attention_bias: true,
    tie_word_embeddings: false,
  }),
  decoder("santacoder", "bigcode/gpt_bigcode-santacoder", 1_124_886_528, {
    model_type: "gpt_bigcode",
    n_layer: 24,
    n_embd: 2048,
    n_head: 16,
    n_inner: 8192,
    n_positions: 2048,
    vocab_size: 49_280,
    multi_query: true,
  }),
  decoder("granite-3.1-8b", "ibm-granite/granite-3.1-8b-instruct", 8_170_848_256, {
    model_type: "granite",
    ...sizes(40, 4096, 32, 8, 12_800, 49_155, 131_072),
    tie_word_embeddings: true,
  }),
  decoder("helium-1-2b", "kyutai/helium-1-2b", 2.02e9, {
    model_type: "llama",
    ...sizes(28, 2048, 16, 8, 8192, 64_000, 4096),
    tie_word_embeddings: false,
  }),
  decoder("hunyuan-7b", "tencent/Hunyuan-7B-Instruct", 7.5e9, {
    model_type: "hunyuan_v1_dense",
    ...sizes(32, 4096, 32, 8, 14_336, 128_167, 32_768),
    tie_word_embeddings: true,
  }),
  decoder("internlm3-8b", "internlm/internlm3-8b-instruct", 8_804_241_408, {
    model_type: "internlm3",
    ...sizes(48, 4096, 32, 2, 10_240, 128_512, 32_768),
    head_dim: 128,
    tie_word_embeddings: false,
  }),
  decoder("orion-14b", "OrionStarAI/Orion-14B-Chat", 14.5e9, {
    model_type: "llama",
    ...sizes(40, 5120, 40, 40, 15_360, 84_608, 4096),
    tie_word_embeddings: false,
  }),
  decoder("phi-1.5", "microsoft/phi-1_5", 1_418_270_720, {
    model_type: "phi",
    ...sizes(24, 2048, 32, 32, 8192, 51_200, 2048),
    tie_word_embeddings: false,
  }),
  decoder("pythia-2.8b", "EleutherAI/pythia-2.8b", 2_775_208_960, {
    model_type: "gpt_neox",
    ...sizes(32, 2560, 32, 32, 10_240, 50_304, 2048),
    use_parallel_residual: true,
    tie_word_embeddings: false,
  }),
  decoder("stablelm-2-1.6b", "stabilityai/stablelm-2-1_6b", 1_644_515_328, {
    model_type: "stablelm",
    ...sizes(24, 2048, 32, 32, 5632, 100_352, 4096),
    use_qkv_bias: true,
    tie_word_embeddings: false,
  }),
  decoder("command-r7b", "CohereLabs/c4ai-command-r7b-12-2024", 8_027_566_080, {
    model_type: "cohere2",
    ...sizes(32, 4096, 32, 8, 14_336, 256_000, 132_096),
    head_dim: 128,
    sliding_window: 4096,
  }),
  gptModel({
    name: "xglm-564m",
    title: "XGLM 564M",
    layers: 24,
    hidden: 1024,
    heads: 16,
    vocabulary: 256_008,
    maxTokens: 2048,
    publishedParameters: 564_463_616,
    model: { positions: 0 },
    source: "config.json of facebook/xglm-564M on Hugging Face",
  }),
  gptModel({
    name: "biogpt",
    title: "BioGPT",
    layers: 24,
    hidden: 1024,
    heads: 16,
    vocabulary: 42_384,
    maxTokens: 1024,
    publishedParameters: 346_763_264,
    model: { positions: 1026 },
    source: "config.json of microsoft/biogpt on Hugging Face",
  }),
];
