/**
 * PyTorch FSDP with a flash kernel (llm-foundry, fms-fsdp, torchtitan): weights, gradients and optimizer state sharded over
 * the ranks, gathered layer by layer beside the compute of the layer before.
 */
import { defineProfile } from "../software-profile.ts";

export const pytorchFsdp = defineProfile({
  name: "pytorch-fsdp",
  title: "PyTorch FSDP",
  kernels: "vllm",
  constants: {
    matmulEfficiency: 0.814,
    matmulEfficiency8Bit: 0.8,
    flashAttentionEfficiency: 0.507,
    layerOverheadNs: 53e3,
    optimizerOverheadNs: 26e6,
    collectiveOverheadNs: 20e3,
    hiddenDataFraction: 0.91,
    // No mixture of experts was measured: as Megatron-core launches them.
    expertMatmulNs: 35e3,
    memoryReserveFraction: 0.04,
  },
  behaviours: { expertMatmuls: "grouped" },
  // FlashAttention-2 does without Hopper's own instructions; the H100 rows are from its first year.
  onGeneration: { Hopper: { matmulEfficiency: 0.685, flashAttentionEfficiency: 0.26 } },
  basis: "training rows of llm-foundry and fms-fsdp",
  fit: {
    rows: "82 rows of training rates of llm-foundry and fms-fsdp on A100 and H100",
    fitted: [
      "matmulEfficiency",
      "flashAttentionEfficiency",
      "layerOverheadNs",
      "hiddenDataFraction",
      "optimizerOverheadNs",
    ],
  },
});
