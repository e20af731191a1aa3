/**
 * Megatron-core on H100: hides half of the tensor-parallel collectives and most of the rest behind compute.
 */
import { defineProfile } from "../software-profile.ts";

export const megatronH100 = defineProfile({
  name: "megatron-h100",
  title: "Megatron-core on H100",
  constants: {
    matmulEfficiency: 0.705,
    matmulEfficiency8Bit: 0.6,
    flashAttentionEfficiency: 0.5,
    layerOverheadNs: 645e3,
    collectiveOverheadNs: 20e3,
    hiddenTensorFraction: 0.5,
    hiddenDataFraction: 0.9,
    memoryReserveFraction: 0.06,
  },
  basis: "iteration times of Megatron-core on H100",
  fit: {
    rows: "6 rows of Megatron-core on H100",
    fitted: ["matmulEfficiency", "layerOverheadNs"],
    residuals: [{ metric: "iter_time_s", rows: 6, low: 0.88, high: 1.12, medianError: 0.062 }],
    covers: { chips: ["h100"], parameters: [1, 180], tensor: [1, 8], tokens: [4096, 8192] },
  },
});
