/**
 * NeMo Megatron on Trainium: the score matrix is written out (no fused attention).
 */
import { defineProfile } from "../software-profile.ts";

export const neuronxNemoMegatron = defineProfile({
  name: "neuronx-nemo-megatron",
  title: "NeuronX NeMo Megatron",
  constants: {
    matmulEfficiency: 0.598,
    attentionEfficiency: 0.2,
    activationTraffic: 0.5,
    scorePasses: 4,
    layerOverheadNs: 50e3,
    collectiveOverheadNs: 20e3,
    hiddenTensorFraction: 0.182,
    optimizerOverheadNs: 1.87e9,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "pre-training rows of GPT-3 on trn1",
  fit: {
    rows: "3 rows of GPT-3 pre-training on trn1",
    fitted: ["matmulEfficiency", "hiddenTensorFraction", "optimizerOverheadNs"],
    residuals: [{ metric: "seq_per_s", rows: 3, low: 0.8, high: 1.12, medianError: 0.19 }],
    covers: { chips: ["trainium"], parameters: [6, 175], tensor: [8, 32], tokens: [2048, 2048] },
  },
});
