/** SGLang on H100. */
import { defineProfile } from "../software-profile.ts";

export const sglangH100 = defineProfile({
  name: "sglang-h100",
  title: "SGLang on H100",
  constants: {
    matmulEfficiency: 0.68,
    matmulEfficiency8Bit: 0.46,
    flashAttentionEfficiency: 0.5,
    weightBandwidthEfficiency: 0.92,
    attentionDecodeEfficiency: 0.8,
    activationTraffic: 0.5,
    layerOverheadNs: 45e3,
    collectiveOverheadNs: 5e3,
    stepOverheadNs: 500e3,
    sequenceStepNs: 10e3,
    memoryReserveFraction: 0.1,
  },
  basis: "load tests of SGLang on H100",
});
