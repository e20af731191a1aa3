/** vLLM of 2023 on A100, as the Splitwise study ran it: launched from Python, an operator at a time. */
import { defineProfile } from "../software-profile.ts";

export const splitwiseA100 = defineProfile({
  name: "splitwise-a100",
  title: "vLLM of 2023 on A100",
  constants: {
    matmulEfficiency: 0.65,
    matmulEfficiency8Bit: 0.5,
    attentionEfficiency: 0.2,
    flashAttentionEfficiency: 0.4,
    weightBandwidthEfficiency: 0.8,
    attentionDecodeEfficiency: 0.5,
    activationTraffic: 0.5,
    layerOverheadNs: 150e3,
    hostLaunchNs: 30e3,
    collectiveOverheadNs: 20e3,
    sequenceStepNs: 300e3,
    memoryReserveFraction: 0.1,
  },
  basis: "medians of the Splitwise study",
});
