/**
 * DeepSeek-V3 and R1, V3.2 (sparse attention), and Kimi K2 and K2.5 of Moonshot AI, which have their shape: latent
 * attention, dense first layers, a shared expert. The weights of V3 are fp8 in blocks of 128 x 128, those of K2.5's experts
 * int4 in groups of 32. Kimi Linear has a delta rule in three layers of four. DeepSeek-AI 2024, arXiv:2412.19437; Moonshot AI 2025, arXiv:2507.20534.
 */
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

const blocks = {
  torch_dtype: "bfloat16",
  quantization_config: { quant_method: "fp8", fmt: "e4m3", weight_block_size: [128, 128] },
};

const latent = {
  kv_lora_rank: 512,
  q_lora_rank: 1536,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  moe_intermediate_size: 2048,
  n_shared_experts: 1,
  num_experts_per_tok: 8,
};

const deepSeekV3 = {
  model_type: "deepseek_v3",
  ...sizes(61, 7168, 128, 128, 18_432, 129_280, 163_840),
  ...latent,
  ...blocks,
  n_routed_experts: 256,
  first_k_dense_replace: 3,
  num_nextn_predict_layers: 1,
};

const kimiK2 = {
  model_type: "kimi_k2",
  ...sizes(61, 7168, 64, 64, 18_432, 163_840, 131_072),
  ...latent,
  n_routed_experts: 384,
  first_k_dense_replace: 1,
};

/** The image tower of Kimi K2.5: MoonViT-3D, `kimi_k25` of the transformers library. */
const moonVit = {
  model_type: "moonvit3d",
  patch_size: 14,
  init_pos_emb_height: 64,
  init_pos_emb_width: 64,
  vt_num_attention_heads: 16,
  vt_num_hidden_layers: 27,
  vt_hidden_size: 1152,
  vt_intermediate_size: 4304,
  merge_kernel_size: [2, 2],
};

/** DeepSeek-V2-Lite, V2, V3, R1, V3.2; Kimi K2, K2.5 and Kimi Linear. */
export const deepSeekModels: readonly CatalogModel[] = [
  fromConfig(
    {
      name: "deepseek-v2-lite",
      title: "DeepSeek-V2-Lite",
      repository: "deepseek-ai/DeepSeek-V2-Lite",
      aliases: ["deepseek-coder-v2-lite"],
      publishedParameters: 15_706_484_224,
    },
    {
      model_type: "deepseek_v2",
      ...sizes(27, 2048, 16, 16, 10_944, 102_400, 163_840),
      ...latent,
      q_lora_rank: null,
      moe_intermediate_size: 1408,
      n_routed_experts: 64,
      n_shared_experts: 2,
      num_experts_per_tok: 6,
      first_k_dense_replace: 1,
      torch_dtype: "bfloat16",
    },
  ),
  fromConfig(
    {
      name: "deepseek-v2",
      title: "DeepSeek-V2",
      repository: "deepseek-ai/DeepSeek-V2",
      aliases: ["deepseek-v2.5"],
      publishedParameters: 235_741_434_880,
    },
    {
      model_type: "deepseek_v2",
      ...sizes(60, 5120, 128, 128, 12_288, 102_400, 163_840),
      ...latent,
      moe_intermediate_size: 1536,
      n_routed_experts: 160,
      n_shared_experts: 2,
      num_experts_per_tok: 6,
      first_k_dense_replace: 1,
      torch_dtype: "bfloat16",
    },
  ),
  fromConfig(
    {
      name: "deepseek-v3",
      title: "DeepSeek-V3",
      repository: "deepseek-ai/DeepSeek-V3",
      aliases: [
        "deepseek-v3-0324",
        "deepseek-v3.1",
        "deepseek-v3.1-terminus",
        "deepseek-r1",
        "deepseek-r1-0528",
      ],
      publishedParameters: 671_026_419_200,
    },
    deepSeekV3,
  ),
  fromConfig(
    {
      name: "deepseek-v3.2",
      title: "DeepSeek-V3.2",
      repository: "deepseek-ai/DeepSeek-V3.2",
      aliases: ["deepseek-v3.2-exp"],
      // V3's, and an indexer of 64 heads of 128 in every layer.
      publishedParameters: 671_877_944_064,
    },
    { ...deepSeekV3, model_type: "deepseek_v32", index_n_heads: 64, index_head_dim: 128, index_topk: 2048 },
  ),
  fromConfig(
    {
      name: "kimi-k2",
      title: "Kimi K2",
      repository: "moonshotai/Kimi-K2-Instruct",
      aliases: ["kimi-k2-0905"],
      publishedParameters: 1_026_408_232_448,
    },
    { ...kimiK2, ...blocks },
  ),
  fromConfig(
    {
      name: "kimi-linear-48b-a3b",
      title: "Kimi Linear 48B-A3B",
      repository: "moonshotai/Kimi-Linear-48B-A3B-Instruct",
      publishedParameters: 49_122_681_728,
    },
    {
      model_type: "kimi_linear",
      ...sizes(27, 2304, 32, 32, 9216, 163_840, 1_048_576),
      torch_dtype: "bfloat16",
      moe_intermediate_size: 1024,
      num_experts: 256,
      num_experts_per_token: 8,
      num_shared_experts: 1,
      first_k_dense_replace: 1,
      kv_lora_rank: 512,
      q_lora_rank: null,
      qk_nope_head_dim: 128,
      qk_rope_head_dim: 64,
      v_head_dim: 128,
      linear_attn_config: {
        num_heads: 32,
        head_dim: 128,
        short_conv_kernel_size: 4,
        full_attn_layers: [4, 8, 12, 16, 20, 24, 27],
      },
    },
  ),
  fromConfig(
    {
      name: "kimi-k2.5",
      title: "Kimi K2.5",
      repository: "moonshotai/Kimi-K2.5",
      aliases: ["kimi-k2-thinking", "kimi-k2.6"],
      // Of the language model; the image tower is half a thousandth beside it.
      publishedParameters: 1_026_408_232_448,
    },
    {
      model_type: "kimi_k25",
      text_config: { ...kimiK2, max_position_embeddings: 262_144 },
      vision_config: moonVit,
      torch_dtype: "bfloat16",
      quantization_config: {
        quant_method: "compressed-tensors",
        config_groups: { group_0: { weights: { num_bits: 4, type: "int", group_size: 32 } } },
        ignore: [
          "lm_head",
          "re:.*self_attn.*",
          "re:.*shared_experts.*",
          "re:.*mlp\\.(gate|up|gate_up|down)_proj.*",
        ],
      },
    },
  ),
];
