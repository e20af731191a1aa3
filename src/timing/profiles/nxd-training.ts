/**
 * NxD Training on Trainium: fused attention; a part of the tensor-parallel collectives hides behind compute, the boundary of a
 * step does not. That boundary takes 91 ms for each layer of the model, in NeMo Megatron as in this stack and whatever the
 * bytes of its parameters: a cost by the step alone, by parameters or layers of a rank, by exchanged gradients, by passes or
 * micro-batches each predict models that were left out no better, or worse. All rows train every weight; frozen ones are taken to
 * have no part in it.
 */
import { defineProfile } from "../software-profile.ts";

export const nxdTraining = defineProfile({
  name: "nxd-training",
  title: "NxD Training",
  constants: {
    matmulEfficiency: 0.717,
    attentionEfficiency: 0.2,
    flashAttentionEfficiency: 0.43,
    activationTraffic: 0.5,
    layerOverheadNs: 50e3,
    collectiveOverheadNs: 20e3,
    hiddenTensorFraction: 0.12,
    optimizerLayerNs: 91e6,
    memoryReserveFraction: 0.06,
  },
  basis: "pre-training rows of Llama on trn1",
  fit: {
    rows: "6 rows of Llama pre-training on trn1, together with those of nemo-neuron",
    fitted: ["matmulEfficiency", "hiddenTensorFraction", "optimizerLayerNs", "flashAttentionEfficiency"],
  },
});
