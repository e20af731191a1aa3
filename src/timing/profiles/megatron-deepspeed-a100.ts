/** Megatron-DeepSpeed on nodes of eight A100s, as vTrain measured it. */
import { defineProfile } from "../software-profile.ts";

export const megatronDeepspeedA100 = defineProfile({
  name: "megatron-deepspeed-a100",
  title: "Megatron-DeepSpeed on A100",
  constants: {
    matmulEfficiency: 0.7,
    attentionEfficiency: 0.6,
    scorePasses: 5,
    layerOverheadNs: 500e3,
    collectiveOverheadNs: 20e3,
    hostLaunchNs: 50e3,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "iteration times published with vTrain",
});
