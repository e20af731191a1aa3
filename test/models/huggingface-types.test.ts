/** Published parameter counts of models as their `config.json` describes them, type by type. */
import { describe, expect, it, test } from "vitest";
import { huggingFaceModelTypes, modelFromHuggingFace } from "../../src/models/huggingface.ts";
import { kvBytesPerToken, kvCacheBytes, stateBytesPerSequence } from "../../src/models/kv-cache.ts";
import { activeParameters, nextTokenParameters, parameterCount } from "../../src/models/parameters.ts";

/** Fields of a decoder under the common names. */
const sizes = (
  layers: number,
  hidden: number,
  heads: number,
  kvHeads: number,
  ffn: number,
  vocabulary: number,
  positions = 4096,
) => ({
  num_hidden_layers: layers,
  hidden_size: hidden,
  num_attention_heads: heads,
  num_key_value_heads: kvHeads,
  intermediate_size: ffn,
  vocab_size: vocabulary,
  max_position_embeddings: positions,
});

const deepSeekV3 = {
  model_type: "deepseek_v3",
  ...sizes(61, 7168, 128, 128, 18_432, 129_280, 163_840),
  moe_intermediate_size: 2048,
  n_routed_experts: 256,
  n_shared_experts: 1,
  num_experts_per_tok: 8,
  first_k_dense_replace: 3,
  kv_lora_rank: 512,
  q_lora_rank: 1536,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  num_nextn_predict_layers: 1,
};

const qwen3Next = {
  model_type: "qwen3_next",
  ...sizes(48, 2048, 16, 2, 5120, 151_936, 262_144),
  head_dim: 256,
  num_experts: 512,
  num_experts_per_tok: 10,
  moe_intermediate_size: 512,
  shared_expert_intermediate_size: 512,
  linear_num_key_heads: 16,
  linear_num_value_heads: 32,
  linear_key_head_dim: 128,
  linear_value_head_dim: 128,
  linear_conv_kernel_dim: 4,
  full_attention_interval: 4,
};

type Row = [model: string, parameters: number, config: Record<string, unknown>];

