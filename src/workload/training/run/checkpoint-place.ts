/**
 * Where the checkpoints of a job are, what that gives to all its instances together when nobody else uses it, and what is left of
 * them when a host is lost: those on its own drives go with it, and what counts is the last that was copied elsewhere.
 */

import { type CardsDirection, cardsBandwidth } from "../../../cluster/card-links.ts";
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
  tierPlan,
} from "../../resilience/checkpoint-tiers.ts";
import type { CheckpointTier } from "../../resilience/tiered-checkpoints.ts";
import { optimizers } from "../job/optimizers.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { TrainingOptions } from "../training-options.ts";

/** Where a checkpoint lies, bytes/ns. */
export interface KeptAt extends TierBandwidth {
  /** Hosts that may be lost at once without what is there. */
  hostsMost: number;
  /** Whether what is saved goes over the instances' cards: to other hosts, file systems and object storage. */
  isOverCards: boolean;
  /** Whether it goes to the memory of other hosts of the job. */
  isToPeers: boolean;
}

/** Where checkpoints are copied beside the work. */
export interface CheckpointCopy extends KeptAt {
  /** Work between two that are copied, ns; 0: all. */
  everyNs: number;
}

/** Where they are saved. */
export interface CheckpointPlace extends KeptAt {
  /** Whether that is the drives of the job's own instances. */
  isLocal: boolean;
  /** Where they are copied from there, in the order of nearness. */
  copies: readonly CheckpointCopy[];
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

/** Where the checkpoints of a job go first; nothing leaves or reaches its chips faster than over the links to their hosts, or over cards and uplinks faster than these carry. */
export function checkpointPlace(
  options: TrainingOptions,
  job: Pick<TrainingJob, "cluster">,
  storage: Storage,
): CheckpointPlace {
  const { cluster } = job;
  const { writers = cluster.count } = options.checkpoints ?? {};
  const given = givenPlace(options, job, storage);
  const place = overCards(given, cluster, writers);
  const hosts = ownHost(cluster);
  return {
    ...place,
    reads: Math.min(place.reads, hosts),
    writes: Math.min(place.writes, (hosts * writers) / cluster.count),
    copies: given.copies.map((copy) => overCards(copy, cluster, cluster.count)),
  };
}

/** `kept` as the cards of a cluster reach it, of which so many instances write. */
function overCards<Kept extends KeptAt>(kept: Kept, cluster: Cluster, writers: number): Kept {
  const { isOverCards, isToPeers } = kept;
  if (!isOverCards) return kept;
  const most = (direction: CardsDirection, instances: number) =>
    Math.min(kept[direction], cardsBandwidth(cluster, { direction, instances, isToPeers }));
  return { ...kept, reads: most("reads", cluster.count), writes: most("writes", writers) };
}

/** The same, of what its drives, cards and tiers give. */
function givenPlace(
  { checkpoints }: TrainingOptions,
  { cluster }: Pick<TrainingJob, "cluster">,
  storage: Storage,
): CheckpointPlace {
  const { tiers = ["fsx"], bandwidth, volume, copyTo, writers = cluster.count } = checkpoints ?? {};
  const written = volume === undefined ? undefined : storage[volume];
  if (written !== undefined) {
    const copy = copyTo === undefined ? undefined : storage[copyTo];
    const { own, burst } = limitsOf(written, cluster.instance);
    const isLocal = isLostWithInstance(written);
    return {
      ...bandwidthOf(written, cluster, writers),
      isLocal,
      hostsMost: isLocal ? 0 : Number.POSITIVE_INFINITY,
      isOverCards: own === undefined,
      isToPeers: false,
      copies: copy ? [{ ...outside, ...withoutCredits(copy, cluster), everyNs: 0 }] : [],
      ...(burst && { burst: { plan: burst, volumes: own ? cluster.count : 1 } }),
    };
  }
  const [first = { tier: "fsx" } as const, ...others] = tiers.map(tierPlan);
  return {
    ...tierOf(first.tier, cluster, writers),
    ...(bandwidth !== undefined && { reads: bandwidth, writes: bandwidth }),
    isLocal: first.tier === "nvme",
    copies: others
      .filter(({ tier }) => tier !== "nvme")
      .map(({ tier, every = 0 }) => ({ ...tierOf(tier, cluster, cluster.count), everyNs: every })),
  };
}

/** Storage out of the cluster. */
const outside = { hostsMost: Number.POSITIVE_INFINITY, isOverCards: true, isToPeers: false };

/** What a tier gives to all of `cluster`, of which so many instances write, and what it outlasts. */
function tierOf(tier: TierName, cluster: Cluster, writers: number): KeptAt {
  const { count, chips, instance } = cluster;
  const { reads } = tierBandwidth(tier, cluster);
  const { writes } = tierBandwidth(tier, { count: writers, chips: (chips * writers) / count, instance });
  const isToPeers = tier === "host" && count > 1;
  if (tier !== "host" && tier !== "nvme") return { ...outside, reads, writes };
  // The next host has what is in the memory of each, and is lost with it where both are.
  return { reads, writes, hostsMost: isToPeers ? 1 : 0, isOverCards: isToPeers, isToPeers };
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

/** A way of checkpoints over the cards beside the work. */
export interface WayBeside {
  /** Number of the place: 0 is where they are saved, the others where they are copied to. */
  at: number;
  to: KeptAt;
  everyNs: number;
}

/** Ways over the cards beside the work: to where they are saved, where steps do not wait for that, and to the copies. */
export function waysBeside(place: CheckpointPlace, isSynchronous: boolean): readonly WayBeside[] {
  const copies = place.copies.map((to, index) => ({ at: index + 1, to, everyNs: to.everyNs }));
  const all = [...(isSynchronous ? [] : [{ at: 0, to: place, everyNs: 0 }]), ...copies];
  return all.filter(({ to }) => to.isOverCards);
}

/** How often a checkpoint goes over the cards on `ways`, in the mean, where they are `intervalNs` of work apart. */
export function besideShare(ways: readonly WayBeside[], intervalNs: number): number {
  return ways.reduce((sum, { everyNs }) => sum + Math.min(1, intervalNs / Math.max(1, everyNs)), 0);
}

/** The places of checkpoints as a run among failures meets them; those of local drives are read to be copied. */
export function checkpointTiers(
  { hostsMost, copies, isLocal, reads }: CheckpointPlace,
  bytes: number,
): CheckpointTier[] {
  const copied = copies.map(({ writes, everyNs, hostsMost }) => {
    const copyNs = bytes / (isLocal ? Math.min(reads, writes) : writes);
    return { hostsMost, everyNs, copyNs };
  });
  return [{ hostsMost, copyNs: 0, everyNs: 0 }, ...copied];
}

/** Time to load the state from place `tier`, ns; nothing where there is none. Credits are taken to be those that a save finds. */
export function reloadNs(
  place: CheckpointPlace,
  bytes: number,
  { tier, restNs }: { tier: number | undefined; restNs: number },
): number {
  if (tier === 0) return movingNs(place, "reads", { bytes, restNs });
  const copy = tier === undefined ? undefined : place.copies[tier - 1];
  return copy === undefined ? 0 : bytes / copy.reads;
}
