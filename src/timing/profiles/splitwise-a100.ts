/** vLLM of 2023 on A100, as the Splitwise study ran it: launched from Python, an operator at a time. */
import { defineProfile } from "../software-profile.ts";

export const splitwiseA100 = defineProfile({
  name: "splitwise-a100",
  title: "vLLM of 2023 on A100",
  constants: {
    prefillLayerOverheadNs: 272e3,
    matmulEfficiency: 0.607,
    matmulEfficiency8Bit: 0.5,
    attentionEfficiency: 0.2,
    flashAttentionEfficiency: 0.191,
    weightBandwidthEfficiency: 0.88,
    attentionDecodeEfficiency: 0.285,
    activationTraffic: 0.5,
    layerOverheadNs: 290e3,
    hostLaunchNs: 42.9e3,
    collectiveOverheadNs: 20e3,
    sequenceStepNs: 249e3,
    memoryReserveFraction: 0.1,
  },
  basis: "medians of the Splitwise study",
  fit: {
    rows: "50 rows of prompt and token times on a100-80",
    fitted: [
      "matmulEfficiency",
      "attentionEfficiency",
      "flashAttentionEfficiency",
      "weightBandwidthEfficiency",
      "attentionDecodeEfficiency",
      "layerOverheadNs",
      "prefillLayerOverheadNs",
      "sequenceStepNs",
      "hostLaunchNs",
    ],
  },
});
