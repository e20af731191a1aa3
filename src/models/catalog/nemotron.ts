/**
 * Nemotron 3 of NVIDIA: Mamba-2 and experts by turns, attention in few layers, one part a layer; the experts of Super read
 * and write a latent. `config.json` on Hugging Face; parameters of Nano from its weight files, of Super from its report
 * (arXiv:2512.20856 and the model card), rounded there.
 */
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

const nemotron3 = {
  model_type: "nemotron_h",
  head_dim: 128,
  mamba_head_dim: 64,
  n_groups: 8,
  ssm_state_size: 128,
  conv_kernel: 4,
  n_shared_experts: 1,
  torch_dtype: "bfloat16",
};

/** Nemotron 3 Nano and Super. */
export const nemotronModels: readonly CatalogModel[] = [
  fromConfig(
    {
      name: "nemotron-3-nano-30b-a3b",
      title: "Nemotron 3 Nano 30B-A3B",
      aliases: ["nemotron-3-nano"],
      repository: "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16",
      publishedParameters: 31_577_940_288,
    },
    {
      ...nemotron3,
      ...sizes(52, 2688, 32, 2, 1856, 131_072, 262_144),
      mamba_num_heads: 64,
      n_routed_experts: 128,
      num_experts_per_tok: 6,
      moe_intermediate_size: 1856,
      moe_shared_expert_intermediate_size: 3712,
      hybrid_override_pattern: "MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME",
    },
  ),
  fromConfig(
    {
      name: "nemotron-3-super-120b-a12b",
      title: "Nemotron 3 Super 120B-A12B",
      aliases: ["nemotron-3-super"],
      repository: "nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16",
      publishedParameters: 120.6e9,
    },
    {
      ...nemotron3,
      ...sizes(88, 4096, 32, 2, 2688, 131_072, 262_144),
      mamba_num_heads: 128,
      n_routed_experts: 512,
      num_experts_per_tok: 22,
      moe_intermediate_size: 2688,
      moe_latent_size: 1024,
      moe_shared_expert_intermediate_size: 5376,
      num_nextn_predict_layers: 1,
      hybrid_override_pattern:
        "MEMEMEM*EMEMEMEM*EMEMEMEM*EMEMEMEMEM*EMEMEMEMEM*EMEMEMEMEM*EMEMEMEMEM*EMEMEMEM*EMEMEMEME",
    },
  ),
];
