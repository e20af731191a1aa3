/** SGLang on GPUs: the kernels that vLLM runs too, and a scheduler that prefills a wave of prompts before it decodes. */
import { defineProfile } from "../software-profile.ts";

export const sglang = defineProfile({
  name: "sglang",
  title: "SGLang",
  kernels: "vllm",
  constants: {
    tokenOverheadNs: 2e3,
    prefillLayerOverheadNs: 22e3,
    requestOverheadNs: 2.6e6,
    sequenceStepNs: 27e3,
    stepOverheadNs: 1150e3,
    layerOverheadNs: 3.15e3,
    hiddenLaunchFraction: 0.48,
    memoryReserveFraction: 0.1,
  },
  // The overlap scheduler is on unless turned off.
  behaviours: { schedulesAhead: true },
  basis: "load tests of SGLang on H100 and H200",
  fit: {
    rows: "84 rows of load tests of SGLang on H100 and H200",
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
