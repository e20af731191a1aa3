/** The memory of the hosts that a job has a part of, which bytes to and from storage pass. */
import type { UsageOfBytes } from "../../../cluster/card-links.ts";
import { hostShare, sharesHosts } from "../../../cluster/host.ts";
import type { World } from "../../../cluster/world.ts";
import type { TrainingJob } from "../job/training-job.ts";

/** The memory of a job's hosts, where others read and write there too; every byte passes it so many times. */
export function hostMemoryUsage(
  world: World,
  { cluster, offload }: Pick<TrainingJob, "cluster" | "offload">,
  times: number,
): UsageOfBytes[] {
  if (offload === undefined && !sharesHosts(cluster)) return [];
  const { instances, memoryBandwidth } = hostShare(cluster);
  const resources = instances.map((host) =>
    world.resource(`host memory of instance ${host}`, memoryBandwidth),
  );
  const amounts = resources.map(() => times / instances.length);
  return [{ resources, amounts, rateMax: Number.POSITIVE_INFINITY }];
}
