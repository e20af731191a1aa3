/** TensorRT-LLM on GPUs: the kernels of the chip, in-flight batching that reserves a request's whole length. */
import { defineProfile } from "../software-profile.ts";

export const trtllm = defineProfile({
  name: "trtllm",
  title: "TensorRT-LLM",
  kernels: "trtllm",
  constants: {
    tokenOverheadNs: 2.1e3,
    prefillLayerOverheadNs: 32e3,
    promptLaunchNs: 40e3,
    requestOverheadNs: 650e3,
    sequenceStepNs: 9e3,
    stepOverheadNs: 430e3,
    layerOverheadNs: 5.2e3,
    hiddenLaunchFraction: 0.33,
    memoryReserveFraction: 0.1,
  },
  // Its own benchmark hands all requests to an engine that was built ahead, without HTTP and without Python between operators.
  offline: {
    promptLaunchNs: 0,
    tokenOverheadNs: 300,
    requestOverheadNs: 200e3,
    sequenceStepNs: 10e3,
    stepOverheadNs: 640e3,
  },
  // max_batch_size of trtllm-serve (BuildConfig, tensorrt_llm/builder.py).
  admits: () => 2048,
  // The overlap scheduler is on unless turned off.
  behaviours: { schedulesAhead: true, replicatesSharedExpert: true },
  basis: "load tests of TensorRT-LLM on H100",
  fit: {
    rows: "510 rows of load tests, offline and static throughput of TensorRT-LLM on A100, H100 and H200",
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
