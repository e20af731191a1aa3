/**
 * Where checkpoints go, and how fast. All instances save their parts at the same time; a tier of its own on each instance
 * adds up over them, a shared one does not. Bandwidths are assumed, but for what a chip's link to its host and a network card
 * carry; those of drives are the catalog's.
 */
import { ScenarioError } from "../../base/errors.ts";
import type { Cluster } from "../../cluster/cluster.ts";

/** Tiers in the order of nearness: memory of (other) hosts, local NVMe, a shared file system, object storage. */
export const tierNames = ["host", "nvme", "fsx", "s3"] as const;

/** Name of a tier. */
export type TierName = (typeof tierNames)[number];

/** A tier as a scenario writes it: its name, or with the work between two checkpoints that are copied there, ns. */
export type WrittenTier = TierName | { tier: TierName; every: number };

/** The same, with all of its keys. */
export function tierPlan(written: WrittenTier): { tier: TierName; every?: number } {
  return typeof written === "string" ? { tier: written } : written;
}

/** What a shared file system gives to a whole cluster, bytes/ns. Assumed: about 100 TiB of FSx for Lustre at 1,000 MB/s/TiB. */
const fsxAll = 100;
/** Object storage over many prefixes, bytes/ns for an instance. Assumed: half of what its cards carry, at most 12.5. */
const s3Each = 12.5;

/** Of all instances together, bytes/ns. */
export interface TierBandwidth {
  reads: number;
  writes: number;
}

/** What the links of all chips to their hosts carry, bytes/ns. */
export function ownHost({ chips, instance }: Pick<Cluster, "chips" | "instance">): number {
  return chips * instance.chip.hostBandwidth;
}

/** Bandwidth of `tier` for all instances of `cluster` together. Throws a `ScenarioError` where they have no drives for it. */
export function tierBandwidth(
  tier: TierName,
  { count, chips, instance }: Pick<Cluster, "count" | "chips" | "instance">,
): TierBandwidth {
  const cards = count * instance.scaleOut.bandwidth;
  const both = (each: number) => ({ reads: each, writes: each });
  switch (tier) {
    case "host":
      // Over the chips' links to their own host, and from there to another's, where there is one.
      return both(Math.min(ownHost({ chips, instance }), count > 1 ? cards : Number.POSITIVE_INFINITY));
    case "nvme": {
      const { nvmeBytes, nvmeReadBandwidth, nvmeWriteBandwidth } = instance.storage;
      if (nvmeBytes > 0) return { reads: count * nvmeReadBandwidth, writes: count * nvmeWriteBandwidth };
      const expected = `another tier: ${instance.name} has no drives of its own`;
      throw new ScenarioError([{ path: "workload.checkpoints.tiers", found: tier, expected }]);
    }
    case "fsx":
      return both(Math.min(cards, fsxAll));
    case "s3":
      return both(Math.min(cards / 2, count * s3Each));
  }
}
