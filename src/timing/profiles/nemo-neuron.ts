/**
 * NeMo Megatron on Trainium: the score matrix is written out (no fused attention). Compiler, collectives and the end of a step are
 * those of NxD Training, so are their constants; its passes do not wait for the host, as a GPT-3 of 23B over four stages shows.
 */
import { defineProfile } from "../software-profile.ts";
import { nxdTraining } from "./nxd-training.ts";

export const nemoNeuron = defineProfile({
  name: "nemo-neuron",
  title: "NeuronX NeMo Megatron",
  constants: { ...nxdTraining.constants, scorePasses: 4, microBatchLaunchNs: 0 },
  behaviours: { flashFromTokens: null },
  basis: "pre-training rows of GPT-3 on trn1",
  fit: {
    rows: "3 rows of GPT-3 pre-training on trn1, together with those of nxd-training",
    fitted: [],
    together: "nxd-training",
  },
});
