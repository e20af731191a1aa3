/** torch-neuronx since 2.14: encoders, vision transformers, CNNs and diffusion, one model on each core of inf2. */
import { defineProfile } from "../software-profile.ts";

export const torchNeuronx = defineProfile({
  name: "torch-neuronx",
  title: "torch-neuronx",
  constants: {
    matmulEfficiency: 0.937,
    matmulEfficiency8Bit: 0.937,
    attentionEfficiency: 0.0598,
    vectorEfficiency: 0.112,
    weightBandwidthEfficiency: 0.933,
    activationTraffic: 0,
    stepOverheadNs: 143e3,
    hostInputEfficiency: 1,
    hostOutputEfficiency: 0.812,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "encoders on inf2.xlarge",
});
