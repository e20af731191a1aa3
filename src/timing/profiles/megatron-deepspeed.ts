/**
 * Megatron-DeepSpeed on nodes of eight A100s, as vTrain measured it. Operators are launched from the host one by one, which
 * binds small layers; attention writes its score matrix out and keeps it.
 */
import { defineProfile } from "../software-profile.ts";

export const megatronDeepspeed = defineProfile({
  name: "megatron-deepspeed",
  title: "Megatron-DeepSpeed on A100",
  isFormer: true,
  constants: {
    matmulEfficiency: 0.734,
    attentionEfficiency: 0.6,
    scorePasses: 12.7,
    layerOverheadNs: 902e3,
    hostLaunchNs: 134e3,
    collectiveBandwidthEfficiency: 0.826,
    collectiveOverheadNs: 20e3,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "iteration times published with vTrain",
  fit: {
    rows: "149 rows of A100 training published with vTrain",
    fitted: [
      "matmulEfficiency",
      "layerOverheadNs",
      "hostLaunchNs",
      "scorePasses",
      "collectiveBandwidthEfficiency",
    ],
  },
});
