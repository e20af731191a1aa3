/**
 * What checkpoints pass between the hosts of a job and where they are kept: the cards of its instances and the uplinks above them.
 *
 *     host memory (or drives) --> card --> leaf switches --> storage, above all switches
 *                                                       --> card of the next instance --> its host memory
 *
 * and back the other way. A job that has a part of its hosts' ranks shares their memory too.
 */
import { cardsOf } from "../../../cluster/between.ts";
import type { Cluster } from "../../../cluster/cluster.ts";
import { hostShare, sharesHosts } from "../../../cluster/host.ts";
import type { VolumeUsage } from "../../../cluster/volume.ts";
import type { World } from "../../../cluster/world.ts";
import { ExchangeGraph, type TransferClass } from "../../../network/graph/exchange-graph.ts";
import { linkOf } from "../../../network/link.ts";
import type { Topology } from "../../../network/topology.ts";
import type { TrainingJob } from "../job/training-job.ts";

/** Which way a checkpoint goes: saved, or loaded again. */
export type CheckpointDirection = "reads" | "writes";

/** What some bytes use of resources that others share. */
export type UsageOfBytes = Pick<VolumeUsage, "resources" | "amounts" | "rateMax">;

/** Between so many instances of a job, the first ones, and where checkpoints are kept. */
export interface CardsEnds {
  direction: CheckpointDirection;
  instances: number;
  /** Whether the other end is the memory of the job's next instance, and not out of the cluster. */
  isToPeers: boolean;
}

/** Of whom, and when. */
export interface CardsPlan extends CardsEnds {
  /** Number of the job. */
  owner: number;
  /** Whether it goes beside the job's steps, or these wait for it; or nothing goes but after a failure, and nobody is played for its sake. */
  when: "beside" | "between" | "rarely";
}

/** Cards and uplinks that were claimed. */
export interface ClaimedCards {
  cards: TransferClass;
  /** Whether other jobs may be met there. Asked when all jobs have claimed their links. */
  meetsOthers(): boolean;
}

/** The part of the bytes that each link carries, of cards and what is above them; undefined where it is not known which links those are. */
function cardLoads(
  topology: Topology,
  { firstInstance, count }: Pick<Cluster, "firstInstance" | "count">,
  { direction, instances, isToPeers }: CardsEnds,
): Map<number, number> | undefined {
  const { exitsOf, entriesOf, above, downTo } = topology;
  if (!(exitsOf && entriesOf && above && downTo)) return undefined;
  const loads = new Map<number, number>();
  const put = (some: readonly number[], fraction: number) => {
    for (const link of some) loads.set(link, (loads.get(link) ?? 0) + fraction);
  };
  const part = 1 / instances;
  const cardPart = part / exitsOf(firstInstance).length;
  for (let place = 0; place < instances; place++) {
    const own = firstInstance + place;
    const peer = isToPeers ? firstInstance + ((place + 1) % count) : undefined;
    const [from, to] = direction === "writes" ? [own, peer] : [peer, own];
    if (from !== undefined) put(exitsOf(from), cardPart);
    put(from === undefined ? downTo(own) : above(from, to), part);
    if (to !== undefined) put(entriesOf(to), cardPart);
  }
  return loads;
}

/** What the cards of a job and the uplinks above them give to its checkpoints when nobody else is there, bytes/ns; of its cards alone where it is not known which links those are. */
export function cardsBandwidth(cluster: Cluster, ends: CardsEnds): number {
  const { topology } = cluster.network;
  let least = ends.instances * cluster.instance.scaleOut.bandwidth;
  for (const [link, part] of cardLoads(topology, cluster, ends) ?? []) {
    least = Math.min(least, linkOf(topology, link).bandwidth / part);
  }
  return least;
}

/** Claims the cards of a job's instances and what is above them; undefined where it is not known which links those are. */
export function claimCards(
  world: World,
  { cluster }: Pick<TrainingJob, "cluster">,
  { owner, when, ...ends }: CardsPlan,
): ClaimedCards | undefined {
  const { links } = world;
  const loads = cardLoads(links.topology, cluster, ends);
  if (loads === undefined) return undefined;
  const cards: TransferClass = {
    links: Int32Array.from(loads.keys()),
    fractions: Float64Array.from(loads.values()),
    longest: 1 / ends.instances / cardsOf(cluster.instance),
    nsPerByte: 0,
    alone: [],
  };
  const graph = new ExchangeGraph(links.topology, [[{ units: [[cards]], delaysFirst: false }]]);
  const user = links.newUser({ owner, isAside: when !== "beside" });
  if (when === "rarely") links.foresee(graph);
  else links.claim(user, graph);
  return { cards, meetsOthers: () => links.meetsOthers(owner, graph) };
}

/** What a byte uses of the cards of so many instances and of what is above them; of cards as resources by themselves where it is not known which links they are. */
export function cardsUsage(
  world: World,
  { cluster: { firstInstance, instance } }: Pick<TrainingJob, "cluster">,
  {
    claimed,
    direction,
    instances,
  }: { claimed: ClaimedCards | undefined } & Pick<CardsPlan, "direction" | "instances">,
): UsageOfBytes {
  const rateMax = Number.POSITIVE_INFINITY;
  if (claimed !== undefined) {
    const { resources, amounts = [] } = world.links.usage(claimed.cards);
    return { resources: Array.from(resources), amounts: Array.from(amounts), rateMax };
  }
  const resources = Array.from({ length: instances }, (_, place) =>
    world.resource(`cards of instance ${firstInstance + place}, ${direction}`, instance.scaleOut.bandwidth),
  );
  return { resources, amounts: resources.map(() => 1 / instances), rateMax };
}

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
