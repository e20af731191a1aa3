/**
 * Megatron-LM on A100 (Selene). Attention writes its score matrix out; gradients overlap a little with the backward pass.
 */
import { defineProfile } from "../software-profile.ts";

export const megatronLm = defineProfile({
  name: "megatron-lm",
  title: "Megatron-LM on A100",
  constants: {
    matmulEfficiency: 0.588,
    attentionEfficiency: 0.4,
    scorePasses: 7.18,
    layerOverheadNs: 42.4e3,
    collectiveOverheadNs: 20e3,
    hiddenDataFraction: 0.241,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "Megatron-LM tables of A100",
  fit: {
    rows: "19 rows of Megatron-LM on A100",
    fitted: ["matmulEfficiency", "layerOverheadNs", "scorePasses", "hiddenDataFraction"],
  },
});
