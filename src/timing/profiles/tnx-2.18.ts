/** Transformers NeuronX 2.18 on Inferentia2 and Trainium: one static batch, power-of-two buckets, KV by query head. */
import { defineProfile } from "../software-profile.ts";

export const tnx218 = defineProfile({
  name: "tnx-2.18",
  title: "Transformers NeuronX 2.18",
  constants: {
    matmulEfficiency: 0.6,
    matmulEfficiency8Bit: 0.6,
    attentionEfficiency: 0.02,
    flashAttentionEfficiency: 0.14,
    weightBandwidthEfficiency: 0.77,
    attentionDecodeEfficiency: 0.6,
    activationTraffic: 0,
    contextOverheadNs: 0.7,
    layerOverheadNs: 100e3,
    collectiveOverheadNs: 10e3,
    prefillLayerOverheadNs: 300e3,
    memoryReserveFraction: 0.06,
  },
  behaviours: {
    kvPerQueryHead: true,
    ffnMultiple: 128,
    kvBuckets: "power-of-two",
    prefill: "padded",
    flashFromTokens: 4096,
    headUnquantised: true,
    streamAllExperts: true,
  },
  basis: "decode rows of Transformers NeuronX 2.18",
});
