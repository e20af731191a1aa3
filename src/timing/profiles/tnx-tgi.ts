/** Transformers NeuronX as TGI served it in 2024: continuous batching, prompts alone and padded to the compiled context. */
import { defineProfile } from "../software-profile.ts";
import { tnx218 } from "./tnx-2.18.ts";

export const tnxTgi = defineProfile({
  name: "tnx-tgi",
  title: "TGI on Transformers NeuronX, 2024",
  constants: {
    ...tnx218.constants,
    weightBandwidthEfficiency: 0.99,
    attentionDecodeEfficiency: 0.99,
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
  },
});
