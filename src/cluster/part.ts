/** A part of a cluster as a cluster of its own, on the same links: what one of several jobs has. */
import { PartNetwork } from "../network/part-network.ts";
import { Availability } from "./availability.ts";
import type { Cluster } from "./cluster.ts";

/** Instances and ranks of each, by their first and last index. */
export interface PartPlan {
  instances: readonly [first: number, last: number];
  /** All ranks of each instance when absent. Whole chips. */
  ranks?: readonly [first: number, last: number] | undefined;
  /** Where others have its chips too: its parts of their memory, and of their time for whoever pays. Its own when absent. */
  shared?: { memory: number; time: number } | undefined;
  /** Where it stands; where the whole does when absent. */
  region?: string | undefined;
}

/** The ranks that `plan` takes of `cluster`, in ascending order. */
export function ranksOfPart(cluster: Cluster, plan: PartPlan): number[] {
  const { ranksPerInstance } = cluster;
  const { instances, ranks = [0, ranksPerInstance - 1] } = plan;
  const taken: number[] = [];
  for (let instance = instances[0]; instance <= instances[1]; instance++) {
    for (let rank = ranks[0]; rank <= ranks[1]; rank++) taken.push(instance * ranksPerInstance + rank);
  }
  return taken;
}

/** The part of `cluster` that `plan` names. */
export function partOf(cluster: Cluster, plan: PartPlan): Cluster {
  const taken = ranksOfPart(cluster, plan);
  const { region = cluster.region, shared } = plan;
  if (shared === undefined && taken.length === cluster.ranks && region === cluster.region) return cluster;
  const count = plan.instances[1] - plan.instances[0] + 1;
  const chips = taken.length / cluster.ranksPerChip;
  return {
    ...cluster,
    plan: { ...cluster.plan, count },
    count,
    region,
    chips,
    ranks: taken.length,
    ranksPerInstance: taken.length / count,
    memoryBytes: chips * cluster.instance.chip.memory.bytes,
    network: new PartNetwork(cluster.network, taken),
    whole: cluster.whole ?? cluster,
    firstInstance: cluster.firstInstance + plan.instances[0],
    firstRank: cluster.firstRank + (plan.ranks?.[0] ?? 0),
    chipsUp: new Availability("chip", chips),
    instancesUp: new Availability("instance", count),
    ...(shared !== undefined && {
      chipShare: shared.time,
      device: {
        ...cluster.device,
        memoryBytes: cluster.device.memoryBytes * shared.memory,
        usableMemoryBytes: cluster.device.usableMemoryBytes * shared.memory,
      },
    }),
  };
}

/** Numbers in the whole cluster of `ranks` of a part of it. */
export function wholeRanks(cluster: Cluster, ranks: readonly number[]): number[] {
  const { whole, ranksPerInstance, firstInstance, firstRank } = cluster;
  if (whole === undefined) return [...ranks];
  return ranks.map(
    (rank) =>
      (firstInstance + Math.floor(rank / ranksPerInstance)) * whole.ranksPerInstance +
      firstRank +
      (rank % ranksPerInstance),
  );
}
