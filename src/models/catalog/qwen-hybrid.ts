/** Qwen3-Next and Qwen3.5: three layers of the gated delta rule before each of gated softmax attention, many experts. */
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

const hybrid = {
  head_dim: 256,
  full_attention_interval: 4,
  linear_num_key_heads: 16,
  linear_key_head_dim: 128,
  linear_value_head_dim: 128,
  linear_conv_kernel_dim: 4,
  num_experts: 512,
  num_experts_per_tok: 10,
  torch_dtype: "bfloat16",
};

/** Qwen3-Next-80B-A3B, and Qwen3.5-397B-A17B with its image tower. */
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
      linear_num_value_heads: 32,
      moe_intermediate_size: 512,
      shared_expert_intermediate_size: 512,
    },
  ),
  fromConfig(
    {
      name: "qwen3.5-397b-a17b",
      title: "Qwen3.5-397B-A17B",
      repository: "Qwen/Qwen3.5-397B-A17B",
      publishedParameters: 397e9,
    },
    {
      model_type: "qwen3_5_moe",
      tie_word_embeddings: false,
      text_config: {
        model_type: "qwen3_5_moe_text",
        ...sizes(60, 4096, 32, 2, 12_288, 248_320, 262_144),
        ...hybrid,
        linear_num_value_heads: 64,
        moe_intermediate_size: 1024,
        shared_expert_intermediate_size: 1024,
      },
      vision_config: {
        model_type: "qwen3_5_moe",
        depth: 27,
        hidden_size: 1152,
        intermediate_size: 4304,
        num_heads: 16,
        num_position_embeddings: 2304,
        out_hidden_size: 4096,
        patch_size: 16,
        spatial_merge_size: 2,
        temporal_patch_size: 2,
      },
      torch_dtype: "bfloat16",
    },
  ),
];
