/** torch-neuronx since 2.14 on Trainium, whose vector work runs faster than on Inferentia2 for reasons nobody publishes. */
import { defineProfile } from "../software-profile.ts";
import { torchNeuronx } from "./torch-neuronx.ts";

export const torchNeuronxTrn1 = defineProfile({
  name: "torch-neuronx-trn1",
  title: "torch-neuronx on Trainium",
  constants: { ...torchNeuronx.constants, vectorEfficiency: 0.135 },
  behaviours: torchNeuronx.behaviours,
  basis: "encoders on trn1.2xlarge",
});
