/**
 * Transformers NeuronX 2.18.1, which brought Llama 3: that of 2.18 with sequences aligned to the left, so that a batch of
 * several may use the fused kernel of attention, and a compiler that keeps scores on chip.
 */
import { defineProfile } from "../software-profile.ts";
import { tnx218 } from "./tnx-2.18.ts";

export const tnx2181 = defineProfile({
  name: "tnx-2.18.1",
  title: "Transformers NeuronX 2.18.1",
  isFormer: true,
  constants: { ...tnx218.constants, scorePasses: 0 },
  behaviours: { ...tnx218.behaviours, flashSequencesMax: Number.POSITIVE_INFINITY },
  basis: "decode rows of Transformers NeuronX 2.18.1",
  fit: {
    rows: "11 rows of LLM generation on inferentia2, trainium, together with those of tnx-2.18",
    fitted: [],
    together: "tnx-2.18",
  },
});
