/** Options of a training job that its trainer is told. */
import type { LaunchTraits } from "../launch-traits.ts";

export const trainingLaunch: LaunchTraits = {
  settings: [
    "parallelism",
    "sequenceLength",
    "globalBatch",
    "microBatch",
    "tokens",
    "samples",
    "schedule",
    "recompute",
    "recomputeShare",
    "optimizer",
    "offload",
    "gradientBuckets",
    "precision",
    "recipe",
    "compression",
    "lora",
    "experts",
    "checkpoints",
    "recovery",
  ],
};
