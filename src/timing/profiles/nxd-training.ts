/**
 * NxD Training on Trainium: fused attention; a part of the tensor-parallel collectives hides behind compute, the end of a step
 * (2.55 s, in NeMo Megatron as here) does not. With several stages the host traces and starts the passes of a micro-batch in
 * 256 ms, whatever they hold: Llama 2 7B on four stages (137 ms of device time a micro-batch) and 70B on eight (209 ms) take 257
 * and 260 ms, 70B on four (418 ms) waits for nobody. All rows train every weight; frozen ones are taken to have no part in the end.
 */
import { defineProfile } from "../software-profile.ts";

export const nxdTraining = defineProfile({
  name: "nxd-training",
  title: "NxD Training",
  constants: {
    matmulEfficiency: 0.705,
    attentionEfficiency: 0.2,
    flashAttentionEfficiency: 0.43,
    activationTraffic: 0.5,
    layerOverheadNs: 50e3,
    collectiveOverheadNs: 20e3,
    hiddenTensorFraction: 0.11,
    microBatchLaunchNs: 256e6,
    optimizerOverheadNs: 2.55e9,
    memoryReserveFraction: 0.06,
  },
  basis: "pre-training rows of Llama on trn1",
  fit: {
    rows: "6 rows of Llama pre-training on trn1, together with those of nemo-neuron",
    fitted: [
      "matmulEfficiency",
      "hiddenTensorFraction",
      "optimizerOverheadNs",
      "microBatchLaunchNs",
      "flashAttentionEfficiency",
    ],
  },
});
