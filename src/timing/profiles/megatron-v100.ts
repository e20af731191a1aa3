/**
 * Megatron-LM on V100: that of A100 with the matmul efficiency of Volta.
 */
import { defineProfile } from "../software-profile.ts";

export const megatronV100 = defineProfile({
  name: "megatron-v100",
  title: "Megatron-LM on V100",
  constants: {
    matmulEfficiency: 0.719,
    attentionEfficiency: 0.4,
    scorePasses: 7.18,
    layerOverheadNs: 42.4e3,
    collectiveOverheadNs: 20e3,
    hiddenDataFraction: 0.241,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "Megatron-LM rows of DGX-2; constants other than the matmul efficiency from A100",
  fit: {
    rows: "3 rows of Megatron-LM on V100",
    fitted: ["matmulEfficiency"],
  },
});
