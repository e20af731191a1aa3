/**
 * PyTorch with the vendor's fused kernels, data parallel (NVIDIA DeepLearningExamples): attention of encoders in one fused
 * kernel or a few, gradients exchanged beside the backward pass.
 */
import { defineProfile } from "../software-profile.ts";

export const pytorch = defineProfile({
  name: "pytorch",
  title: "PyTorch",
  kernels: "vllm",
  constants: {
    matmulEfficiency: 0.727,
    matmulEfficiency8Bit: 0.8,
    flashAttentionEfficiency: 0.595,
    layerOverheadNs: 46e3,
    collectiveOverheadNs: 20e3,
    hiddenDataFraction: 0.8,
    memoryReserveFraction: 0.04,
  },
  basis: "no rows of its own: BERT pre-training of DeepLearningExamples",
  fit: {
    rows: "10 rows of BERT pre-training of DeepLearningExamples on A100 and V100",
    fitted: ["matmulEfficiency", "flashAttentionEfficiency", "layerOverheadNs"],
  },
});
