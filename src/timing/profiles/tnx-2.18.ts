/** Transformers NeuronX 2.18 on Inferentia2 and Trainium: one static batch, power-of-two buckets, KV by query head. */
import { defineProfile } from "../software-profile.ts";

export const tnx218 = defineProfile({
  name: "tnx-2.18",
  title: "Transformers NeuronX 2.18",
  constants: {
    collectiveBandwidthEfficiency: 1,
    matmulEfficiency: 0.598,
    matmulEfficiency8Bit: 0.598,
    attentionEfficiency: 0.0232,
    flashAttentionEfficiency: 0.0467,
    weightBandwidthEfficiency: 0.99,
    attentionDecodeEfficiency: 0.95,
    activationTraffic: 0,
    contextOverheadNs: 3.8,
    layerOverheadNs: 51.4e3,
    wideningOverheadNs: 28.5e3,
    collectiveOverheadNs: 0,
    prefillLayerOverheadNs: 375e3,
    memoryReserveFraction: 0.06,
  },
  behaviours: {
    kvPerQueryHead: true,
    ffnMultiple: 128,
    kvBuckets: "power-of-two",
    prefill: "padded",
    flashFromTokens: 4096,
    flashSequencesMax: 1,
    headUnquantised: true,
    streamAllExperts: true,
  },
  basis: "decode rows of Transformers NeuronX 2.18",
  fit: {
    rows: "37 rows of LLM generation on inferentia2, trainium; decode constants together with tnx-continuous",
    fitted: [
      "matmulEfficiency",
      "attentionEfficiency",
      "flashAttentionEfficiency",
      "weightBandwidthEfficiency",
      "attentionDecodeEfficiency",
      "contextOverheadNs",
      "layerOverheadNs",
      "wideningOverheadNs",
      "prefillLayerOverheadNs",
    ],
  },
});
