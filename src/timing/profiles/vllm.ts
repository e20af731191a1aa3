/** vLLM on GPUs: the kernels of the chip, steps recorded in graphs, prompts mixed into decode steps in chunks. */
import { defineProfile } from "../software-profile.ts";

export const vllm = defineProfile({
  name: "vllm",
  title: "vLLM",
  kernels: "vllm",
  constants: {
    tokenOverheadNs: 2.3e3,
    prefillLayerOverheadNs: 33e3,
    requestOverheadNs: 3.2e6,
    sequenceStepNs: 40e3,
    stepOverheadNs: 1500e3,
    layerOverheadNs: 3.3e3,
    hiddenLaunchFraction: 0.49,
    memoryReserveFraction: 0.1,
  },
  basis: "load tests of vLLM on H100 and H200",
  fit: {
    rows: "267 rows of load tests of vLLM on H100 and H200",
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
      { metric: "tpot_ms", rows: 267, low: 0.723, high: 1.123, medianError: 0.052 },
      { metric: "ttft_ms", rows: 267, low: 0.637, high: 1.569, medianError: 0.124 },
    ],
    covers: {
      chips: ["h100", "h200"],
      parameters: [7, 120],
      tensor: [1, 8],
      batch: [4, 512],
      tokens: [1152, 9216],
    },
  },
});
