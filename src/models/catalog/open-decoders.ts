/**
 * Decoders of other publishers that people serve: Gemma 3, Phi-4, Llama 4, Mistral Small 3.1, MiniMax-M2 and M2.5, and
 * Qwen2.5. `config.json` on Hugging Face; parameters from weight files.
 */
import type { Model } from "../model.ts";
import { fromConfig, sizes } from "./from-config.ts";

const bf16 = { torch_dtype: "bfloat16" };

const siglip = {
  model_type: "siglip_vision_model",
  hidden_size: 1152,
  intermediate_size: 4304,
  num_hidden_layers: 27,
  num_attention_heads: 16,
  image_size: 896,
  patch_size: 14,
};

function gemma3(
  size: string,
  publishedParameters: number,
  text: { layers: number; hidden: number; heads: number; kvHeads: number; ffn: number; headDim?: number },
): Model {
  const { layers, hidden, heads, kvHeads, ffn, headDim = 256 } = text;
  return fromConfig(
    {
      name: `gemma-3-${size}`,
      title: `Gemma 3 ${size.toUpperCase()}`,
      repository: `google/gemma-3-${size}-it`,
      publishedParameters,
    },
    {
      model_type: "gemma3",
      mm_tokens_per_image: 256,
      text_config: {
        ...sizes(layers, hidden, heads, kvHeads, ffn, 262_208, 131_072),
        head_dim: headDim,
        sliding_window: 1024,
      },
      vision_config: siglip,
      ...bf16,
    },
  );
}

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

/** Qwen2.5 7B, 32B and 72B. */
const qwen25 = (size: string, publishedParameters: number, shape: ReturnType<typeof sizes>) =>
  fromConfig(
    {
      name: `qwen2.5-${size}`,
      title: `Qwen2.5 ${size.toUpperCase()}`,
      repository: `Qwen/Qwen2.5-${size.toUpperCase()}`,
      publishedParameters,
    },
    { model_type: "qwen2", ...shape, ...bf16 },
  );

/** Decoders of several families. */
export const openDecoderModels: readonly Model[] = [
  fromConfig(
    {
      name: "gemma-3-1b",
      title: "Gemma 3 1B",
      repository: "google/gemma-3-1b-it",
      publishedParameters: 999_885_952,
    },
    {
      model_type: "gemma3_text",
      ...sizes(26, 1152, 4, 1, 6912, 262_144, 32_768),
      head_dim: 256,
      sliding_window: 512,
      ...bf16,
    },
  ),
  gemma3("4b", 4_300_079_472, { layers: 34, hidden: 2560, heads: 8, kvHeads: 4, ffn: 10_240 }),
  gemma3("12b", 12_187_325_040, { layers: 48, hidden: 3840, heads: 16, kvHeads: 8, ffn: 15_360 }),
  gemma3("27b", 27_432_406_640, {
    layers: 62,
    hidden: 5376,
    heads: 32,
    kvHeads: 16,
    ffn: 21_504,
    headDim: 128,
  }),
  fromConfig(
    { name: "phi-4", title: "Phi-4", repository: "microsoft/phi-4", publishedParameters: 14_659_507_200 },
    { model_type: "phi3", ...sizes(40, 5120, 40, 10, 17_920, 100_352, 16_384), ...bf16 },
  ),
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
      aliases: ["mistral-small-3.2-24b"],
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
      aliases: ["minimax-m2.1", "minimax-m2.5"],
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
  qwen25("7b", 7_615_616_512, sizes(28, 3584, 28, 4, 18_944, 152_064, 131_072)),
  qwen25("32b", 32_763_876_352, sizes(64, 5120, 40, 8, 27_648, 152_064, 131_072)),
  qwen25("72b", 72_706_203_648, sizes(80, 8192, 64, 8, 29_568, 152_064, 131_072)),
];
