/** torch-neuronx 2.13 and older. */
import { defineProfile } from "../software-profile.ts";
import { torchNeuronx } from "./torch-neuronx.ts";

export const torchNeuronx213 = defineProfile({
  name: "torch-neuronx-2.13",
  title: "torch-neuronx 2.13 and older",
  constants: {
    ...torchNeuronx.constants,
    matmulEfficiency: 0.784,
    vectorEfficiency: 0.105,
    attentionEfficiency: 0.0565,
    stepOverheadNs: 112e3,
  },
  behaviours: torchNeuronx.behaviours,
  basis: "encoders on inf2.xlarge and trn1.2xlarge",
  fit: {
    rows: "16 rows of encoders and vision transformers on inferentia2, trainium",
    fitted: ["matmulEfficiency", "attentionEfficiency", "vectorEfficiency", "stepOverheadNs"],
    residuals: [
      {
        metric: "throughput_inf_s",
        rows: 16,
        low: 0.773,
        high: 1.075,
        medianError: 0.057,
        leftOut: { rows: 16, medianError: 0.064, meanError: 0.092, inside: 0.88 },
      },
    ],
    covers: { chips: ["inferentia2", "trainium"], parameters: [0.0117, 0.355] },
  },
});