/** Parameters as the model hub counts them in the weight files, or as the model card says. */
const rows: Row[] = [
  ["llama-2-7b", 6_738_415_616, { model_type: "llama", ...sizes(32, 4096, 32, 32, 11_008, 32_000) }],
  [
    "mixtral-8x7b",
    46_702_792_704,
    {
      model_type: "mixtral",
      ...sizes(32, 4096, 32, 8, 14_336, 32_000),
      num_local_experts: 8,
      num_experts_per_tok: 2,
    },
  ],
  ["qwen2.5-7b", 7_615_616_512, { model_type: "qwen2", ...sizes(28, 3584, 28, 4, 18_944, 152_064) }],
  [
    "qwen1.5-moe-a2.7b",
    14_315_784_192,
    {
      model_type: "qwen2_moe",
      ...sizes(24, 2048, 16, 16, 5632, 151_936),
      num_experts: 60,
      num_experts_per_tok: 4,
      moe_intermediate_size: 1408,
      shared_expert_intermediate_size: 5632,
    },
  ],
  [
    "qwen3-8b",
    8_190_735_360,
    { model_type: "qwen3", ...sizes(36, 4096, 32, 8, 12_288, 151_936), head_dim: 128 },
  ],
  [
    "qwen3-30b-a3b",
    30_532_122_624,
    {
      model_type: "qwen3_moe",
      ...sizes(48, 2048, 32, 4, 6144, 151_936),
      head_dim: 128,
      num_experts: 128,
      num_experts_per_tok: 8,
      moe_intermediate_size: 768,
    },
  ],
  [
    "gemma-2b",
    2_506_172_416,
    { model_type: "gemma", ...sizes(18, 2048, 8, 1, 16_384, 256_000), head_dim: 256 },
  ],
  [
    "gemma-2-9b",
    9_241_705_984,
    { model_type: "gemma2", ...sizes(42, 3584, 16, 8, 14_336, 256_000), head_dim: 256, sliding_window: 4096 },
  ],
  [
    "gemma-3-1b",
    999_885_952,
    {
      model_type: "gemma3_text",
      ...sizes(26, 1152, 4, 1, 6912, 262_144),
      head_dim: 256,
      sliding_window: 512,
    },
  ],
  [
    "gemma-3-27b",
    27_432_406_640,
    {
      model_type: "gemma3",
      mm_tokens_per_image: 256,
      text_config: {
        model_type: "gemma3_text",
        hidden_size: 5376,
        intermediate_size: 21_504,
        num_hidden_layers: 62,
        num_attention_heads: 32,
        num_key_value_heads: 16,
        head_dim: 128,
        sliding_window: 1024,
      },
      vision_config: {
        model_type: "siglip_vision_model",
        hidden_size: 1152,
        intermediate_size: 4304,
        num_hidden_layers: 27,
        num_attention_heads: 16,
        image_size: 896,
        patch_size: 14,
      },
    },
  ],
  // 7.85 B less image and sound (0.98 B), and less the keys and values of 15 layers that read those of others.
  [
    "gemma-3n-e4b, text",
    6_867_000_000 - 15 * 2 * 2048 * 512,
    {
      model_type: "gemma3n",
      text_config: { model_type: "gemma3n_text", num_hidden_layers: 35, intermediate_size: 16_384 },
    },
  ],
  ["phi-2", 2_779_683_840, { model_type: "phi", ...sizes(32, 2560, 32, 32, 10_240, 51_200) }],
  ["phi-4", 14_659_507_200, { model_type: "phi3", ...sizes(40, 5120, 40, 10, 17_920, 100_352) }],
  [
    "phi-3.5-moe",
    41_873_153_344,
    {
      model_type: "phimoe",
      ...sizes(32, 4096, 32, 8, 6400, 32_064),
      num_local_experts: 16,
      num_experts_per_tok: 2,
      attention_bias: true,
      lm_head_bias: true,
    },
  ],
  ["starcoder2-7b", 7_173_923_840, { model_type: "starcoder2", ...sizes(32, 4608, 36, 4, 18_432, 49_152) }],
  [
    "llama-4-scout",
    108_641_793_536,
    {
      model_type: "llama4",
      text_config: {
        model_type: "llama4_text",
        ...sizes(48, 5120, 40, 8, 8192, 202_048, 10_485_760),
        head_dim: 128,
        intermediate_size_mlp: 16_384,
        num_local_experts: 16,
        num_experts_per_tok: 1,
        interleave_moe_layer_step: 1,
      },
      vision_config: {
        model_type: "llama4_vision_model",
        hidden_size: 1408,
        intermediate_size: 5632,
        num_hidden_layers: 34,
        num_attention_heads: 16,
        image_size: 336,
        patch_size: 14,
        projector_input_dim: 4096,
        projector_output_dim: 4096,
      },
    },
  ],
  [
    "llama-4-maverick, text",
    400_711_848_960,
    {
      model_type: "llama4_text",
      ...sizes(48, 5120, 40, 8, 8192, 202_048),
      head_dim: 128,
      intermediate_size_mlp: 16_384,
      num_local_experts: 128,
      num_experts_per_tok: 1,
      interleave_moe_layer_step: 2,
    },
  ],
  ["qwen3-next-80b-a3b", 79_674_391_296, qwen3Next],
  [
    "minimax-m2",
    228_689_764_832,
    {
      model_type: "minimax_m2",
      ...sizes(62, 3072, 48, 8, 1536, 200_064, 196_608),
      head_dim: 128,
      num_local_experts: 256,
      num_experts_per_tok: 8,
      use_qk_norm: true,
    },
  ],
  ["olmo-2-7b", 7_298_617_344, { model_type: "olmo2", ...sizes(32, 4096, 32, 32, 11_008, 100_352) }],
  ["command-r", 34_980_831_232, { model_type: "cohere", ...sizes(40, 8192, 64, 64, 22_528, 256_000) }],
  ["command-r7b", 8_027_901_952, { model_type: "cohere2", ...sizes(32, 4096, 32, 8, 14_336, 256_000) }],
  [
    "falcon-7b",
    6_921_720_704,
    {
      model_type: "falcon",
      hidden_size: 4544,
      num_hidden_layers: 32,
      num_attention_heads: 71,
      vocab_size: 65_024,
      multi_query: true,
      parallel_attn: true,
    },
  ],
  [
    "falcon-40b",
    41_303_293_952,
    {
      model_type: "falcon",
      hidden_size: 8192,
      num_hidden_layers: 60,
      num_attention_heads: 128,
      num_kv_heads: 8,
      vocab_size: 65_024,
      new_decoder_architecture: true,
    },
  ],
  [
    "mpt-7b",
    6_649_286_656,
    {
      model_type: "mpt",
      d_model: 4096,
      n_heads: 32,
      n_layers: 32,
      expansion_ratio: 4,
      max_seq_len: 2048,
      vocab_size: 50_432,
      no_bias: true,
      attn_config: { alibi: true },
    },
  ],
  [
    "bloom-7b1",
    7_069_016_064,
    { model_type: "bloom", hidden_size: 4096, n_layer: 30, n_head: 32, vocab_size: 250_880 },
  ],
  [
    "starcoder",
    15_517_456_384,
    {
      model_type: "gpt_bigcode",
      n_embd: 6144,
      n_layer: 40,
      n_head: 48,
      n_positions: 8192,
      vocab_size: 49_152,
      n_inner: 24_576,
    },
  ],
  [
    "gpt-j-6b",
    6_050_882_784,
    {
      model_type: "gptj",
      n_embd: 4096,
      n_layer: 28,
      n_head: 16,
      n_positions: 2048,
      vocab_size: 50_400,
      rotary_dim: 64,
    },
  ],
  [
    "gpt-neo-1.3b",
    1_315_575_808,
    {
      model_type: "gpt_neo",
      hidden_size: 2048,
      num_layers: 24,
      num_heads: 16,
      max_position_embeddings: 2048,
      vocab_size: 50_257,
    },
  ],
  [
    "gpt2-xl",
    1_557_611_200,
    { model_type: "gpt2", n_embd: 1600, n_layer: 48, n_head: 25, n_positions: 1024, vocab_size: 50_257 },
  ],
  ["gpt-neox-20b", 20_554_567_680, { model_type: "gpt_neox", ...sizes(44, 6144, 64, 64, 24_576, 50_432) }],
  [
    "opt-350m",
    331_196_416,
    {
      model_type: "opt",
      num_hidden_layers: 24,
      hidden_size: 1024,
      num_attention_heads: 16,
      ffn_dim: 4096,
      vocab_size: 50_272,
      max_position_embeddings: 2048,
      word_embed_proj_dim: 512,
      do_layer_norm_before: false,
    },
  ],
  [
    "xlm-roberta-large",
    559_890_432,
    { model_type: "xlm-roberta", ...sizes(24, 1024, 16, 16, 4096, 250_002, 514), type_vocab_size: 1 },
  ],
  [
    "bert-base",
    109_482_240,
    { model_type: "bert", ...sizes(12, 768, 12, 12, 3072, 30_522, 512), type_vocab_size: 2 },
  ],
  [
    "distilbert",
    66_362_880,
    {
      model_type: "distilbert",
      dim: 768,
      n_layers: 6,
      n_heads: 12,
      hidden_dim: 3072,
      vocab_size: 30_522,
      max_position_embeddings: 512,
    },
  ],
  [
    "modernbert-base",
    149_014_272,
    {
      model_type: "modernbert",
      ...sizes(22, 768, 12, 12, 1152, 50_368, 8192),
      local_attention: 128,
      global_attn_every_n_layers: 3,
    },
  ],
  [
    "nomic-embed-text-v1.5",
    136_731_648,
    {
      model_type: "nomic_bert",
      n_embd: 768,
      n_layer: 12,
      n_head: 12,
      n_inner: 3072,
      vocab_size: 30_528,
      n_positions: 8192,
      type_vocab_size: 2,
    },
  ],
  [
    "deepseek-v2-lite",
    15_706_484_224,
    {
      model_type: "deepseek_v2",
      ...sizes(27, 2048, 16, 16, 10_944, 102_400),
      moe_intermediate_size: 1408,
      n_routed_experts: 64,
      n_shared_experts: 2,
      num_experts_per_tok: 6,
      first_k_dense_replace: 1,
      kv_lora_rank: 512,
      q_lora_rank: null,
      qk_nope_head_dim: 128,
      qk_rope_head_dim: 64,
      v_head_dim: 128,
    },
  ],
  ["deepseek-v3", 671_026_419_200, deepSeekV3],
  [
    "kimi-k2",
    1_026_470_731_056,
    {
      ...deepSeekV3,
      model_type: "kimi_k2",
      num_attention_heads: 64,
      vocab_size: 163_840,
      n_routed_experts: 384,
      first_k_dense_replace: 1,
      num_nextn_predict_layers: 0,
    },
  ],
  [
    "glm-4-9b",
    9_399_951_360,
    { model_type: "glm", ...sizes(40, 4096, 32, 2, 13_696, 151_552), head_dim: 128, attention_bias: true },
  ],
  [
    "glm-4-32b-0414",
    32_566_081_536,
    { model_type: "glm4", ...sizes(61, 6144, 48, 2, 23_040, 151_552), head_dim: 128, attention_bias: false },
  ],
  [
    "glm-4.5-air",
    106_852_245_504,
    {
      model_type: "glm4_moe",
      ...sizes(46, 4096, 96, 8, 10_944, 151_552, 131_072),
      head_dim: 128,
      attention_bias: true,
      moe_intermediate_size: 1408,
      n_routed_experts: 128,
      n_shared_experts: 1,
      num_experts_per_tok: 8,
      first_k_dense_replace: 1,
    },
  ],
  [
    "gpt-oss-20b",
    20_914_757_184,
    {
      model_type: "gpt_oss",
      ...sizes(24, 2880, 64, 8, 2880, 201_088, 131_072),
      head_dim: 64,
      num_local_experts: 32,
      num_experts_per_tok: 4,
      sliding_window: 128,
    },
  ],
  [
    "nemotron-h-8b",
    8_098_000_000,
    {
      model_type: "nemotron_h",
      ...sizes(52, 4096, 32, 8, 21_504, 131_072, 8192),
      attention_head_dim: 128,
      mamba_num_heads: 128,
      mamba_head_dim: 64,
      n_groups: 8,
      ssm_state_size: 128,
      conv_kernel: 4,
      hybrid_override_pattern: "M-M-M-M*-M-M-M-M-M*-M-M-M-M-M*-M-M-M-M-M*-M-M-M-M-M-",
    },
  ],
  [
    "nemotron-3-nano-30b-a3b",
    31_577_940_288,
    {
      model_type: "nemotron_h",
      ...sizes(52, 2688, 32, 2, 1856, 131_072, 262_144),
      head_dim: 128,
      mamba_num_heads: 64,
      mamba_head_dim: 64,
      n_groups: 8,
      ssm_state_size: 128,
      conv_kernel: 4,
      n_routed_experts: 128,
      num_experts_per_tok: 6,
      moe_intermediate_size: 1856,
      n_shared_experts: 1,
      moe_shared_expert_intermediate_size: 3712,
      hybrid_override_pattern: "MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME",
    },
  ],
  [
    "minimax-text-01",
    456_089_655_296,
    {
      model_type: "minimax_text_01",
      ...sizes(80, 6144, 64, 8, 9216, 200_064, 10_240_000),
      head_dim: 128,
      num_local_experts: 32,
      num_experts_per_tok: 2,
      // Seven layers of lightning attention before each of softmax attention.
      attn_type_list: Array.from({ length: 80 }, (_, index) => ((index + 1) % 8 === 0 ? 1 : 0)),
      postnorm: true,
    },
  ],
  [
    "jamba-v0.1",
    51_570_323_328,
    {
      model_type: "jamba",
      ...sizes(32, 4096, 32, 8, 14_336, 65_536, 262_144),
      num_experts: 16,
      num_experts_per_tok: 2,
      attn_layer_period: 8,
      attn_layer_offset: 4,
      expert_layer_period: 2,
      expert_layer_offset: 1,
      mamba_d_state: 16,
      mamba_d_conv: 4,
      mamba_expand: 2,
      mamba_dt_rank: 256,
    },
  ],
  [
    "mamba-2.8b",
    2_768_345_600,
    {
      model_type: "mamba",
      hidden_size: 2560,
      num_hidden_layers: 64,
      state_size: 16,
      expand: 2,
      conv_kernel: 4,
      vocab_size: 50_280,
    },
  ],
  [
    "mamba-codestral-7b",
    7_285_403_648,
    {
      model_type: "mamba2",
      hidden_size: 4096,
      num_hidden_layers: 64,
      num_heads: 128,
      head_dim: 64,
      state_size: 128,
      n_groups: 8,
      expand: 2,
      conv_kernel: 4,
      vocab_size: 32_768,
    },
  ],
  [
    "granite-3.1-8b",
    8_170_848_256,
    { model_type: "granite", ...sizes(40, 4096, 32, 8, 12_800, 49_152), tie_word_embeddings: true },
  ],
  [
    "granite-3.0-1b-a400m",
    1_334_628_352,
    {
      model_type: "granitemoe",
      ...sizes(24, 1024, 16, 8, 512, 49_152),
      num_local_experts: 32,
      num_experts_per_tok: 8,
      tie_word_embeddings: true,
    },
  ],
  [
    "mistral-small-3.1-24b",
    24_011_361_280,
    {
      model_type: "mistral3",
      text_config: {
        model_type: "mistral",
        ...sizes(40, 5120, 32, 8, 32_768, 131_072, 131_072),
        head_dim: 128,
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
    },
  ],
  [
    "qwen-7b",
    7_721_324_544,
    {
      model_type: "qwen",
      ...sizes(32, 4096, 32, 32, 22_016, 151_936, 32_768),
      num_key_value_heads: undefined,
      seq_length: 8192,
      kv_channels: 128,
    },
  ],
  [
    "chatglm3-6b",
    6_243_584_000,
    {
      model_type: "chatglm",
      num_layers: 28,
      hidden_size: 4096,
      num_attention_heads: 32,
      multi_query_attention: true,
      multi_query_group_num: 2,
      ffn_hidden_size: 13_696,
      kv_channels: 128,
      padded_vocab_size: 65_024,
      seq_length: 8192,
      add_qkv_bias: true,
    },
  ],
  [
    "baichuan2-7b",
    7_505_973_248,
    {
      model_type: "baichuan",
      hidden_size: 4096,
      intermediate_size: 11_008,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      vocab_size: 125_696,
      model_max_length: 4096,
    },
  ],
  [
    "internlm2-7b",
    7_737_708_544,
    { model_type: "internlm2", ...sizes(32, 4096, 32, 8, 14_336, 92_544, 32_768), bias: false },
  ],
  [
    "deepseek-moe-16b",
    16_375_728_128,
    {
      model_type: "deepseek",
      ...sizes(28, 2048, 16, 16, 10_944, 102_400),
      moe_intermediate_size: 1408,
      n_routed_experts: 64,
      n_shared_experts: 2,
      num_experts_per_tok: 6,
      first_k_dense_replace: 1,
      moe_layer_freq: 1,
    },
  ],
  [
    "dots.llm1",
    142_774_381_696,
    {
      model_type: "dots1",
      ...sizes(62, 4096, 32, 32, 10_944, 152_064, 32_768),
      head_dim: 128,
      moe_intermediate_size: 1408,
      n_routed_experts: 128,
      n_shared_experts: 2,
      num_experts_per_tok: 6,
      first_k_dense_replace: 1,
    },
  ],
  [
    "ernie-4.5-21b-a3b",
    21_825_437_888,
    {
      model_type: "ernie4_5_moe",
      ...sizes(28, 2560, 20, 4, 12_288, 103_424, 131_072),
      head_dim: 128,
      moe_num_experts: 64,
      moe_k: 6,
      moe_intermediate_size: 1536,
      moe_num_shared_experts: 2,
      moe_layer_start_index: 1,
    },
  ],
  [
    "bamba-9b",
    9_780_346_752,
    {
      model_type: "bamba",
      ...sizes(32, 4096, 32, 8, 14_336, 128_256, 262_144),
      attn_layer_indices: [9, 18, 27],
      mamba_n_heads: 128,
      mamba_d_head: 64,
      mamba_d_state: 128,
      mamba_n_groups: 1,
      mamba_d_conv: 4,
      mamba_expand: 2,
    },
  ],
  [
    "dbrx",
    131_596_523_520,
    {
      model_type: "dbrx",
      d_model: 6144,
      n_heads: 48,
      n_layers: 40,
      max_seq_len: 32_768,
      vocab_size: 100_352,
      attn_config: { kv_n_heads: 8 },
      ffn_config: { ffn_hidden_size: 10_752, moe_num_experts: 16, moe_top_k: 4 },
    },
  ],
  [
    "whisper-large-v3",
    1_543_490_560,
    {
      model_type: "whisper",
      d_model: 1280,
      encoder_layers: 32,
      decoder_layers: 32,
      encoder_attention_heads: 20,
      decoder_attention_heads: 20,
      encoder_ffn_dim: 5120,
      decoder_ffn_dim: 5120,
      num_mel_bins: 128,
      vocab_size: 51_866,
    },
  ],
  [
    "clip-vit-base-patch32",
    151_277_313,
    { model_type: "clip", projection_dim: 512, text_config: {}, vision_config: {} },
  ],
  ["siglip-base-patch16-224", 203_155_970, { model_type: "siglip", text_config: {}, vision_config: {} }],
  [
    "vit-base-patch16-224",
    85_798_656,
    {
      model_type: "vit",
      ...sizes(12, 768, 12, 12, 3072, 0),
      vocab_size: undefined,
      image_size: 224,
      patch_size: 16,
    },
  ],
  [
    "dinov2-base",
    86_580_480,
    {
      model_type: "dinov2",
      hidden_size: 768,
      num_hidden_layers: 12,
      num_attention_heads: 12,
      mlp_ratio: 4,
      image_size: 518,
      patch_size: 14,
    },
  ],
  [
    "t5-base",
    222_903_552,
    {
      model_type: "t5",
      d_model: 768,
      d_kv: 64,
      d_ff: 3072,
      num_layers: 12,
      num_heads: 12,
      vocab_size: 32_128,
    },
  ],
  [
    "flan-t5-xxl",
    11_135_332_352,
    {
      model_type: "t5",
      d_model: 4096,
      d_kv: 64,
      d_ff: 10_240,
      num_layers: 24,
      num_heads: 64,
      vocab_size: 32_128,
      feed_forward_proj: "gated-gelu",
      tie_word_embeddings: false,
    },
  ],
  [
    "bart-large",
    406_291_456,
    {
      model_type: "bart",
      d_model: 1024,
      encoder_layers: 12,
      decoder_layers: 12,
      encoder_attention_heads: 16,
      decoder_attention_heads: 16,
      encoder_ffn_dim: 4096,
      decoder_ffn_dim: 4096,
      vocab_size: 50_265,
      max_position_embeddings: 1024,
    },
  ],
  [
    "qwen2.5-vl-7b",
    8_292_166_656,
    {
      model_type: "qwen2_5_vl",
      ...sizes(28, 3584, 28, 4, 18_944, 152_064, 128_000),
      vision_config: {
        depth: 32,
        hidden_size: 1280,
        intermediate_size: 3420,
        num_heads: 16,
        in_chans: 3,
        out_hidden_size: 3584,
        patch_size: 14,
        spatial_merge_size: 2,
        window_size: 112,
        fullatt_block_indexes: [7, 15, 23, 31],
        temporal_patch_size: 2,
      },
    },
  ],
  [
    "qwen2-vl-7b",
    8_291_375_616,
    {
      model_type: "qwen2_vl",
      ...sizes(28, 3584, 28, 4, 18_944, 152_064, 32_768),
      vision_config: { depth: 32, embed_dim: 1280, mlp_ratio: 4, num_heads: 16, hidden_size: 3584 },
    },
  ],
  [
    "internvl3-8b",
    7_944_373_760,
    {
      model_type: "internvl",
      text_config: { model_type: "qwen2", ...sizes(28, 3584, 28, 4, 18_944, 151_674, 32_768) },
      vision_config: {
        hidden_size: 1024,
        intermediate_size: 4096,
        num_hidden_layers: 24,
        num_attention_heads: 16,
        image_size: [448, 448],
        patch_size: [14, 14],
        attention_bias: true,
      },
      downsample_ratio: 0.5,
    },
  ],
  // Images of 448 pixels in the base model, of 560 in the one that was instructed.
  [
    "llama-3.2-11b-vision",
    10_642_941_475,
    {
      model_type: "mllama",
      text_config: { ...sizes(40, 4096, 32, 8, 14_336, 128_256, 131_072) },
      vision_config: { image_size: 448, num_hidden_layers: 32, num_global_layers: 8, attention_heads: 16 },
    },
  ],
  [
    "stablelm-2-12b",
    12_143_185_920,
    {
      model_type: "stablelm",
      ...sizes(40, 5120, 32, 8, 13_824, 100_352),
      qk_layernorm: true,
      use_parallel_residual: true,
    },
  ],
  [
    "dit-xl-2",
    675_129_632,
    {
      _class_name: "DiTTransformer2DModel",
      num_attention_heads: 16,
      attention_head_dim: 72,
      in_channels: 4,
      num_layers: 28,
      patch_size: 2,
      sample_size: 32,
      num_embeds_ada_norm: 1000,
      norm_type: "ada_norm_zero",
    },
  ],
  [
    "stable-diffusion-3-medium",
    2_028_328_000,
    {
      _class_name: "SD3Transformer2DModel",
      num_layers: 24,
      num_attention_heads: 24,
      attention_head_dim: 64,
      in_channels: 16,
      patch_size: 2,
      joint_attention_dim: 4096,
      pooled_projection_dim: 2048,
    },
  ],
  [
    "flux.1-dev",
    11_901_408_320,
    {
      _class_name: "FluxTransformer2DModel",
      num_layers: 19,
      num_single_layers: 38,
      num_attention_heads: 24,
      attention_head_dim: 128,
      in_channels: 64,
      joint_attention_dim: 4096,
      pooled_projection_dim: 768,
      guidance_embeds: true,
    },
  ],
];

describe("parameters of a config.json", () => {
  test.each(rows)("of %s are as published, within 0.1 %%", (name, parameters, config) => {
    const model = modelFromHuggingFace(config, name);
    expect(Math.abs(parameterCount(model) / parameters - 1)).toBeLessThan(1e-3);
  });

  it("of towers whose counts follow to the last weight are exact, not near", () => {
    const exact = [
      "qwen2.5-vl-7b",
      "qwen2-vl-7b",
      "internvl3-8b",
      "llama-3.2-11b-vision",
      "dit-xl-2",
      "minimax-text-01",
    ];
    for (const [name, parameters, config] of rows.filter(([each]) => exact.includes(each))) {
      const model = modelFromHuggingFace(config, name);
      expect(parameterCount(model), name).toBe(parameters);
      expect(model.reading?.unusedFields, name).toEqual([]);
    }
  });

  it("are read for at least 45 types, all of which are known", () => {
    const types = new Set(rows.map(([, , config]) => (config.model_type ?? config._class_name) as string));
    expect(types.size).toBeGreaterThanOrEqual(45);
    for (const type of types) expect(huggingFaceModelTypes).toContain(type);
  });
});

describe("DeepSeek-V3 from its config.json", () => {
  const model = modelFromHuggingFace(deepSeekV3, "deepseek-v3");
  const latent = { tensor: 8, expert: 1 };

  it("activates 37 B parameters for a token", () => {
    // Without the embedding, which is looked up: 36.7 B; the paper says 37 B.
    expect(activeParameters(model) / 1e9).toBeCloseTo(37.55, 1);
  });

  it("keeps 70,272 bytes a token in bf16, the same on every tensor rank", () => {
    expect(kvBytesPerToken(model, 2)).toBe((512 + 64) * 61 * 2);
    expect(kvBytesPerToken(model, 2, latent)).toBe(70_272);
  });

  it("has three dense layers before 58 of experts, and counts the layer that predicts the next but one apart", () => {
    expect(model.stack?.runs.map(({ repeat, layer }) => [repeat, layer.feedForward?.kind])).toEqual([
      [3, "dense"],
      [58, "experts"],
    ]);
    // 684.5 B in the files, of which 671 B are the model; embedding and head of that layer are the model's own.
    expect(nextTokenParameters(model) / 1e9).toBeCloseTo(684.53 - 671.03 - (2 * 129_280 * 7168) / 1e9, 0);
  });
});

describe("Qwen3-Next from its config.json", () => {
  const model = modelFromHuggingFace(qwen3Next, "qwen3-next-80b-a3b");

  it("caches 12 of 48 layers: 24,576 bytes a token in bf16", () => {
    expect(kvBytesPerToken(model, 2)).toBe(12 * 2 * 2 * 256 * 2);
  });

  it("keeps a state of fixed size a sequence: matrices in 32 bits, three inputs of the convolution in 16", () => {
    const matrices = 32 * 128 * 128 * 4;
    const inputs = 3 * (2 * 16 * 128 + 32 * 128) * 2;
    expect(stateBytesPerSequence(model)).toBe(36 * (matrices + inputs));
  });
});

describe("windows of a config.json", () => {
  const tokens = 32_768;

  it("of Qwen2 are of the layers from max_window_layers on, where they are used at all", () => {
    const config = {
      model_type: "qwen2",
      ...sizes(28, 3584, 28, 4, 18_944, 152_064, 131_072),
      sliding_window: 4096,
      max_window_layers: 14,
    };
    const used = modelFromHuggingFace({ ...config, use_sliding_window: true }, "windowed");
    expect(kvCacheBytes(used, { tokens }, 2)).toBe((14 * tokens + 14 * 4096) * 2048);
    const unused = modelFromHuggingFace({ ...config, use_sliding_window: false }, "plain");
    expect(kvCacheBytes(unused, { tokens }, 2)).toBe(28 * tokens * 2048);
  });

  it("of Mixtral are of all layers", () => {
    const config = {
      model_type: "mixtral",
      ...sizes(32, 4096, 32, 8, 14_336, 32_000, 32_768),
      num_local_experts: 8,
      num_experts_per_tok: 2,
      sliding_window: 4096,
    };
    expect(kvCacheBytes(modelFromHuggingFace(config, "mixtral"), { tokens }, 2)).toBe(32 * 4096 * 4096);
  });
});

describe("reading a config.json", () => {
  const llama = { model_type: "llama", ...sizes(32, 4096, 32, 32, 11_008, 32_000) };

  it("takes the longest sequence under its old name", () => {
    const { max_position_embeddings: _, ...old } = llama;
    expect(modelFromHuggingFace({ ...old, max_sequence_length: 2048 }, "first").maxTokens).toBe(2048);
  });

  it("names each missing size", () => {
    const { max_position_embeddings: _, num_hidden_layers: __, ...rest } = llama;
    const expected = ["num_hidden_layers", "max_position_embeddings"].map(
      (field) => `${field}: found nothing; expected a whole number greater than zero`,
    );
    expect(() => modelFromHuggingFace(rest, "partial")).toThrow(expected.join("\n"));
  });

  it("names fields that say something and were not used, and is silent about others", () => {
    const { reading } = modelFromHuggingFace(
      { ...llama, rope_theta: 1e4, lookup_width: 64, extra: null },
      "odd",
    );
    expect(reading?.unusedFields).toEqual(["lookup_width"]);
  });

  it("says what a file of an unknown type looks like and that shapes can be written out, and names no other type to take", () => {
    const unknown = { model_type: "novel", text_config: { kv_lora_rank: 512, n_routed_experts: 8 } };
    try {
      modelFromHuggingFace(unknown, "novel");
      expect.unreachable();
    } catch (error) {
      const { message } = error as Error;
      expect(message).toContain(
        "its shape is nested under text_config, and speaks of latent attention, experts",
      );
      expect(message).toContain("a shape can be written out");
      expect(message).not.toContain("did you mean");
    }
  });
});

describe("layers that a config.json chooses one by one", () => {
  const block = (group: number | null, multiple: number | null) => ({
    attention: group === null ? { no_op: true } : { no_op: false, n_heads_in_group: group },
    ffn: multiple === null ? { no_op: true } : { no_op: false, ffn_mult: multiple },
  });
  const config = {
    model_type: "nemotron-nas",
    ...sizes(4, 1024, 16, 0, 0, 1000),
    num_key_value_heads: undefined,
    intermediate_size: undefined,
    block_configs: [block(4, 2.625), block(8, 1), block(null, 1), block(16, null)],
  };

  it("have KV heads of their own, or no attention at all", () => {
    const model = modelFromHuggingFace(config, "nas");
    // 16 heads in groups of 4, 8 and 16 share 4, 2 and 1 KV heads, each 64 wide.
    expect(kvBytesPerToken(model, 2)).toBe((4 + 2 + 1) * 2 * 64 * 2);
  });

  it("have widths of their own, or no feed-forward part at all", () => {
    const model = modelFromHuggingFace(config, "nas");
    const widths = model.stack?.runs.map(({ layer: { feedForward } }) =>
      feedForward?.kind === "dense" ? feedForward.width : undefined,
    );
    // A third of 2 x 2.625 x 1,024 is 1,792 = 7 x 256; of 2 x 1,024 it is 682, rounded up to 768.
    expect(widths).toEqual([1792, 768, 768, undefined]);
  });

  it("are an error where there are not as many as layers", () => {
    expect(() => modelFromHuggingFace({ ...config, num_hidden_layers: 5 }, "nas")).toThrow(
      "expected a list of 5 objects",
    );
  });
});

describe("formats of a checkpoint", () => {
  const llama = { model_type: "llama", torch_dtype: "bfloat16", ...sizes(32, 4096, 32, 32, 11_008, 32_000) };
  const stored = (quantization: object) =>
    modelFromHuggingFace({ ...llama, quantization_config: quantization }, "quantised").stored;

  test.each([
    [{ quant_method: "fp8", weight_block_size: [128, 128] }, "fp8-block"],
    [{ quant_method: "fp8", activation_scheme: "dynamic" }, "fp8"],
    [{ quant_method: "awq", bits: 4, group_size: 128 }, "int4-g128"],
    [{ quant_method: "gptq", bits: 8, group_size: -1 }, "int8"],
    [{ quant_method: "modelopt", quant_algo: "NVFP4" }, "nvfp4"],
    [
      {
        quant_method: "compressed-tensors",
        config_groups: { group_0: { weights: { num_bits: 8, type: "float" } } },
      },
      "fp8",
    ],
    [
      {
        quant_method: "compressed-tensors",
        config_groups: { group_0: { weights: { num_bits: 4, type: "int", group_size: 32 } } },
      },
      "int4-g32",
    ],
  ])("%j are of the layers' matrices, not of embeddings, head, norms and router", (quantization, format) => {
    const formats = stored(quantization);
    expect(formats?.weights).toBe(format);
    expect(formats?.families).toMatchObject({
      embeddings: "bf16",
      head: "bf16",
      norms: "bf16",
      router: "bf16",
    });
    expect(formats?.families?.attention).toBeUndefined();
  });

  it("leave out the modules that the file names", () => {
    const formats = stored({ quant_method: "fp8", modules_to_not_convert: ["re:.*self_attn.*", "lm_head"] });
    expect(formats?.families?.attention).toBe("bf16");
    expect(formats?.families?.["feed-forward"]).toBeUndefined();
  });

  it("of MXFP4 are of the experts alone", () => {
    expect(stored({ quant_method: "mxfp4" })?.families).toMatchObject({
      attention: "bf16",
      "feed-forward": "bf16",
    });
  });

  it("of an unknown method are an error", () => {
    expect(() => stored({ quant_method: "novel" })).toThrow(
      'quantization_config.quant_method: found "novel"',
    );
  });
});
