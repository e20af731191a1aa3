/** vLLM 0.12 on H100. */
import { defineProfile } from "../software-profile.ts";

export const vllmH100 = defineProfile({
  name: "vllm-h100",
  title: "vLLM on H100",
  constants: {
    requestOverheadNs: 1517e3,
    prefillLayerOverheadNs: 5550,
    sequenceStepNs: 97.8e3,
    stepOverheadNs: 1823e3,
    matmulEfficiency: 1,
    matmulEfficiency8Bit: 0.576,
    flashAttentionEfficiency: 0.125,
    weightBandwidthEfficiency: 0.868,
    attentionDecodeEfficiency: 1,
    activationTraffic: 0.5,
    layerOverheadNs: 8720,
    collectiveOverheadNs: 14.8e3,
    memoryReserveFraction: 0.1,
  },
  basis: "load tests of vLLM on H100",
  fit: {
    rows: "123 rows of load tests on h100",
    fitted: [
      "matmulEfficiency",
      "flashAttentionEfficiency",
      "weightBandwidthEfficiency",
      "attentionDecodeEfficiency",
      "layerOverheadNs",
      "prefillLayerOverheadNs",
      "stepOverheadNs",
      "sequenceStepNs",
      "requestOverheadNs",
    ],
    residuals: [
      { metric: "tpot_ms", rows: 120, low: 0.909, high: 1.3, medianError: 0.061 },
      { metric: "ttft_ms", rows: 120, low: 0.527, high: 1.562, medianError: 0.262 },
    ],
    covers: { chips: ["h100"], parameters: [32, 70], tensor: [1, 8] },
  },
});
