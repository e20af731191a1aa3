/** Neuron 1.x and its successors on Inferentia: weights are read from a memory that the active cores of a chip share. */
import { defineProfile } from "../software-profile.ts";

export const neuron1 = defineProfile({
  name: "neuron-1",
  title: "Neuron on Inferentia",
  constants: {
    matmulEfficiency: 1,
    matmulEfficiency8Bit: 1,
    attentionEfficiency: 0.293,
    vectorEfficiency: 0.277,
    weightBandwidthEfficiency: 1,
    activationTraffic: 0,
    stepOverheadNs: 3860e3,
    hostInputEfficiency: 1,
    hostOutputEfficiency: 1,
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
    residuals: [{ metric: "throughput_inf_s", rows: 18, low: 0.773, high: 1.448, medianError: 0.106 }],
    covers: { chips: ["inferentia"], parameters: [0.066, 0.11] },
  },
});
