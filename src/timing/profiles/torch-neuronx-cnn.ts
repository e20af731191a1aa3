/** Convolutional classifiers on inf1 and inf2. */
import { defineProfile } from "../software-profile.ts";

export const torchNeuronxCnn = defineProfile({
  name: "torch-neuronx-cnn",
  title: "torch-neuronx, CNNs",
  constants: {
    weightBandwidthEfficiency: 0.99,
    matmulEfficiency: 0.776,
    vectorEfficiency: 0.164,
    activationTraffic: 0.0701,
    stepOverheadNs: 319e3,
    hostInputEfficiency: 0.438,
    memoryReserveFraction: 0.06,
  },
  // Of its memory alone: what its DMA engines sustain is not published.
  onGeneration: { "NeuronCore-v1": { weightBandwidthEfficiency: 0.361 } },
  behaviours: { flashFromTokens: null },
  basis: "12 rows of ResNet, VGG, YOLO v4 and OpenPose on inf1 and inf2",
  fit: {
    rows: "12 rows of ResNet, VGG, YOLO v4 and OpenPose on inf1 and inf2",
    fitted: ["matmulEfficiency", "activationTraffic", "stepOverheadNs"],
  },
});
