/** Megatron-LM on A100 (Selene). */
import { defineProfile } from "../software-profile.ts";

export const megatronA100 = defineProfile({
  name: "megatron-a100",
  title: "Megatron-LM on A100",
  constants: {
    matmulEfficiency: 0.7,
    attentionEfficiency: 0.4,
    flashAttentionEfficiency: 0.5,
    scorePasses: 5,
    layerOverheadNs: 50e3,
    collectiveOverheadNs: 20e3,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "Megatron-LM tables of A100",
});
