/** Transformers NeuronX as TGI served it in 2024: continuous batching, prompts alone and padded to the compiled context. */
import { defineProfile } from "../software-profile.ts";
import { tnx218 } from "./tnx-2.18.ts";

export const tnxTgi = defineProfile({
  name: "tnx-tgi",
  title: "TGI on Transformers NeuronX, 2024",
  constants: {
    ...tnx218.constants,
    weightBandwidthEfficiency: 0.66,
    attentionDecodeEfficiency: 0.66,
    contextOverheadNs: 1.6,
    layerOverheadNs: 11.2e3,
    wideningOverheadNs: 0,
    stepOverheadNs: 400e3,
    matmulEfficiency: 0.45,
    flashAttentionEfficiency: 0.08,
    prefillLayerOverheadNs: 900e3,
    sequenceOverheadNs: 19e3,
  },
  behaviours: {
    ...tnx218.behaviours,
    compiledBatch: true,
    kvBuckets: "power-of-two",
    prefill: "serial",
    prefillToContext: "batched",
    flashFromTokens: 1024,
  },
  basis: "load tests of TGI on inf2.48xlarge, mid-2024",
  fit: {
    rows: "82 rows of load tests on inferentia2, trainium",
    fitted: [
      "matmulEfficiency",
      "flashAttentionEfficiency",
      "weightBandwidthEfficiency",
      "attentionDecodeEfficiency",
      "contextOverheadNs",
      "layerOverheadNs",
      "sequenceOverheadNs",
      "prefillLayerOverheadNs",
    ],
    residuals: [
      { metric: "itl_ms", rows: 82, low: 0.513, high: 1.949, medianError: 0.204 },
      { metric: "ttft_ms", rows: 82, low: 0.68, high: 2.583, medianError: 0.217 },
      { metric: "throughput_tok_s", rows: 82, low: 0.609, high: 1.654, medianError: 0.15 },
    ],
    covers: { chips: ["inferentia2", "trainium"], parameters: [6.738, 70.554], tensor: [8, 32] },
  },
});
