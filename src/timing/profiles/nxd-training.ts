/**
 * NxD Training on Trainium: fused attention; a part of the tensor-parallel collectives hides behind compute, the optimizer
 * step does not.
 */
import { defineProfile } from "../software-profile.ts";

export const nxdTraining = defineProfile({
  name: "nxd-training",
  title: "NxD Training",
  constants: {
    matmulEfficiency: 0.58,
    attentionEfficiency: 0.2,
    flashAttentionEfficiency: 0.43,
    activationTraffic: 0.5,
    layerOverheadNs: 50e3,
    collectiveOverheadNs: 20e3,
    hiddenTensorFraction: 0.155,
    optimizerOverheadNs: 1.81e9,
    memoryReserveFraction: 0.06,
  },
  basis: "pre-training rows of Llama on trn1",
  fit: {
    rows: "5 rows of Llama pre-training on trn1",
    fitted: ["matmulEfficiency", "hiddenTensorFraction", "optimizerOverheadNs", "flashAttentionEfficiency"],
    residuals: [{ metric: "seq_per_s", rows: 5, low: 0.81, high: 1.11, medianError: 0.051 }],
    covers: { chips: ["trainium"], parameters: [6, 70], tensor: [8, 32], tokens: [4096, 8192] },
  },
});
