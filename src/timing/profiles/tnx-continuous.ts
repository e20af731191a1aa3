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
    layerOverheadNs: 74.5e3,
    matmulEfficiency: 0.443,
    flashAttentionEfficiency: 0.7,
    prefillLayerOverheadNs: 130e3,
    sequenceOverheadNs: 8.1e3,
  },
  behaviours: {
    ...tnx218.behaviours,
    compiledBatch: true,
    kvBuckets: "compiled",
    prefill: "serial",
    prefillToContext: "batched",
  },
  basis: "charts of optimum-neuron 0.0.2x on inf2.48xlarge",
  fit: {
    rows: "105 rows of LLM generation on inferentia2; decode constants together with tnx-2.18",
    fitted: ["matmulEfficiency", "flashAttentionEfficiency", "sequenceOverheadNs", "prefillLayerOverheadNs"],
  },
});
