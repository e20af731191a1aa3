/**
 * Transformers NeuronX as TGI served it in 2024: continuous batching, prompts alone and padded to the compiled context, and
 * tokens chosen on the host, which takes longer the larger the vocabulary is.
 */
import { defineProfile } from "../software-profile.ts";
import { tnxContinuous } from "./tnx-continuous.ts";

export const tnxTgi = defineProfile({
  name: "tnx-tgi",
  title: "TGI on Transformers NeuronX, 2024",
  constants: {
    ...tnxContinuous.constants,
    layerOverheadNs: 11.4e3,
    stepOverheadNs: 116e3,
    sequenceOverheadNs: 11.9e3,
    logitStepNs: 4.62,
  },
  behaviours: { ...tnxContinuous.behaviours, kvBuckets: "power-of-two" },
  basis: "load tests of TGI on inf2.48xlarge, mid-2024",
  fit: {
    rows: "82 rows of load tests on inferentia2, trainium; the other constants are those of tnx-continuous",
    fitted: ["layerOverheadNs", "stepOverheadNs", "sequenceOverheadNs", "logitStepNs"],
  },
});
