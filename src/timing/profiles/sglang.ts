/** SGLang on GPUs: the kernels that vLLM runs too, and a scheduler that prefills a wave of prompts before it decodes. */
import { defineProfile } from "../software-profile.ts";

export const sglang = defineProfile({
  name: "sglang",
  title: "SGLang",
  kernels: "vllm",
  constants: {
    tokenOverheadNs: 1.35e3,
    prefillLayerOverheadNs: 20e3,
    requestOverheadNs: 3e6,
    sequenceStepNs: 27e3,
    stepOverheadNs: 1600e3,
    layerOverheadNs: 3.3e3,
    hiddenLaunchFraction: 0.48,
    memoryReserveFraction: 0.1,
  },
  basis: "load tests of SGLang on H100 and H200",
  fit: {
    rows: "84 rows of load tests of SGLang on H100",
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
      { metric: "tpot_ms", rows: 84, low: 0.902, high: 1.095, medianError: 0.026 },
      { metric: "ttft_ms", rows: 84, low: 0.676, high: 1.453, medianError: 0.104 },
    ],
    covers: {
      chips: ["h100", "h200"],
      parameters: [8, 70],
      tensor: [1, 8],
      batch: [16, 128],
      tokens: [1152, 4608],
    },
  },
});
