/** Transformers NeuronX before 2.16, which served GPT-J, GPT-NeoX and OPT. */
import { defineProfile } from "../software-profile.ts";
import { tnx218 } from "./tnx-2.18.ts";

export const tnx214 = defineProfile({
  name: "tnx-2.14",
  title: "Transformers NeuronX 2.14 and older",
  constants: { ...tnx218.constants },
  behaviours: { ...tnx218.behaviours },
  basis: "decode rows of Transformers NeuronX 2.14",
});
