/**
 * NxD Training on Trainium: fused attention; a part of the tensor-parallel collectives hides behind compute, the optimizer
 * step does not.
 */
import { defineProfile } from "../software-profile.ts";

export const nxdTraining = defineProfile({
  name: "nxd-training",
  title: "NxD Training",
  constants: {
    matmulEfficiency: 0.61,
    attentionEfficiency: 0.2,
    flashAttentionEfficiency: 0.43,
    activationTraffic: 0.5,
    layerOverheadNs: 50e3,
    collectiveOverheadNs: 20e3,
    hiddenTensorFraction: 0.1,
    optimizerOverheadNs: 2.3e9,
    memoryReserveFraction: 0.06,
  },
  basis: "pre-training rows of GPT-3 and Llama on trn1",
  fit: {
    rows: "8 rows of GPT-3 and Llama pre-training on trn1, fitted together with neuronx-nemo-megatron; a ninth (Llama 2 7B over four stages, half the speed of its neighbours) is not explained",
    fitted: ["matmulEfficiency", "hiddenTensorFraction", "optimizerOverheadNs", "flashAttentionEfficiency"],
  },
});
