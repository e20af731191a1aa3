/** What the replicas of a job share for keys and values that come from outside: the memory of their hosts, common tiers. */
import { hostShare } from "../../cluster/host.ts";
import type { HostWay } from "../../cluster/host-links.ts";
import type { Program } from "../../cluster/shared-chips.ts";
import type { World } from "../../cluster/world.ts";
import { writesText } from "../../models/model.ts";
import type { WorkloadSetting } from "../workload.ts";
import type { OwnLinks } from "./own-links.ts";
import { standingOn } from "./pools-from-options.ts";
import { HostInputs } from "./replica/host-inputs.ts";
import type { KvWays } from "./replica/kv-loads.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";

/** Hosts of each replica of `placed` by its number, as numbers in the whole cluster; none of those of other pools, which are elsewhere. */
export function hostsOfReplica(
  cluster: WorkloadSetting["cluster"],
  placed: PlacedReplicas,
): (replica: number) => readonly number[] {
  const { instances } = hostShare(cluster);
  const { chipsPerReplica, chipsPerInstance } = standingOn(cluster, placed);
  return (replica) => {
    if (replica >= placed.replicas) return [];
    const first = Math.floor((replica * chipsPerReplica) / chipsPerInstance);
    const end = Math.ceil(((replica + 1) * chipsPerReplica) / chipsPerInstance);
    return instances.slice(first, end);
  };
}

/** The ways of the replicas of `placed` in `world`. */
export function kvWays(
  world: World,
  { cluster, owner = 0 }: WorkloadSetting,
  placed: PlacedReplicas,
  own: OwnLinks,
  programs: readonly (readonly Program[])[],
  hostLinks: readonly HostWay[],
): KvWays {
  const { memoryBandwidth } = hostShare(cluster);
  const hostsOf = hostsOfReplica(cluster, placed);
  return {
    sharing: world.sharing,
    owner,
    hasCompany: world.board.jobs > 1,
    exchanges: (index) => own.exchanges(world, index, programs[index] ?? []),
    programs: (index) => programs[index] ?? [],
    tier: (name, bandwidth) => world.resource(`prefix tier ${name} of job ${owner}`, bandwidth),
    hostMemory: (index) => {
      const hosts = hostsOf(index);
      return hosts.map((host) => {
        const resource = world.resource(`host memory of instance ${host}`, memoryBandwidth);
        return { resource, part: 1 / hosts.length };
      });
    },
    inputs: (index) => {
      const way = hostLinks[index];
      if (way === undefined || writesText(placed.model)) return undefined;
      return new HostInputs({
        sharing: world.sharing,
        owner,
        way,
        isOver: (job) => world.board.isOver(job),
      });
    },
    hostLink: (index) => hostLinks[index]?.parts() ?? [],
  };
}
