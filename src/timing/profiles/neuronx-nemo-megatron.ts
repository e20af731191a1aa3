/** NeMo Megatron on Trn1: the score matrix is written out (no fused attention). */
import { defineProfile } from "../software-profile.ts";

export const neuronxNemoMegatron = defineProfile({
  name: "neuronx-nemo-megatron",
  title: "NeuronX NeMo Megatron",
  constants: {
    matmulEfficiency: 0.6,
    attentionEfficiency: 0.2,
    activationTraffic: 0.5,
    scorePasses: 5,
    layerOverheadNs: 100e3,
    collectiveOverheadNs: 20e3,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "pre-training rows of GPT-3 on trn1",
});
