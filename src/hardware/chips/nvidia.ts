/** What the NVIDIA GPUs of the catalog share: one rank is one GPU, and NVLink's latency. */
import { assumed, published } from "../../base/figure.ts";
import type { CatalogChip } from "../define-chip.ts";

/** Labels and core count of a GPU, which works as one rank. */
export function wholeGpu(coreGeneration: string) {
  const reason = "a GPU works as one rank";
  return {
    vendor: "NVIDIA",
    kind: "gpu",
    coreGeneration,
    cores: assumed(1, reason),
    coresPerRank: assumed([1], reason),
  } as const satisfies CatalogChip;
}

/** Time to the neighbour over NVLink. */
export const nvlinkLatency = published("0.6 us", "SimAI ns3/entry.h: NCCL's LL ring step inside a node");
