/** Transformers NeuronX before 2.16, which served GPT-J, GPT-NeoX and OPT: that of 2.18 with a dearer layer and sequence. */
import { defineProfile } from "../software-profile.ts";
import { tnx218 } from "./tnx-2.18.ts";

export const tnx214 = defineProfile({
  name: "tnx-2.14",
  title: "Transformers NeuronX 2.14 and older",
  isFormer: true,
  constants: { ...tnx218.constants, layerOverheadNs: 111e3, sequenceOverheadNs: 1.97e3 },
  behaviours: { ...tnx218.behaviours },
  basis: "decode rows of Transformers NeuronX 2.14",
  fit: {
    rows: "6 rows of LLM generation on inferentia2, trainium",
    fitted: ["layerOverheadNs", "sequenceOverheadNs"],
  },
});
