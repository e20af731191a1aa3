/**
 * Where the checkpoints of a job are, what that gives to all its instances together when nobody else uses it, and what is left of
 * them when a host is lost: those on its own drives go with it, and what counts is the last that was copied elsewhere.
 */
import type { Cluster } from "../../../cluster/cluster.ts";
import { aloneBandwidth, isLostWithInstance, limitsOf, type Storage } from "../../../cluster/volume.ts";
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
    return {
      ...bandwidthOf(written, cluster),
      isLocal: isLostWithInstance(written),
      isOverCards: limitsOf(written, cluster.instance).own === undefined,
      copy: copy && bandwidthOf(copy, cluster),
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

/** Time to load the state after a failure, ns: where a host was lost from the copy; nothing where there is none. */
export function reloadNs(
  { isLocal, copy, reads }: CheckpointPlace,
  bytes: number,
  isHostLost: boolean,
): number {
  if (!isLocal || !isHostLost) return bytes / reads;
  return copy === undefined ? 0 : bytes / copy.reads;
}
