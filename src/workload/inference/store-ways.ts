/** Over what weights come in when a replica comes up: the cards of its hosts, and the uplinks between those and the store. */
import { type CardsPlan, cardsUsage, claimCards } from "../../cluster/card-links.ts";
import type { HostPart } from "../../cluster/host-links.ts";
import type { World } from "../../cluster/world.ts";
import type { WorkloadSetting } from "../workload.ts";
import { hostsOfReplica } from "./kv-ways.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";

/**
 * Claims them for every replica of `placed`, before anything moves. Result: what a byte of the weights of a replica uses of them; nothing
 * for one on other hardware than the cluster's.
 */
export function claimStoreWays(
  world: World,
  { cluster, owner = 0 }: WorkloadSetting,
  placed: PlacedReplicas,
): (replica: number) => readonly HostPart[] {
  const hostsOf = hostsOfReplica(cluster, placed);
  const ways = Array.from({ length: placed.replicas }, (_, replica) => {
    const [firstInstance = 0, ...others] = hostsOf(replica);
    const instances = 1 + others.length;
    const place = { instance: cluster.instance, firstInstance, count: instances };
    const plan: CardsPlan = { direction: "reads", instances, isToPeers: false, owner, when: "rarely" };
    const claimed = claimCards(world, place, plan);
    return () => cardsUsage(world, place, { ...plan, claimed });
  });
  return (replica) => {
    const { resources = [], amounts = [] } = ways[replica]?.() ?? {};
    return resources.map((resource, at) => ({ resource, part: amounts[at] ?? 1 }));
  };
}
