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
    memoryReserveFraction: 0.04,
  },
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
    residuals: [
      { metric: "tok_per_s_per_gpu", rows: 1, low: 0.879, high: 1.0, medianError: 0.071 },
      {
        metric: "tokens_per_s_per_gpu",
        rows: 82,
        low: 0.921,
        high: 1.306,
        medianError: 0.049,
        leftOut: { rows: 82, medianError: 0.072, meanError: 0.073, inside: 0.77 },
      },
    ],
    covers: {
      chips: ["a100-40", "a100-80", "h100"],
      parameters: [1, 70],
      tensor: [1, 1],
      tokens: [512, 65536],
      experts: false,
    },
  },
});
