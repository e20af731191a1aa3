/** What the replicas of a job have of chips that others use too: of their engines and memory, and of the links to their hosts. */
import { collectivesAtOnce } from "../../cluster/collective-cores.ts";
import type { HostWay } from "../../cluster/host-links.ts";
import { wholeRanks } from "../../cluster/part.ts";
import type { Program } from "../../cluster/shared-chips.ts";
import type { World } from "../../cluster/world.ts";
import type { WorkloadSetting } from "../workload.ts";
import { rankMemory } from "./pools-from-options.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";

/** Claims the chips of the replicas of `placed`, each in as many `stages` as batches cross one by one. */
export function claimChips(
  world: World,
  { cluster, owner = 0 }: WorkloadSetting,
  placed: PlacedReplicas,
  stages: number,
): Program[][] {
  const { replicas, ranksPerReplica } = placed;
  const each = ranksPerReplica / stages;
  return Array.from({ length: replicas }, (_, replica) =>
    Array.from({ length: stages }, (_, stage) => {
      const first = replica * ranksPerReplica + stage * each;
      const ranks = Array.from({ length: each }, (_, rank) => first + rank);
      const name = `${stages === 1 ? "" : `stage ${stage} of `}replica ${replica} of job ${owner}`;
      return world.chips.claim({
        owner,
        ranks: wholeRanks(cluster, ranks),
        bandwidth: rankMemory(placed).bandwidth,
        collectivesAtOnce: collectivesAtOnce(cluster.device),
        name,
      });
    }),
  );
}

/** Claims the links between the chips of the replicas of `placed` and their hosts; by replica. */
export function claimHostLinks(
  { hostLinks }: World,
  { cluster, owner }: WorkloadSetting,
  { replicas, ranksPerReplica }: PlacedReplicas,
): HostWay[] {
  return Array.from({ length: replicas }, (_, replica) => {
    const ranks = Array.from({ length: ranksPerReplica }, (_, rank) => replica * ranksPerReplica + rank);
    return hostLinks.claim(cluster, ranks, owner);
  });
}
