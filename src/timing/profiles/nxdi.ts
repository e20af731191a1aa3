/** NxD Inference on Inferentia2, Trainium and Trainium2: continuous batching in compiled batches. */
import { defineProfile } from "../software-profile.ts";

export const nxdi = defineProfile({
  name: "nxdi",
  title: "NxD Inference",
  constants: {
    collectiveBandwidthEfficiency: 0.34,
    matmulEfficiency: 0.9,
    matmulEfficiency8Bit: 0.9,
    attentionEfficiency: 0.05,
    flashAttentionEfficiency: 0.0604,
    weightBandwidthEfficiency: 0.85,
    attentionDecodeEfficiency: 0.37,
    activationTraffic: 0,
    contextOverheadNs: 1.2,
    layerOverheadNs: 125e3,
    sequenceOverheadNs: 12.9e3,
    collectiveOverheadNs: 10e3,
    prefillLayerOverheadNs: 69.5e3,
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
  basis: "charts of optimum-neuron 0.2 and load tests of vLLM on NxD Inference",
});
