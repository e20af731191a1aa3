/** Megatron-core (NeMo, Megatron-Bridge) with Transformer Engine: fused attention, tensor-parallel exchanges beside matmuls. */
import { defineProfile } from "../software-profile.ts";

export const megatronCore = defineProfile({
  name: "megatron-core",
  title: "Megatron-core",
  kernels: "vllm",
  constants: {
    expertEfficiency: 0.9,
    expertMatmulNs: 35e3,
    matmulEfficiency: 0.78,
    matmulEfficiency8Bit: 0.95,
    flashAttentionEfficiency: 0.436,
    layerOverheadNs: 49e3,
    collectiveOverheadNs: 20e3,
    hiddenTensorFraction: 0.6,
    hiddenDataFraction: 0.6,
    memoryReserveFraction: 0.02,
  },
  // DeepEP is the dispatcher of experts that span instances in its recipes.
  behaviours: { sendsOncePerInstance: true, expertMatmuls: "grouped" },
  basis: "training rows of NeMo and Megatron-Bridge on H100",
  fit: {
    rows: "42 rows of iteration times and training rates of Megatron-core, NeMo and Megatron-Bridge on H100",
    fitted: [
      "matmulEfficiency8Bit",
      "expertEfficiency",
      "expertMatmulNs",
      "flashAttentionEfficiency",
      "layerOverheadNs",
      "hiddenDataFraction",
      "hiddenTensorFraction",
    ],
  },
});
