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
    attentionEfficiency: 0.4,
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
  },
});
