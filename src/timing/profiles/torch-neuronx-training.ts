/**
 * Data-parallel training of encoders with torch-neuronx on Trainium: BERT, ViT. Work outside the matmuls shows as a fixed
 * cost of each layer.
 */
import { defineProfile } from "../software-profile.ts";

export const torchNeuronxTraining = defineProfile({
  name: "torch-neuronx-training",
  title: "torch-neuronx data-parallel training",
  constants: {
    matmulEfficiency: 0.936,
    attentionEfficiency: 0.2,
    activationTraffic: 0.9,
    scorePasses: 3.51,
    layerOverheadNs: 1.59e6,
    collectiveOverheadNs: 20e3,
    optimizerOverheadNs: 142e6,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null, gradientExchange: "per-tensor", castsMatmuls: true },
  basis: "pre-training rows of BERT and ViT on trn1",
  fit: {
    rows: "15 rows of BERT and ViT training on trn1",
    fitted: [
      "matmulEfficiency",
      "layerOverheadNs",
      "activationTraffic",
      "optimizerOverheadNs",
      "scorePasses",
    ],
    residuals: [
      {
        metric: "seq_per_s",
        rows: 15,
        low: 0.861,
        high: 1.176,
        medianError: 0.065,
        leftOut: { rows: 15, medianError: 0.083, meanError: 0.092, inside: 0.8 },
      },
    ],
    covers: { chips: ["trainium"], parameters: [0.08, 0.4], tensor: [1, 1], tokens: [128, 512] },
  },
});
