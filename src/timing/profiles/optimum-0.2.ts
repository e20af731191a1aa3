/** optimum-neuron 0.2 on NxD Inference, as its charts of generation on inf2.48xlarge show it: one compiled batch. */
import { defineProfile } from "../software-profile.ts";

export const optimum02 = defineProfile({
  name: "optimum-0.2",
  title: "optimum-neuron 0.2 on NxD Inference",
  isFormer: true,
  constants: {
    collectiveBandwidthEfficiency: 1,
    matmulEfficiency: 0.735,
    matmulEfficiency8Bit: 0.735,
    attentionEfficiency: 0.05,
    flashAttentionEfficiency: 0.0586,
    weightBandwidthEfficiency: 0.99,
    attentionDecodeEfficiency: 0.52,
    activationTraffic: 0,
    contextOverheadNs: 1.09,
    layerOverheadNs: 93.4e3,
    sequenceOverheadNs: 12e3,
    collectiveOverheadNs: 0,
    prefillLayerOverheadNs: 74.7e3,
    memoryReserveFraction: 0.06,
  },
  behaviours: {
    ffnMultiple: 128,
    kvBuckets: "power-of-two",
    compiledBatch: true,
    prefill: "serial",
    prefillToContext: "always",
    flashFromTokens: 4096,
    headUnquantised: true,
    streamAllExperts: true,
  },
  basis: "charts of optimum-neuron 0.2 on inf2.48xlarge",
  fit: {
    rows: "28 rows of LLM generation on inferentia2",
    fitted: [
      "matmulEfficiency",
      "attentionEfficiency",
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
