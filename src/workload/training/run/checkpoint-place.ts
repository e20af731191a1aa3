/**
 * Where the checkpoints of a job are, what that gives to all its instances together when nobody else uses it, and what is left of
 * them when a host is lost: those on its own drives go with it, and what counts is the last that was copied elsewhere.
 */
import type { Cluster } from "../../../cluster/cluster.ts";
import { isLostWithInstance, limitsOf, type Storage } from "../../../cluster/storage.ts";
import { type BurstPlan, burstNs, creditsBetween } from "../../../cluster/token-bucket.ts";
import { aloneBandwidth } from "../../../cluster/volume.ts";
import { parameterCount } from "../../../models/parameters.ts";
import {
  ownHost,
  type TierBandwidth,
  type TierName,
  tierBandwidth,
} from "../../resilience/checkpoint-tiers.ts";
import { optimizers } from "../job/optimizers.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { TrainingOptions } from "../training-options.ts";

/** A place, bytes/ns. */
export interface CheckpointPlace extends TierBandwidth {
  /** Whether a host that is replaced takes what is there along. */
  isLocal: boolean;
  /** Whether what is saved goes over the instances' cards: to other hosts, file systems and object storage. */
  isOverCards: boolean;
  /** Whether it, or its copy, goes to the memory of other hosts of the job. */
  isToPeers: boolean;
  /** Where each is copied beside the work, where it is local; nowhere when absent. */
  copy?: TierBandwidth | undefined;
  /** Of a volume that bursts, or of that of each of so many instances: `reads` and `writes` are then with credits. */
  burst?: BurstPlace | undefined;
}

/** Volumes with credits, each of the plan. */
interface BurstPlace {
  plan: BurstPlan;
  volumes: number;
  /** What the input of steps draws from all of them between two checkpoints, bytes/ns; nothing when absent. */
  load?: number;
}

/** `place` where steps read so much from it too, bytes/ns: what they take of the baseline gathers no credits. */
export function besideInput(place: CheckpointPlace, load: number): CheckpointPlace {
  return place.burst === undefined ? place : { ...place, burst: { ...place.burst, load } };
}

/** Weights in 16 bits and the optimizer's state of all parameters: 14 bytes each with AdamW (13 measured by MLPerf Storage). */
export function checkpointBytes({ model, optimizer }: Pick<TrainingJob, "model" | "optimizer">): number {
  return (2 + optimizers[optimizer].stateBytes) * parameterCount(model);
}

/**
 * Bytes that a checkpoint writes, and that going on from one reads, in the mean: of increments of a share s, every n-th being whole,
 * (1 + (n - 1) s) / n are written, and a whole one with (n - 1) / 2 increments is read.
 */
export function movedBytes(
  { checkpoints }: Pick<TrainingOptions, "checkpoints">,
  job: Pick<TrainingJob, "model" | "optimizer">,
): { saved: number; loaded: number } {
  const bytes = checkpointBytes(job);
  const { incremental } = checkpoints ?? {};
  if (incremental === undefined) return { saved: bytes, loaded: bytes };
  const { share, fullEvery } = incremental;
  return {
    saved: (bytes * (1 + (fullEvery - 1) * share)) / fullEvery,
    loaded: bytes * (1 + ((fullEvery - 1) / 2) * share),
  };
}

/** Where the checkpoints of a job go first; nothing leaves or reaches its chips faster than over the links to their hosts. */
export function checkpointPlace(
  options: TrainingOptions,
  job: Pick<TrainingJob, "cluster">,
  storage: Storage,
): CheckpointPlace {
  const place = givenPlace(options, job, storage);
  const { cluster } = job;
  const { writers = cluster.count } = options.checkpoints ?? {};
  const hosts = ownHost(cluster);
  return {
    ...place,
    reads: Math.min(place.reads, hosts),
    writes: Math.min(place.writes, (hosts * writers) / cluster.count),
  };
}

/** The same, of what its drives, cards and tiers give. */
function givenPlace(
  { checkpoints }: TrainingOptions,
  { cluster }: Pick<TrainingJob, "cluster">,
  storage: Storage,
): CheckpointPlace {
  const { tiers = ["fsx"], bandwidth, volume, copyTo, writers = cluster.count } = checkpoints ?? {};
  const [first = "fsx", ...others] = tiers;
  const written = volume === undefined ? undefined : storage[volume];
  if (written !== undefined) {
    const copy = copyTo === undefined ? undefined : storage[copyTo];
    const { own, burst } = limitsOf(written, cluster.instance);
    return {
      ...bandwidthOf(written, cluster, writers),
      isLocal: isLostWithInstance(written),
      isOverCards: own === undefined,
      isToPeers: false,
      copy: copy && withoutCredits(copy, cluster),
      ...(burst && { burst: { plan: burst, volumes: own ? cluster.count : 1 } }),
    };
  }
  const next = others.find((tier) => tier !== "nvme");
  return {
    ...(bandwidth === undefined ? tierOf(first, cluster, writers) : { reads: bandwidth, writes: bandwidth }),
    isLocal: first === "nvme",
    isOverCards: first === "host" ? cluster.count > 1 : first !== "nvme",
    isToPeers: (first === "nvme" ? next : first) === "host" && cluster.count > 1,
    copy: next && tierBandwidth(next, cluster),
  };
}

/** What a tier gives to all of `cluster`, of which so many instances write. */
function tierOf(tier: TierName, cluster: Cluster, writers: number): TierBandwidth {
  const { count, chips, instance } = cluster;
  const { reads } = tierBandwidth(tier, cluster);
  const { writes } = tierBandwidth(tier, { count: writers, chips: (chips * writers) / count, instance });
  return { reads, writes };
}

/** What a volume gives to all of `cluster`, of which so many instances write. */
function bandwidthOf(
  written: Storage[string],
  { instance, count, region }: Cluster,
  writers = count,
): TierBandwidth {
  const limits = limitsOf(written, instance);
  const by = { instances: count, each: instance.scaleOut.bandwidth, region };
  return {
    reads: aloneBandwidth(limits, "reads", by),
    writes: aloneBandwidth(limits, "writes", { ...by, instances: writers }),
  };
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
  const { plan, volumes, load = 0 } = burst;
  const [each, rate] = [bytes / volumes, all / volumes];
  const creditBytes =
    restNs === undefined
      ? plan.creditBytes * plan.filled
      : creditsBetween(each, plan, { restNs, rate, load: load / volumes });
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
