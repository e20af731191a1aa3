/**
 * What goes between the instances of a job and storage out of the cluster, or the memory of their next ones: cards, and the uplinks
 * above them. Checkpoints, input and weights go so.
 *
 *     host memory (or drives) --> card --> leaf switches --> storage, above all switches
 *                                                       --> card of the next instance --> its host memory
 *
 * and back the other way.
 */
import { ExchangeGraph, type TransferClass } from "../network/graph/exchange-graph.ts";
import { linkOf } from "../network/link.ts";
import type { Topology } from "../network/topology.ts";
import { cardsOf } from "./between.ts";
import type { Cluster } from "./cluster.ts";
import type { VolumeUsage } from "./volume.ts";
import type { World } from "./world.ts";

/** Which way it goes: out of the job's instances, or into them. */
export type CardsDirection = "reads" | "writes";

/** What some bytes use of resources that others share. */
export type UsageOfBytes = Pick<VolumeUsage, "resources" | "amounts" | "rateMax">;

/** Between so many instances of a job, the first ones, and the other end. */
export interface CardsEnds {
  direction: CardsDirection;
  instances: number;
  /** Whether the other end is the memory of the job's next instance, and not out of the cluster. */
  isToPeers: boolean;
}

/** Which instances: so many from `firstInstance` on. */
export type CardsPlace = Pick<Cluster, "instance" | "firstInstance" | "count">;

/** Of whom, and when. */
export interface CardsPlan extends CardsEnds {
  /** Number of the job. */
  owner: number;
  /** Whether it goes beside the job's steps, or these wait for it; or seldom (after a failure, when a replica comes up), and nobody is played for its sake. */
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
  { firstInstance, count }: CardsPlace,
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

/** What the cards of a job and the uplinks above them give when nobody else is there, bytes/ns; of its cards alone where it is not known which links those are. */
export function cardsBandwidth(cluster: CardsPlace & Pick<Cluster, "network">, ends: CardsEnds): number {
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
  cluster: CardsPlace,
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
  { firstInstance, instance }: CardsPlace,
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
