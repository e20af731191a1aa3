/** Transformers NeuronX before 2.16, which served GPT-J, GPT-NeoX and OPT: that of 2.18 with a dearer layer. */
import { defineProfile } from "../software-profile.ts";
import { tnx218 } from "./tnx-2.18.ts";

export const tnx214 = defineProfile({
  name: "tnx-2.14",
  title: "Transformers NeuronX 2.14 and older",
  constants: { ...tnx218.constants, layerOverheadNs: 204e3 },
  behaviours: { ...tnx218.behaviours },
  basis: "decode rows of Transformers NeuronX 2.14",
  fit: {
    rows: "6 rows of LLM generation on inferentia2, trainium",
    fitted: ["layerOverheadNs"],
    residuals: [
      { metric: "tpot_p50_ms", rows: 6, low: 0.907, high: 1.394, medianError: 0.164 },
      { metric: "throughput_tok_s", rows: 6, low: 0.475, high: 1.096, medianError: 0.105 },
    ],
    covers: { chips: ["inferentia2", "trainium"], parameters: [12.853, 29.975], tensor: [8, 8] },
  },
});
