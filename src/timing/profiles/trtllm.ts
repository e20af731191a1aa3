/** TensorRT-LLM on GPUs: the kernels of the chip, in-flight batching that reserves a request's whole length. */
import { defineProfile } from "../software-profile.ts";

export const trtllm = defineProfile({
  name: "trtllm",
  title: "TensorRT-LLM",
  kernels: "trtllm",
  constants: {
    tokenOverheadNs: 1150,
    prefillLayerOverheadNs: 17e3,
    requestOverheadNs: 650e3,
    sequenceStepNs: 12e3,
    stepOverheadNs: 1150e3,
    layerOverheadNs: 5.6e3,
    hiddenLaunchFraction: 0.39,
    memoryReserveFraction: 0.1,
  },
  basis: "load tests of TensorRT-LLM on H100",
  fit: {
    rows: "510 rows of load tests, offline and static throughput of TensorRT-LLM on A100, H100 and H200",
    fitted: [
      "requestOverheadNs",
      "prefillLayerOverheadNs",
      "tokenOverheadNs",
      "sequenceStepNs",
      "stepOverheadNs",
      "layerOverheadNs",
      "hiddenLaunchFraction",
    ],
    residuals: [
      { metric: "prompt_time_ms", rows: 3, low: 0.412, high: 1.196, medianError: 0.047 },
      { metric: "token_time_ms", rows: 3, low: 0.989, high: 1.116, medianError: 0.055 },
      { metric: "throughput_tok_s", rows: 12, low: 0.641, high: 1.44, medianError: 0.216 },
      { metric: "tpot_ms", rows: 484, low: 0.777, high: 1.202, medianError: 0.069 },
      { metric: "ttft_ms", rows: 510, low: 0.479, high: 1.818, medianError: 0.326 },
      { metric: "output_tokens_per_s", rows: 149, low: 0.788, high: 1.568, medianError: 0.129 },
    ],
    covers: {
      chips: ["a100-40", "a100-80", "h100", "h200"],
      parameters: [6, 235],
      tensor: [1, 8],
      batch: [1, 2048],
      tokens: [129, 22000],
    },
  },
});
