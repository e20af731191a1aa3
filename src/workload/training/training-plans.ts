/** How `plan` searches for a training run. A larger cluster may be split worse, so that every count is tried. */
import type { PlanTraits } from "../plan-traits.ts";

export const trainingPlans: PlanTraits = {
  space: {
    "workload.parallelism.tensor": "1..64 by x2",
    "workload.parallelism.pipeline": "1..16 by x2",
    "workload.microBatch": [1, 2, 4],
    "workload.recompute": ["none", "selective", "full"],
  },
  // A job without an end has steps alone.
  paidFor: ({ time_to_train_s }) => (time_to_train_s === null ? "per million tokens" : "for the run"),
  slowness: "step_time_s",
  tokensLearned({ mfu, tokens_per_s, goodput_fraction }) {
    const isOfTokens = Number(mfu) > 0 && Number(tokens_per_s) > 0;
    return isOfTokens ? Number(tokens_per_s) * Number(goodput_fraction ?? 1) : undefined;
  },
};
