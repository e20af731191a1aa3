/**
 * Where the checkpoints of a job are, what that gives to all its instances together when nobody else uses it, and what is left of
 * them when a host is lost: those on its own drives go with it, and what counts is the last that was copied elsewhere.
 */
import type { Cluster } from "../../../cluster/cluster.ts";
import { isLostWithInstance, limitsOf, type Storage } from "../../../cluster/storage.ts";
import { type BurstPlan, burstNs, creditsBetween } from "../../../cluster/token-bucket.ts";
import { aloneBandwidth } from "../../../cluster/volume.ts";
import { parameterCount } from "../../../models/parameters.ts";
import { type TierBandwidth, tierBandwidth } from "../../resilience/checkpoint-tiers.ts";
import { optimizers } from "../job/optimizers.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { TrainingOptions } from "../training-options.ts";

/** A place, bytes/ns. */
export interface CheckpointPlace extends TierBandwidth {
  /** Whether a host that is replaced takes what is there along. */
  isLocal: boolean;
  /** Whether what is saved goes over the instances' cards: to other hosts, file systems and object storage. */
  isOverCards: boolean;
  /** Where each is copied beside the work, where it is local; nowhere when absent. */
  copy?: TierBandwidth | undefined;
  /** Of a volume that bursts, or of that of each of so many instances: `reads` and `writes` are then with credits. */
  burst?: { plan: BurstPlan; volumes: number } | undefined;
}

/** Weights in 16 bits and the optimizer's state of all parameters: 14 bytes each with AdamW (13 measured by MLPerf Storage). */
export function checkpointBytes({ model, optimizer }: Pick<TrainingJob, "model" | "optimizer">): number {
  return (2 + optimizers[optimizer].stateBytes) * parameterCount(model);
}

/** Where the checkpoints of a job go first. */
export function checkpointPlace(
  { checkpoints }: TrainingOptions,
  { cluster }: Pick<TrainingJob, "cluster">,
  storage: Storage,
): CheckpointPlace {
  const { tiers = ["fsx"], bandwidth, volume, copyTo } = checkpoints ?? {};
  const [first = "fsx", ...others] = tiers;
  const written = volume === undefined ? undefined : storage[volume];
  if (written !== undefined) {
    const copy = copyTo === undefined ? undefined : storage[copyTo];
    const { own, burst } = limitsOf(written, cluster.instance);
    return {
      ...bandwidthOf(written, cluster),
      isLocal: isLostWithInstance(written),
      isOverCards: own === undefined,
      copy: copy && withoutCredits(copy, cluster),
      ...(burst && { burst: { plan: burst, volumes: own ? cluster.count : 1 } }),
    };
  }
  const next = others.find((tier) => tier !== "nvme");
  return {
    ...(bandwidth === undefined ? tierBandwidth(first, cluster) : { reads: bandwidth, writes: bandwidth }),
    isLocal: first === "nvme",
    isOverCards: first !== "nvme" && cluster.count > 1,
    copy: next && tierBandwidth(next, cluster),
  };
}

/** What a volume gives to all of `cluster`. */
function bandwidthOf(written: Storage[string], { instance, count, region }: Cluster): TierBandwidth {
  const limits = limitsOf(written, instance);
  const by = { instances: count, each: instance.scaleOut.bandwidth, region };
  return { reads: aloneBandwidth(limits, "reads", by), writes: aloneBandwidth(limits, "writes", by) };
}

/** The same without credits: copies follow each other. */
function withoutCredits(written: Storage[string], cluster: Cluster): TierBandwidth {
  const { reads, writes } = bandwidthOf(written, cluster);
  const { own, burst } = limitsOf(written, cluster.instance);
  const most = burst ? burst.baseline * (own ? cluster.count : 1) : Number.POSITIVE_INFINITY;
  return { reads: Math.min(reads, most), writes: Math.min(writes, most) };
}

/**
 * Time to move `bytes` where the volume rested for `restNs` since the transfer before, with the credits that it gathered then, ns; those
 * of the start when absent.
 */
export function movingNs(
  { reads, writes, burst }: Pick<CheckpointPlace, "reads" | "writes" | "burst">,
  way: "reads" | "writes",
  { bytes, restNs }: { bytes: number; restNs?: number },
): number {
  const all = way === "reads" ? reads : writes;
  if (burst === undefined) return bytes / all;
  const { plan, volumes } = burst;
  const [each, rate] = [bytes / volumes, all / volumes];
  const creditBytes =
    restNs === undefined ? plan.creditBytes * plan.filled : creditsBetween(each, plan, { restNs, rate });
  return burstNs(each, plan, { creditBytes, rate });
}

/** Time that a checkpoint's way beside the work keeps the cards busy, ns. */
export function besideNs(
  { isLocal, isOverCards, copy }: CheckpointPlace,
  { bytes, isSynchronous, cluster }: { bytes: number; isSynchronous: boolean; cluster: Cluster },
): number {
  const isBeside = isLocal ? copy !== undefined : isOverCards && !isSynchronous;
  return isBeside ? bytes / (cluster.count * cluster.instance.scaleOut.bandwidth) : 0;
}

/** Time from a complete checkpoint on local drives until it is copied elsewhere, ns; undefined where it is not local. */
export function localCopyNs({ isLocal, copy, reads }: CheckpointPlace, bytes: number): number | undefined {
  if (!isLocal) return undefined;
  return copy === undefined ? Number.POSITIVE_INFINITY : bytes / Math.min(reads, copy.writes);
}

/** Time to load the state after a failure, ns: where a host was lost from the copy; nothing where there is none. Credits are taken to be those that a save finds. */
export function reloadNs(
  place: CheckpointPlace,
  bytes: number,
  { isHostLost, restNs }: { isHostLost: boolean; restNs: number },
): number {
  const { isLocal, copy } = place;
  if (!isLocal || !isHostLost) return movingNs(place, "reads", { bytes, restNs });
  return copy === undefined ? 0 : bytes / copy.reads;
}
