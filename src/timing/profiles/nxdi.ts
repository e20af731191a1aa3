/** NxD Inference on Inferentia2, Trainium and Trainium2: continuous batching in compiled batches. */
import { defineProfile } from "../software-profile.ts";

export const nxdi = defineProfile({
  name: "nxdi",
  title: "NxD Inference",
  constants: {
    matmulEfficiency: 0.6,
    matmulEfficiency8Bit: 0.6,
    attentionEfficiency: 0.05,
    flashAttentionEfficiency: 0.2,
    weightBandwidthEfficiency: 0.77,
    attentionDecodeEfficiency: 0.6,
    activationTraffic: 0,
    contextOverheadNs: 0.7,
    layerOverheadNs: 100e3,
    sequenceOverheadNs: 9.4e3,
    collectiveOverheadNs: 10e3,
    prefillLayerOverheadNs: 200e3,
    memoryReserveFraction: 0.06,
  },
  behaviours: {
    ffnMultiple: 128,
    kvBuckets: "power-of-two",
    compiledBatch: true,
    prefill: "serial",
    headUnquantised: true,
    streamAllExperts: true,
  },
  basis: "charts of optimum-neuron 0.2 and load tests of vLLM on NxD Inference",
});
