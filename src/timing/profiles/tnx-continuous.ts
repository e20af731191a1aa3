/**
 * Transformers NeuronX with continuous batching graphs, as optimum-neuron 0.0.2x and TGI of 2024 ran it: a request's
 * cache lines are scattered over the batch, and each prompt of a batch is prefilled alone, padded to the compiled context.
 */
import { defineProfile } from "../software-profile.ts";
import { tnx2181 } from "./tnx-2.18.1.ts";

export const tnxContinuous = defineProfile({
  name: "tnx-continuous",
  title: "Transformers NeuronX, continuous batching",
  isFormer: true,
  constants: { ...tnx2181.constants, stepOverheadNs: 741e3, sequencePositionNs: 1.956 },
  behaviours: {
    ...tnx2181.behaviours,
    compiledBatch: true,
    kvBuckets: "compiled",
    prefill: "serial",
    prefillToContext: "batched",
  },
  basis: "charts of optimum-neuron 0.0.2x on inf2.48xlarge",
  fit: {
    rows: "105 rows of LLM generation on inferentia2, together with those of tnx-2.18",
    fitted: ["stepOverheadNs", "sequencePositionNs"],
    together: "tnx-2.18",
  },
});
