/** Neuron 1.x and its successors on Inferentia: weights are read from a memory that the active cores of a chip share. */
import { defineProfile } from "../software-profile.ts";

export const neuron1 = defineProfile({
  name: "neuron-1",
  title: "Neuron on Inferentia",
  constants: {
    matmulEfficiency: 0.898,
    matmulEfficiency8Bit: 0.898,
    attentionEfficiency: 0.51,
    vectorEfficiency: 0.281,
    weightBandwidthEfficiency: 0.914,
    activationTraffic: 0,
    stepOverheadNs: 3170e3,
    hostInputEfficiency: 1,
    hostOutputEfficiency: 0.845,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "encoders on inf1",
  fit: {
    rows: "18 rows of encoders and vision transformers on inferentia",
    fitted: [
      "matmulEfficiency",
      "attentionEfficiency",
      "vectorEfficiency",
      "weightBandwidthEfficiency",
      "stepOverheadNs",
      "hostOutputEfficiency",
    ],
  },
});
