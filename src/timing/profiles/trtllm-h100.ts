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
      "matmulEfficiency8Bit",
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
      { metric: "prompt_time_ms", rows: 3, low: 0.443, high: 0.986, medianError: 0.121 },
      { metric: "token_time_ms", rows: 3, low: 0.991, high: 1.022, medianError: 0.014 },
      { metric: "throughput_tok_s", rows: 12, low: 0.577, high: 1.971, medianError: 0.271 },
      { metric: "tpot_ms", rows: 180, low: 0.852, high: 1.22, medianError: 0.074 },
      { metric: "ttft_ms", rows: 180, low: 0.543, high: 1.836, medianError: 0.25 },
    ],
    covers: { chips: ["h100"], parameters: [6.05, 70.554], tensor: [1, 8] },
  },
});
