/**
 * Bus bandwidth, as nccl-tests and nccom-test print it: what each rank's links carry, so that it can be held against the
 * hardware whatever the number of ranks.
 */
import type { CollectiveOperation } from "./collectives/collective-plan.ts";

/** Bus bandwidth over algorithm bandwidth among `ranks` ranks. */
export function busFactor(operation: CollectiveOperation, ranks: number): number {
  switch (operation) {
    case "all-reduce":
      return (2 * (ranks - 1)) / ranks;
    case "all-gather":
    case "reduce-scatter":
    case "all-to-all":
      return (ranks - 1) / ranks;
    default:
      return 1;
  }
}
