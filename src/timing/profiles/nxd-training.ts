/**
 * NxD Training on Trainium: fused attention; a part of the tensor-parallel collectives hides behind compute, the optimizer
 * step does not. A pass of a micro-batch through one of several pipeline stages costs 39 ms beside its work: Llama 2 70B over
 * eight stages is a quarter slower than over four, and 7B over four as slow on twice the nodes as on one, by that alone.
 */
import { defineProfile } from "../software-profile.ts";

export const nxdTraining = defineProfile({
  name: "nxd-training",
  title: "NxD Training",
  constants: {
    matmulEfficiency: 0.72,
    attentionEfficiency: 0.2,
    flashAttentionEfficiency: 0.43,
    activationTraffic: 0.5,
    layerOverheadNs: 50e3,
    collectiveOverheadNs: 20e3,
    hiddenTensorFraction: 0.12,
    optimizerOverheadNs: 2.5e9,
    stagePassNs: 39e6,
    memoryReserveFraction: 0.06,
  },
  basis: "pre-training rows of Llama on trn1",
  fit: {
    rows: "6 rows of Llama pre-training on trn1",
    fitted: [
      "matmulEfficiency",
      "hiddenTensorFraction",
      "optimizerOverheadNs",
      "flashAttentionEfficiency",
      "stagePassNs",
    ],
  },
});
