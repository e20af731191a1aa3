/** Convolutional classifiers on inf1 and inf2. */
import { defineProfile } from "../software-profile.ts";

export const torchNeuronxCnn = defineProfile({
  name: "torch-neuronx-cnn",
  title: "torch-neuronx, CNNs",
  constants: {
    matmulEfficiency: 0.96,
    vectorEfficiency: 0.3,
    activationTraffic: 0.133,
    stepOverheadNs: 401e3,
    hostInputEfficiency: 0.304,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "rows of ResNet on inf1 and inf2",
});
