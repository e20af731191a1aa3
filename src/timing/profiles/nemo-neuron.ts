/**
 * NeMo Megatron on Trainium: the score matrix is written out (no fused attention).
 */
import { defineProfile } from "../software-profile.ts";

export const nemoNeuron = defineProfile({
  name: "nemo-neuron",
  title: "NeuronX NeMo Megatron",
  constants: {
    matmulEfficiency: 0.64,
    attentionEfficiency: 0.2,
    activationTraffic: 0.5,
    scorePasses: 4,
    layerOverheadNs: 50e3,
    collectiveOverheadNs: 20e3,
    hiddenTensorFraction: 0.1,
    optimizerOverheadNs: 2.25e9,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "pre-training rows of GPT-3 on trn1",
  fit: {
    rows: "3 rows of GPT-3 pre-training on trn1, which began from those of Llama on NxD",
    fitted: ["matmulEfficiency", "hiddenTensorFraction", "optimizerOverheadNs"],
  },
});
