/** vLLM on GPUs: the kernels of the chip, steps recorded in graphs, prompts mixed into decode steps in chunks. */
import { defineProfile } from "../software-profile.ts";
import { nxdi } from "./nxdi.ts";

/** From this memory on a GPU counts as large. */
const largeBytes = 70 * 2 ** 30;

export const vllm = defineProfile({
  name: "vllm",
  title: "vLLM",
  kernels: "vllm",
  constants: {
    tokenOverheadNs: 1.58e3,
    prefillLayerOverheadNs: 63.7e3,
    requestOverheadNs: 3.48e6,
    sequenceStepNs: 26.8e3,
    stepOverheadNs: 1470e3,
    wideningEfficiency: 0.292,
    layerOverheadNs: 4.36e3,
    hiddenLaunchFraction: 0.546,
    memoryReserveFraction: 0.1,
  },
  // Its Neuron plug-in hands the model to NxD Inference.
  onNeuron: nxdi,
  // max_num_seqs, vllm/engine/arg_utils.py (EngineArgs.get_batch_defaults, 2025): 1,024 on large GPUs other than A100.
  admits: ({ memory, coreGeneration }) =>
    memory.bytes >= largeBytes && coreGeneration !== "Ampere" ? 1024 : 256,
  behaviours: { replicatesSharedExpert: true },
  basis: "load tests of vLLM on H100 and H200",
  fit: {
    rows: "111 rows of load tests of vLLM on H100 and H200",
    fitted: [
      "requestOverheadNs",
      "prefillLayerOverheadNs",
      "tokenOverheadNs",
      "sequenceStepNs",
      "stepOverheadNs",
      "layerOverheadNs",
      "hiddenLaunchFraction",
      "wideningEfficiency",
    ],
  },
});
