/** TensorRT-LLM on H100. */
import { defineProfile } from "../software-profile.ts";

export const trtllmH100 = defineProfile({
  name: "trtllm-h100",
  title: "TensorRT-LLM on H100",
  constants: {
    requestOverheadNs: 1502e3,
    prefillLayerOverheadNs: 257e3,
    matmulEfficiency: 0.68,
    matmulEfficiency8Bit: 0.829,
    flashAttentionEfficiency: 0.127,
    weightBandwidthEfficiency: 0.735,
    attentionDecodeEfficiency: 0.969,
    activationTraffic: 0.5,
    layerOverheadNs: 44.1e3,
    collectiveOverheadNs: 2028,
    stepOverheadNs: 440e3,
    sequenceStepNs: 94.9e3,
    memoryReserveFraction: 0.1,
  },
  basis: "load tests of TensorRT-LLM on H100",
  fit: {
    rows: "195 rows of prompt and token times and load tests on h100",
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
      { metric: "prompt_time_ms", rows: 3, low: 0.82, high: 1.715, medianError: 0.387 },
      { metric: "token_time_ms", rows: 3, low: 1.096, high: 1.127, medianError: 0.096 },
      { metric: "throughput_tok_s", rows: 12, low: 0.672, high: 2.193, medianError: 0.481 },
      { metric: "tpot_ms", rows: 180, low: 0.728, high: 1.478, medianError: 0.142 },
      { metric: "ttft_ms", rows: 180, low: 0.186, high: 1.335, medianError: 0.744 },
    ],
    covers: { chips: ["h100"], parameters: [6.05, 70.554], tensor: [1, 8] },
  },
});
