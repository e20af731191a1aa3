/** NxD Inference on Inferentia2, Trainium and Trainium2: continuous batching in compiled batches. */
import { defineProfile } from "../software-profile.ts";

export const nxdi = defineProfile({
  name: "nxdi",
  title: "NxD Inference",
  constants: {
    stepOverheadNs: 5570e3,
    collectiveBandwidthEfficiency: 1,
    matmulEfficiency: 0.891,
    matmulEfficiency8Bit: 0.891,
    attentionEfficiency: 0.05,
    flashAttentionEfficiency: 0.0859,
    weightBandwidthEfficiency: 0.818,
    attentionDecodeEfficiency: 0.367,
    activationTraffic: 0,
    contextOverheadNs: 1.09,
    layerOverheadNs: 61.3e3,
    sequenceOverheadNs: 4.9e3,
    collectiveOverheadNs: 0,
    prefillLayerOverheadNs: 19.3e3,
    memoryReserveFraction: 0.06,
  },
  behaviours: {
    ffnMultiple: 128,
    kvBuckets: "exact",
    compiledBatch: true,
    prefill: "serial",
    prefillToContext: "always",
    flashFromTokens: 4096,
    headUnquantised: true,
    streamAllExperts: true,
  },
  basis: "load tests of TGI and vLLM on NxD Inference, 2025-06 to 2026-03",
});
