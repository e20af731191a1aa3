/** Transformers NeuronX 2.18 on Inferentia2 and Trainium: one static batch, power-of-two buckets, KV by query head. */
import { defineProfile } from "../software-profile.ts";

export const tnx218 = defineProfile({
  name: "tnx-2.18",
  title: "Transformers NeuronX 2.18",
  constants: {
    collectiveBandwidthEfficiency: 0.34,
    matmulEfficiency: 0.95,
    matmulEfficiency8Bit: 0.95,
    attentionEfficiency: 0.0244,
    flashAttentionEfficiency: 0.0576,
    weightBandwidthEfficiency: 0.823,
    attentionDecodeEfficiency: 0.613,
    activationTraffic: 0,
    contextOverheadNs: 1.58,
    layerOverheadNs: 90.3e3,
    collectiveOverheadNs: 10e3,
    prefillLayerOverheadNs: 326e3,
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
});
