/** torch-neuronx since 2.14: encoders, vision transformers, CNNs and diffusion, one model on each core of inf2. */
import { defineProfile } from "../software-profile.ts";

export const torchNeuronx = defineProfile({
  name: "torch-neuronx",
  title: "torch-neuronx",
  constants: {
    matmulEfficiency: 0.78,
    matmulEfficiency8Bit: 0.78,
    attentionEfficiency: 0.128,
    vectorEfficiency: 0.133,
    weightBandwidthEfficiency: 0.99,
    activationTraffic: 0,
    stepOverheadNs: 66.5e3,
    hostInputEfficiency: 1,
    hostOutputEfficiency: 0.753,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "encoders on inf2.xlarge",
  fit: {
    rows: "29 rows of encoders and vision transformers on inferentia2",
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
