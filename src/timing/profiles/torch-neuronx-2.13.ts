/** torch-neuronx 2.13 and older. */
import { defineProfile } from "../software-profile.ts";
import { torchNeuronx } from "./torch-neuronx.ts";

export const torchNeuronx213 = defineProfile({
  name: "torch-neuronx-2.13",
  title: "torch-neuronx 2.13 and older",
  isFormer: true,
  constants: {
    ...torchNeuronx.constants,
    matmulEfficiency: 0.784,
    vectorEfficiency: 0.105,
    attentionEfficiency: 0.113,
    stepOverheadNs: 112e3,
  },
  behaviours: torchNeuronx.behaviours,
  basis: "encoders on inf2.xlarge and trn1.2xlarge",
  fit: {
    rows: "16 rows of encoders and vision transformers on inferentia2, trainium",
    fitted: ["matmulEfficiency", "attentionEfficiency", "vectorEfficiency", "stepOverheadNs"],
  },
});
