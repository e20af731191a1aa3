/**
 * Transformers NeuronX as TGI served it from October 2024 on: the graphs of the charts of optimum-neuron, which read the cache up
 * to the compiled context, behind the same router. Whenever prompts join answers under way, the first step that both take lasts
 * two thirds of a second longer: a user alone has 27 ms a token, and at .2 to 1 requests a second and replica the time of a token is
 * that of answers which stand still for a second at each request, three times as long as its prompt takes.
 */
import { defineProfile } from "../software-profile.ts";
import { tnxContinuous } from "./tnx-continuous.ts";

export const tnxTgi220 = defineProfile({
  name: "tnx-tgi-2.20",
  title: "TGI on Transformers NeuronX 2.20",
  isFormer: true,
  constants: { ...tnxContinuous.constants, joinOverheadNs: 700e6 },
  behaviours: tnxContinuous.behaviours,
  basis: "load tests of TGI on inf2.48xlarge, October 2024 to May 2025",
  fit: {
    rows: "20 rows of load tests of Llama 3.1 8B on inferentia2; the other constants are those of tnx-continuous",
    fitted: ["joinOverheadNs"],
  },
});
