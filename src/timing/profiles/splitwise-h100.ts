/** vLLM of 2023 on H100, as the Splitwise study ran it: launched from Python, an operator at a time. */
import { defineProfile } from "../software-profile.ts";

export const splitwiseH100 = defineProfile({
  name: "splitwise-h100",
  title: "vLLM of 2023 on H100",
  isFormer: true,
  constants: {
    prefillLayerOverheadNs: 199e3,
    matmulEfficiency: 0.629,
    matmulEfficiency8Bit: 0.5,
    attentionEfficiency: 0.2,
    flashAttentionEfficiency: 0.0742,
    weightBandwidthEfficiency: 0.915,
    attentionDecodeEfficiency: 0.518,
    activationTraffic: 0.5,
    layerOverheadNs: 140e3,
    hostLaunchNs: 28.9e3,
    collectiveOverheadNs: 20e3,
    sequenceStepNs: 274e3,
    memoryReserveFraction: 0.1,
  },
  basis: "medians of the Splitwise study",
  fit: {
    rows: "32 rows of prompt and token times on h100",
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
