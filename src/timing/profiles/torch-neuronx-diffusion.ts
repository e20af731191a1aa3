/** Diffusion pipelines on inf2 with torch-neuronx: a fixed cost of text encoder, scheduler and decoder, and slow convolutions. */
import { defineProfile } from "../software-profile.ts";

export const torchNeuronxDiffusion = defineProfile({
  name: "torch-neuronx-diffusion",
  title: "torch-neuronx, diffusion",
  constants: {
    matmulEfficiency: 0.4,
    attentionEfficiency: 0.2,
    vectorEfficiency: 0.3,
    activationTraffic: 0.3,
    stepOverheadNs: 300e6,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "7 rows of Stable Diffusion and PixArt on inf2",
  fit: {
    rows: "7 rows of Stable Diffusion and PixArt on inf2",
    fitted: ["matmulEfficiency", "attentionEfficiency", "stepOverheadNs"],
  },
});
