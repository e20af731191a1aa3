/** Qwen3-Next and Qwen3.5: three layers of the gated delta rule before each of gated softmax attention, many experts. */
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

const hybrid = {
  head_dim: 256,
  full_attention_interval: 4,
  linear_num_key_heads: 16,
  linear_key_head_dim: 128,
  linear_value_head_dim: 128,
  linear_conv_kernel_dim: 4,
  torch_dtype: "bfloat16",
};

/** What the models of Qwen3.5 differ in, beside the sizes of their language model and the image tower that all have. */
interface Qwen35 {
  size: string;
  parameters: number;
  aliases?: readonly string[];
  model_type: "qwen3_5" | "qwen3_5_moe";
  text: Record<string, unknown> & { hidden_size: number };
}

/** A model of Qwen3.5; its image tower ends in the language model's width. */
function qwen35({ size, parameters, aliases, model_type, text }: Qwen35): CatalogModel {
  return fromConfig(
    {
      name: `qwen3.5-${size.toLowerCase()}`,
      title: `Qwen3.5-${size}`,
      repository: `Qwen/Qwen3.5-${size}`,
      ...(aliases && { aliases }),
      publishedParameters: parameters,
    },
    {
      model_type,
      tie_word_embeddings: false,
      text_config: { model_type: `${model_type}_text`, ...hybrid, ...text },
      vision_config: {
        model_type,
        depth: 27,
        hidden_size: 1152,
        intermediate_size: 4304,
        num_heads: 16,
        num_position_embeddings: 2304,
        out_hidden_size: text.hidden_size,
        patch_size: 16,
        spatial_merge_size: 2,
        temporal_patch_size: 2,
      },
      torch_dtype: "bfloat16",
    },
  );
}

/** Sizes of experts, the shared one as wide as the others. */
const experts = (count: number, active: number, width: number) => ({
  num_experts: count,
  num_experts_per_tok: active,
  moe_intermediate_size: width,
  shared_expert_intermediate_size: width,
});

/** Qwen3-Next-80B-A3B; of Qwen3.5 the dense 27B, 35B-A3B, 122B-A10B and 397B-A17B, whose shapes Qwen3.6 kept. */
export const qwenHybridModels: readonly CatalogModel[] = [
  fromConfig(
    {
      name: "qwen3-next-80b-a3b",
      title: "Qwen3-Next-80B-A3B",
      repository: "Qwen/Qwen3-Next-80B-A3B-Instruct",
      publishedParameters: 79_674_391_296,
    },
    {
      model_type: "qwen3_next",
      ...sizes(48, 2048, 16, 2, 5120, 151_936, 262_144),
      ...hybrid,
      ...experts(512, 10, 512),
      linear_num_value_heads: 32,
    },
  ),
  qwen35({
    size: "27B",
    parameters: 27e9,
    aliases: ["qwen3.6-27b"],
    model_type: "qwen3_5",
    text: { ...sizes(64, 5120, 24, 4, 17_408, 248_320, 262_144), linear_num_value_heads: 48 },
  }),
  qwen35({
    size: "35B-A3B",
    parameters: 35e9,
    aliases: ["qwen3.6-35b-a3b"],
    model_type: "qwen3_5_moe",
    text: {
      ...sizes(40, 2048, 16, 2, 512, 248_320, 262_144),
      ...experts(256, 8, 512),
      linear_num_value_heads: 32,
    },
  }),
  qwen35({
    size: "122B-A10B",
    parameters: 122e9,
    model_type: "qwen3_5_moe",
    text: {
      ...sizes(48, 3072, 32, 2, 1024, 248_320, 262_144),
      ...experts(256, 8, 1024),
      linear_num_value_heads: 64,
    },
  }),
  qwen35({
    size: "397B-A17B",
    parameters: 397e9,
    model_type: "qwen3_5_moe",
    text: {
      ...sizes(60, 4096, 32, 2, 12_288, 248_320, 262_144),
      ...experts(512, 10, 1024),
      linear_num_value_heads: 64,
    },
  }),
];
