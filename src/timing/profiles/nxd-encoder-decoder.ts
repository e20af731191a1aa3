/** NxD on encoder-decoder models: a decoder layer has three parts, each with its exchange and launches. */
import { defineProfile } from "../software-profile.ts";

export const nxdEncoderDecoder = defineProfile({
  name: "nxd-encoder-decoder",
  title: "NeuronX Distributed, encoder-decoder",
  constants: {
    matmulEfficiency: 0.437,
    attentionEfficiency: 0.0222,
    weightBandwidthEfficiency: 0.99,
    attentionDecodeEfficiency: 0.99,
    activationTraffic: 0,
    contextOverheadNs: 2.36,
    layerOverheadNs: 216e3,
    prefillLayerOverheadNs: 396e3,
    memoryReserveFraction: 0.06,
  },
  behaviours: { ffnMultiple: 128, kvBuckets: "power-of-two", prefill: "padded", flashFromTokens: null },
  basis: "2 rows of T5 on inf2 and trn1 (layer overhead); the rest from Transformers NeuronX 2.18",
  fit: {
    rows: "2 rows of T5 on inf2 and trn1",
    fitted: ["layerOverheadNs"],
  },
});
