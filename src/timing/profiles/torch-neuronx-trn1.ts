/** torch-neuronx since 2.14 on Trainium, whose vector work runs faster than on Inferentia2 for reasons nobody publishes. */
import { defineProfile } from "../software-profile.ts";
import { torchNeuronx } from "./torch-neuronx.ts";

export const torchNeuronxTrn1 = defineProfile({
  name: "torch-neuronx-trn1",
  title: "torch-neuronx on Trainium",
  constants: {
    ...torchNeuronx.constants,
    matmulEfficiency: 0.88,
    attentionEfficiency: 0.138,
    vectorEfficiency: 0.143,
    stepOverheadNs: 57e3,
    hostOutputEfficiency: 0.86,
  },
  behaviours: torchNeuronx.behaviours,
  basis: "encoders on trn1.2xlarge",
  fit: {
    rows: "21 rows of encoders and vision transformers on trainium",
    fitted: [
      "matmulEfficiency",
      "attentionEfficiency",
      "vectorEfficiency",
      "stepOverheadNs",
      "hostOutputEfficiency",
    ],
  },
});
