/** GLM-4.5, 4.6, 4.7 and 5 of Z.ai: dense first layers, experts with a shared one; latent attention in 4.7-Flash, and sparse in GLM-5. */
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

const glm45 = {
  model_type: "glm4_moe",
  ...sizes(92, 5120, 96, 8, 12_288, 151_552, 131_072),
  head_dim: 128,
  attention_bias: true,
  use_qk_norm: true,
  moe_intermediate_size: 1536,
  n_routed_experts: 160,
  n_shared_experts: 1,
  num_experts_per_tok: 8,
  first_k_dense_replace: 3,
  num_nextn_predict_layers: 1,
  torch_dtype: "bfloat16",
};

/** GLM-4.5, GLM-4.5-Air, GLM-4.6, GLM-4.7-Flash, GLM-5. */
export const glmModels: readonly CatalogModel[] = [
  fromConfig(
    { name: "glm-4.5", title: "GLM-4.5", repository: "zai-org/GLM-4.5", publishedParameters: 353e9 },
    glm45,
  ),
  fromConfig(
    {
      name: "glm-4.5-air",
      title: "GLM-4.5-Air",
      repository: "zai-org/GLM-4.5-Air",
      publishedParameters: 106_852_245_504,
    },
    {
      ...glm45,
      ...sizes(46, 4096, 96, 8, 10_944, 151_552, 131_072),
      use_qk_norm: false,
      moe_intermediate_size: 1408,
      n_routed_experts: 128,
      first_k_dense_replace: 1,
    },
  ),
  fromConfig(
    {
      name: "glm-4.6",
      title: "GLM-4.6",
      repository: "zai-org/GLM-4.6",
      aliases: ["glm-4.7"],
      publishedParameters: 353e9,
    },
    { ...glm45, max_position_embeddings: 202_752 },
  ),
  fromConfig(
    {
      name: "glm-4.7-flash",
      title: "GLM-4.7-Flash",
      repository: "zai-org/GLM-4.7-Flash",
      publishedParameters: 30e9,
    },
    {
      model_type: "glm4_moe_lite",
      ...sizes(47, 2048, 20, 20, 10_240, 154_880, 202_752),
      kv_lora_rank: 512,
      q_lora_rank: 768,
      qk_nope_head_dim: 192,
      qk_rope_head_dim: 64,
      v_head_dim: 256,
      moe_intermediate_size: 1536,
      n_routed_experts: 64,
      n_shared_experts: 1,
      num_experts_per_tok: 4,
      first_k_dense_replace: 1,
      torch_dtype: "bfloat16",
    },
  ),
  fromConfig(
    {
      name: "glm-5",
      title: "GLM-5",
      repository: "zai-org/GLM-5",
      aliases: ["glm-5.1"],
      publishedParameters: 744e9,
    },
    {
      model_type: "glm_moe_dsa",
      ...sizes(78, 6144, 64, 64, 12_288, 154_880, 202_752),
      kv_lora_rank: 512,
      q_lora_rank: 2048,
      qk_nope_head_dim: 192,
      qk_rope_head_dim: 64,
      v_head_dim: 256,
      moe_intermediate_size: 2048,
      n_routed_experts: 256,
      n_shared_experts: 1,
      num_experts_per_tok: 8,
      first_k_dense_replace: 3,
      index_n_heads: 32,
      index_head_dim: 128,
      index_topk: 2048,
      torch_dtype: "bfloat16",
    },
  ),
];
