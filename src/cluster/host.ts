/**
 * What a host gives to the programs that run on it. A job that has a part of the ranks of an instance has that part of its
 * memory; bandwidth and cores go max-min to whoever uses them.
 *
 *     time of the host for a stream of bytes = max(bytes / memory bandwidth, bytes / (vCPUs x what one of them streams))
 *
 * Left out: caches, sockets and the way between them.
 */
import type { Target } from "../kernel/target.ts";
import type { Cluster } from "./cluster.ts";
import type { World } from "./world.ts";

/**
 * Memory bandwidth for each vCPU, bytes/ns. Assumed: two sockets of eight DDR5-4800 channels give 192 vCPUs 3.2 each, of six
 * DDR4-2933 channels 96 vCPUs 2.9 each, and about two thirds of it is in use.
 */
const memoryBandwidthPerVcpu = 2;

/** What a vCPU streams through itself at most while it computes on it, bytes/ns. Assumed. */
const streamPerVcpu = 6;

/** What stands behind the work of hosts, a text each. */
export const hostAssumptions: readonly string[] = [
  `host memory: ${memoryBandwidthPerVcpu} GB/s for each vCPU, which streams ${streamPerVcpu} GB/s at most (assumed)`,
];

/** What a job's ranks have of each of its hosts. */
export interface HostShare {
  /** Instances, by their numbers in the whole cluster. */
  instances: readonly number[];
  /** Of a whole host, and the part of them that goes with the ranks. */
  vcpus: number;
  ownVcpus: number;
  memoryBytes: number;
  /** Of a whole host, bytes/ns. */
  memoryBandwidth: number;
}

/** The share of `cluster` in its hosts. */
export function hostShare({ instance, ranksPerInstance, whole, count, firstInstance }: Cluster): HostShare {
  const part = whole === undefined ? 1 : ranksPerInstance / whole.ranksPerInstance;
  return {
    instances: Array.from({ length: count }, (_, index) => firstInstance + index),
    vcpus: instance.vcpus,
    ownVcpus: instance.vcpus * part,
    memoryBytes: instance.hostMemoryBytes * part,
    memoryBandwidth: memoryBandwidthPerVcpu * instance.vcpus,
  };
}

/** Whether others may have ranks on the hosts of `cluster` too. */
export function sharesHosts({ ranksPerInstance, whole }: Cluster): boolean {
  return whole !== undefined && ranksPerInstance < whole.ranksPerInstance;
}

/**
 * Does `coreNs` of work on the cores of every host of a job at the same time; `client` gets `code` with the last of them, and
 * not before `leastNs`. A job counts as many streams as it has vCPUs, and may use the others' where they are idle.
 */
export function runOnCores(
  world: World,
  { instances, vcpus, ownVcpus }: HostShare,
  { coreNs, leastNs, owner }: { coreNs: number; leastNs: number; owner: number },
  client: Target,
  code: number,
): void {
  const resources = instances.map((instance) => world.hostCores(instance, vcpus));
  const rateMax = leastNs > 0 ? coreNs / leastNs : Number.POSITIVE_INFINITY;
  world.sharing.run({ work: coreNs, usage: { resources, weight: ownVcpus, rateMax }, owner }, client, code);
}

/** Work of a host: bytes that pass through its memory, and through its cores where they compute on them. */
export interface HostWork {
  memoryBytes: number;
  computedBytes: number;
}

/** Time of `work` on a host that has nothing else to do, ns. */
export function hostWorkNs(
  { memoryBytes, computedBytes }: HostWork,
  { vcpus, memoryBandwidth }: HostShare,
): number {
  return Math.max(memoryBytes / memoryBandwidth, computedBytes / (vcpus * streamPerVcpu));
}

/**
 * What doing `work` on every host of `hosts` at the same time uses of them, in parts of the whole; it is over with the last.
 * It counts as many streams as the job has vCPUs, and may use the others' where they are idle.
 */
export function hostUsage(
  world: World,
  { instances, vcpus, ownVcpus, memoryBandwidth }: HostShare,
  { memoryBytes, computedBytes }: HostWork,
): { resources: number[]; amounts: number[]; weight: number } {
  const coreNs = computedBytes / streamPerVcpu;
  const resources: number[] = [];
  const amounts: number[] = [];
  for (const instance of instances) {
    if (memoryBytes > 0) {
      resources.push(world.resource(`host memory of instance ${instance}`, memoryBandwidth));
      amounts.push(memoryBytes);
    }
    if (coreNs > 0) {
      resources.push(world.hostCores(instance, vcpus));
      amounts.push(coreNs);
    }
  }
  return { resources, amounts, weight: ownVcpus / Math.max(coreNs, memoryBytes / streamPerVcpu) };
}
