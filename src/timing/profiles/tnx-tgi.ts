/**
 * Transformers NeuronX as TGI served it until the summer of 2024: continuous batching, prompts alone and padded to the compiled
 * context, contexts in buckets, and tokens chosen on the host, which takes longer the larger the vocabulary is.
 */
import { defineProfile } from "../software-profile.ts";
import { tnxContinuous } from "./tnx-continuous.ts";

export const tnxTgi = defineProfile({
  name: "tnx-tgi",
  title: "TGI on Transformers NeuronX, 2024",
  isFormer: true,
  constants: {
    ...tnxContinuous.constants,
    layerOverheadNs: 11e3,
    stepOverheadNs: 382e3,
    sequencePositionNs: 4.3,
    logitStepNs: 3.25,
  },
  behaviours: { ...tnxContinuous.behaviours, kvBuckets: "power-of-two", kvPerQueryHead: false },
  basis: "load tests of TGI on inf2.48xlarge and trn1.32xlarge, June to September 2024",
  fit: {
    rows: "62 rows of load tests on inferentia2, trainium; the other constants are those of tnx-continuous",
    fitted: ["layerOverheadNs", "stepOverheadNs", "sequencePositionNs", "logitStepNs"],
  },
});
