/** vLLM of 2023 on A100, as the Splitwise study ran it: launched from Python, an operator at a time. */
import { defineProfile } from "../software-profile.ts";

export const splitwiseA100 = defineProfile({
  name: "splitwise-a100",
  title: "vLLM of 2023 on A100",
  isFormer: true,
  constants: {
    prefillLayerOverheadNs: 191e3,
    matmulEfficiency: 0.613,
    matmulEfficiency8Bit: 0.5,
    attentionEfficiency: 0.2,
    flashAttentionEfficiency: 0.157,
    // Held: the rows cannot tell it from the cost of a layer (their estimates go together by .98, up to a bandwidth of 1).
    weightBandwidthEfficiency: 0.88,
    attentionDecodeEfficiency: 0.257,
    activationTraffic: 0.5,
    layerOverheadNs: 241e3,
    hostLaunchNs: 43e3,
    collectiveOverheadNs: 20e3,
    sequenceStepNs: 205e3,
    memoryReserveFraction: 0.1,
  },
  basis: "medians of the Splitwise study",
  fit: {
    rows: "50 rows of prompt and token times on a100-80",
    fitted: [
      "matmulEfficiency",
      "flashAttentionEfficiency",
      "attentionDecodeEfficiency",
      "layerOverheadNs",
      "prefillLayerOverheadNs",
      "sequenceStepNs",
      "hostLaunchNs",
    ],
  },
});
