/** torch-neuronx since 2.14: encoders, vision transformers, CNNs and diffusion, one model on each core of inf2. */
import { defineProfile } from "../software-profile.ts";

export const torchNeuronx = defineProfile({
  name: "torch-neuronx",
  title: "torch-neuronx",
  constants: {
    matmulEfficiency: 0.94,
    matmulEfficiency8Bit: 0.94,
    attentionEfficiency: 0.2,
    vectorEfficiency: 0.06,
    weightBandwidthEfficiency: 0.94,
    activationTraffic: 0,
    stepOverheadNs: 140e3,
    hostInputEfficiency: 1,
    hostOutputEfficiency: 1,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "encoders on inf2.xlarge",
});
