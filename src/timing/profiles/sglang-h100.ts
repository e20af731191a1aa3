/** SGLang on H100. */
import { defineProfile } from "../software-profile.ts";

export const sglangH100 = defineProfile({
  name: "sglang-h100",
  title: "SGLang on H100",
  constants: {
    prefillLayerOverheadNs: 5030,
    matmulEfficiency: 0.646,
    matmulEfficiency8Bit: 0.46,
    flashAttentionEfficiency: 0.369,
    weightBandwidthEfficiency: 1,
    attentionDecodeEfficiency: 0.75,
    activationTraffic: 0.5,
    layerOverheadNs: 39.9e3,
    collectiveOverheadNs: 12.3e3,
    stepOverheadNs: 488e3,
    sequenceStepNs: 21.6e3,
    memoryReserveFraction: 0.1,
  },
  basis: "load tests of SGLang on H100",
  fit: {
    rows: "84 rows of load tests on h100",
    fitted: [
      "matmulEfficiency",
      "flashAttentionEfficiency",
      "weightBandwidthEfficiency",
      "attentionDecodeEfficiency",
      "layerOverheadNs",
      "prefillLayerOverheadNs",
      "stepOverheadNs",
      "sequenceStepNs",
    ],
    residuals: [
      { metric: "tpot_ms", rows: 84, low: 0.947, high: 1.057, medianError: 0.017 },
      { metric: "ttft_ms", rows: 84, low: 0.799, high: 5.908, medianError: 0.075 },
    ],
    covers: { chips: ["h100"], parameters: [32, 70], tensor: [1, 8] },
  },
});
