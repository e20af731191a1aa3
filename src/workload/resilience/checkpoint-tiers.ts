/**
 * Where checkpoints go, and how fast. All instances save their parts at the same time; a tier of its own on each instance
 * adds up over them, a shared one does not. Bandwidths are assumed, but for what a chip's link to its host and a network card
 * carry.
 */
import type { Cluster } from "../../cluster/cluster.ts";

/** Tiers in the order of nearness: memory of (other) hosts, local NVMe, a shared file system, object storage. */
export const tierNames = ["host", "nvme", "fsx", "s3"] as const;

/** Name of a tier. */
export type TierName = (typeof tierNames)[number];

/** Local NVMe of an instance, bytes/ns. Assumed: four drives of 2 GB/s. */
const nvmeEach = 8;
/** What a shared file system gives to a whole cluster, bytes/ns. Assumed: about 100 TiB of FSx for Lustre at 1,000 MB/s/TiB. */
const fsxAll = 100;
/** Object storage over many prefixes, bytes/ns for an instance. Assumed: half of what its cards carry, at most 12.5. */
const s3Each = 12.5;

/** Bandwidth of `tier` for all instances of `cluster` together, bytes/ns. */
export function tierBandwidth(tier: TierName, { count, chips, instance }: Cluster): number {
  const cards = count * instance.scaleOut.bandwidth;
  switch (tier) {
    case "host":
      return chips * instance.chip.hostBandwidth;
    case "nvme":
      return count * nvmeEach;
    case "fsx":
      return Math.min(cards, fsxAll);
    case "s3":
      return Math.min(cards / 2, count * s3Each);
  }
}
