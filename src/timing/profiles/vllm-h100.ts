/** vLLM 0.12 on H100. */
import { defineProfile } from "../software-profile.ts";

export const vllmH100 = defineProfile({
  name: "vllm-h100",
  title: "vLLM on H100",
  constants: {
    sequenceStepNs: 10e3,
    stepOverheadNs: 500e3,
    matmulEfficiency: 0.68,
    matmulEfficiency8Bit: 0.46,
    flashAttentionEfficiency: 0.5,
    weightBandwidthEfficiency: 0.92,
    attentionDecodeEfficiency: 0.8,
    activationTraffic: 0.5,
    layerOverheadNs: 45e3,
    collectiveOverheadNs: 5e3,
    memoryReserveFraction: 0.1,
  },
  basis: "load tests of vLLM on H100",
});
