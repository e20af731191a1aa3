/**
 * NeMo Megatron on Trainium: the score matrix is written out (no fused attention).
 */
import { defineProfile } from "../software-profile.ts";

export const nemoNeuron = defineProfile({
  name: "nemo-neuron",
  title: "NeuronX NeMo Megatron",
  constants: {
    matmulEfficiency: 0.61,
    attentionEfficiency: 0.2,
    activationTraffic: 0.5,
    scorePasses: 4,
    layerOverheadNs: 50e3,
    collectiveOverheadNs: 20e3,
    hiddenTensorFraction: 0.1,
    optimizerOverheadNs: 2.3e9,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "pre-training rows of GPT-3 and Llama on trn1",
  fit: {
    rows: "8 rows of GPT-3 and Llama pre-training on trn1, fitted together with nxd-training; a ninth (Llama 2 7B over four stages, half the speed of its neighbours) is not explained",
    fitted: ["matmulEfficiency", "hiddenTensorFraction", "optimizerOverheadNs"],
  },
});
