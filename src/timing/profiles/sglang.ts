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
  },
});
