/** Megatron-core on H100. */
import { defineProfile } from "../software-profile.ts";

export const megatronH100 = defineProfile({
  name: "megatron-h100",
  title: "Megatron-core on H100",
  constants: {
    matmulEfficiency: 0.7,
    matmulEfficiency8Bit: 0.6,
    flashAttentionEfficiency: 0.5,
    layerOverheadNs: 50e3,
    collectiveOverheadNs: 20e3,
    hiddenTensorFraction: 0.5,
    hiddenDataFraction: 0.9,
    memoryReserveFraction: 0.06,
  },
  basis: "iteration times of Megatron-core on H100",
});
