/** SGLang on GPUs: the kernels that vLLM runs too, and a scheduler that prefills a wave of prompts before it decodes. */
import { defineProfile } from "../software-profile.ts";

export const sglang = defineProfile({
  name: "sglang",
  title: "SGLang",
  kernels: "vllm",
  constants: {
    tokenOverheadNs: 1.5e3,
    prefillLayerOverheadNs: 22e3,
    promptLaunchNs: 84e3,
    requestOverheadNs: 2.6e6,
    sequenceStepNs: 24e3,
    stepOverheadNs: 1150e3,
    wideningEfficiency: 0.292,
    layerOverheadNs: 3.15e3,
    hiddenLaunchFraction: 0.48,
    // Weights and cache have a static share of .8, as its load tests show where memory binds (some 6,000 tokens of 32B on one H100).
    memoryReserveFraction: 0.2,
  },
  // At least 2,048 (model_executor/model_runner.py, max_running_requests left out): its memory binds before.
  admits: () => 2048,
  // The overlap scheduler is on unless turned off.
  behaviours: { schedulesAhead: true, replicatesSharedExpert: true },
  basis: "load tests of SGLang on H100 and H200",
  fit: {
    rows: "84 rows of load tests of SGLang on H100 and H200",
    fitted: [
      "requestOverheadNs",
      "prefillLayerOverheadNs",
      "promptLaunchNs",
      "tokenOverheadNs",
      "sequenceStepNs",
      "stepOverheadNs",
      "layerOverheadNs",
      "hiddenLaunchFraction",
    ],
  },
});
