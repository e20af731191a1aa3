/**
 * Transformers NeuronX as TGI served it from October 2024 on: the graphs of the charts of optimum-neuron, which read the cache up
 * to the compiled context, behind the same router.
 */
import { defineProfile } from "../software-profile.ts";
import { tnxContinuous } from "./tnx-continuous.ts";

export const tnxTgi220 = defineProfile({
  name: "tnx-tgi-2.20",
  title: "TGI on Transformers NeuronX 2.20",
  constants: tnxContinuous.constants,
  behaviours: tnxContinuous.behaviours,
  basis:
    "the constants of tnx-continuous as they are; 20 load tests of Llama 3.1 8B were predicted with them, none fitted",
});
