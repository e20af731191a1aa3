/**
 * Data-parallel training of encoders with torch-neuronx on Trainium: BERT, ViT. Work outside the matmuls shows as a fixed
 * cost of each layer.
 */
import { defineProfile } from "../software-profile.ts";

export const torchNeuronxTraining = defineProfile({
  name: "torch-neuronx-training",
  title: "torch-neuronx data-parallel training",
  constants: {
    matmulEfficiency: 1,
    attentionEfficiency: 0.2,
    activationTraffic: 1.51,
    scorePasses: 2,
    layerOverheadNs: 1.59e6,
    collectiveOverheadNs: 20e3,
    optimizerOverheadNs: 188e6,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "pre-training rows of BERT and ViT on trn1",
  fit: {
    rows: "15 rows of BERT and ViT training on trn1",
    fitted: ["matmulEfficiency", "layerOverheadNs", "activationTraffic", "optimizerOverheadNs"],
    residuals: [{ metric: "seq_per_s", rows: 15, low: 0.8, high: 1.42, medianError: 0.103 }],
    covers: { chips: ["trainium"], parameters: [0.08, 0.4], tensor: [1, 1], tokens: [128, 512] },
  },
});
