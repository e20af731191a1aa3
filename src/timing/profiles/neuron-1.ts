/** Neuron 1.x and its successors on Inferentia: weights are read from a memory that the active cores of a chip share. */
import { defineProfile } from "../software-profile.ts";

export const neuron1 = defineProfile({
  name: "neuron-1",
  title: "Neuron on Inferentia",
  constants: {
    matmulEfficiency: 0.9,
    matmulEfficiency8Bit: 0.9,
    attentionEfficiency: 0.2,
    vectorEfficiency: 0.2,
    weightBandwidthEfficiency: 0.9,
    activationTraffic: 0,
    stepOverheadNs: 1e6,
    hostInputEfficiency: 1,
    hostOutputEfficiency: 1,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null, overlap: false },
  basis: "encoders on inf1",
});
