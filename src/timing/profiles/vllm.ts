/** vLLM on GPUs: the kernels of the chip, steps recorded in graphs, prompts mixed into decode steps in chunks. */
import { defineProfile } from "../software-profile.ts";
import { nxdi } from "./nxdi.ts";

export const vllm = defineProfile({
  name: "vllm",
  title: "vLLM",
  kernels: "vllm",
  constants: {
    tokenOverheadNs: 2.3e3,
    prefillLayerOverheadNs: 60e3,
    requestOverheadNs: 3.2e6,
    sequenceStepNs: 35e3,
    stepOverheadNs: 1450e3,
    wideningEfficiency: 0.37,
    layerOverheadNs: 3.5e3,
    hiddenLaunchFraction: 0.49,
    memoryReserveFraction: 0.1,
  },
  // Its Neuron plug-in hands the model to NxD Inference.
  onNeuron: nxdi,
  behaviours: { replicatesSharedExpert: true },
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
  },
});
