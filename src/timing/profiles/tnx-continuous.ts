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
    residuals: [
      {
        metric: "tpot_p50_ms",
        rows: 105,
        low: 0.908,
        high: 1.087,
        medianError: 0.042,
        leftOut: { rows: 105, medianError: 0.057, meanError: 0.054, inside: 0.81 },
      },
      {
        metric: "throughput_tok_s",
        rows: 105,
        low: 0.788,
        high: 1.072,
        medianError: 0.045,
        leftOut: { rows: 105, medianError: 0.092, meanError: 0.109, inside: 0.6 },
      },
      {
        metric: "ttft_p50_ms",
        rows: 104,
        low: 0.694,
        high: 1.627,
        medianError: 0.035,
        leftOut: { rows: 104, medianError: 0.302, meanError: 0.35, inside: 0.91 },
      },
    ],
    covers: { chips: ["inferentia2"], parameters: [6.738, 8.03], tensor: [8, 12] },
  },
});
