/**
 * Transformers NeuronX with continuous batching graphs, as optimum-neuron 0.0.2x and TGI of 2024 ran it: a request's
 * cache lines are scattered over the batch, and each prompt of a batch is prefilled alone, padded to the compiled context.
 */
import { defineProfile } from "../software-profile.ts";
import { tnx218 } from "./tnx-2.18.ts";

export const tnxContinuous = defineProfile({
  name: "tnx-continuous",
  title: "Transformers NeuronX, continuous batching",
  constants: {
    ...tnx218.constants,
    matmulEfficiency: 0.339,
    flashAttentionEfficiency: 0.481,
    prefillLayerOverheadNs: 104e3,
    sequenceOverheadNs: 9.92e3,
  },
  behaviours: {
    ...tnx218.behaviours,
    compiledBatch: true,
    kvBuckets: "compiled",
    prefill: "serial",
    prefillToContext: "batched",
  },
  basis: "charts of optimum-neuron 0.0.2x on inf2.48xlarge",
});
