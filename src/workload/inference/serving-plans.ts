/** How `plan` searches for a fleet. */
import type { PlanTraits } from "../plan-traits.ts";
import { leastInstances } from "./least-instances.ts";
import { shortenedLoad } from "./shortened-load.ts";

export const servingPlans: PlanTraits = {
  space: {
    "workload.parallelism.tensor": "1..64 by x2",
    "workload.batching.maxBatch": "4..128 by x2",
  },
  moreDoWhatFewerDo: true,
  paidFor: () => "per hour",
  slowness: "mean_e2el_ms",
  instancesAtLeast: leastInstances,
  shortened: shortenedLoad,
};
