/** Data-parallel training of encoders with torch-neuronx on Trn1: BERT, ViT. */
import { defineProfile } from "../software-profile.ts";

export const torchNeuronxTraining = defineProfile({
  name: "torch-neuronx-training",
  title: "torch-neuronx data-parallel training",
  constants: {
    matmulEfficiency: 0.6,
    attentionEfficiency: 0.2,
    activationTraffic: 0.5,
    scorePasses: 2,
    layerOverheadNs: 50e3,
    collectiveOverheadNs: 20e3,
    optimizerOverheadNs: 50e6,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "pre-training rows of BERT and ViT on trn1",
});
