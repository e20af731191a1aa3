/**
 * Checkpoints that a job waits for beside others, and loading the one that it goes on from: tasks on all that carries them, shared
 * max-min. Chips are behind the links to their hosts, and then:
 *
 *     on hosts' own drives      drives of every instance
 *     elsewhere                 cards of the instances, uplinks above them, and the volume; of a tier at most what it gives
 *
 * Alone they take bytes / what the narrowest of it gives; two jobs on the same drives, cards or uplinks take twice that.
 */
import { cardsOf } from "../../../cluster/between.ts";
import {
  type CardsDirection,
  type ClaimedCards,
  cardsUsage,
  claimCards,
  type UsageOfBytes,
} from "../../../cluster/card-links.ts";
import { sharesHosts } from "../../../cluster/host.ts";
import type { HostWay } from "../../../cluster/host-links.ts";
import type { Volume, VolumeClient, VolumeUsage } from "../../../cluster/volume.ts";
import type { World } from "../../../cluster/world.ts";
import type { Target } from "../../../kernel/target.ts";
import type { SharedLoad } from "../../resilience/shared-load.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { CheckpointPlace, KeptAt } from "./checkpoint-place.ts";
import { hostMemoryUsage } from "./host-memory.ts";

/** What is kept where, and whose it is. */
export interface WayPlan {
  place: CheckpointPlace;
  by: VolumeClient;
  /** Instances that save. */
  writers: number;
  /** Where they are kept, if it is a volume, and where they are copied from there. */
  volume?: Volume | undefined;
  copied?: Volume | undefined;
  /** Whether nothing goes there but after a failure. */
  isRare?: boolean;
}

/** Links of instances, in one direction. */
interface Ends {
  instances: number;
  /** To other hosts' memory, and out of the cluster; undefined where it is not known which links they are: cards are then resources by themselves. */
  peers: ClaimedCards | undefined;
  outside: ClaimedCards | undefined;
  hostLinks: HostWay;
}

/** Where the checkpoints of a job are. */
export class CheckpointWay {
  readonly #world: World;
  readonly #job: Pick<TrainingJob, "cluster" | "offload">;
  readonly #plan: WayPlan;
  readonly #ends: Record<CardsDirection, Ends>;

  private constructor(
    world: World,
    job: Pick<TrainingJob, "cluster" | "offload">,
    plan: WayPlan,
    ends: Record<CardsDirection, Ends>,
  ) {
    this.#world = world;
    this.#job = job;
    this.#plan = plan;
    this.#ends = ends;
  }

  /** Whether other jobs may be on it. Asked when all have claimed what they use. */
  get isShared(): boolean {
    const claimed = Object.values(this.#ends).flatMap(({ peers, outside }) => [peers, outside]);
    const meetsOthers = claimed.some((cards) => cards?.meetsOthers());
    return sharesHosts(this.#job.cluster) || meetsOthers;
  }

  /** Claims it, before anything moves. */
  static claim(world: World, job: Pick<TrainingJob, "cluster" | "offload">, plan: WayPlan): CheckpointWay {
    const { cluster } = job;
    const { place, by, writers, volume, isRare = false } = plan;
    if (place.isLocal && volume === undefined) world.drives.claim(by);
    const when = isRare ? "rarely" : "between";
    const overCards = [place, ...place.copies].filter((_, at) => isOverCards(plan, at));
    const ends = (direction: CardsDirection, instances: number): Ends => {
      const ranks = Array.from({ length: instances * cluster.ranksPerInstance }, (_, rank) => rank);
      const claimed = (isToPeers: boolean) =>
        overCards.some((to) => to.isToPeers === isToPeers)
          ? claimCards(world, job.cluster, { direction, instances, isToPeers, owner: by.owner, when })
          : undefined;
      return {
        instances,
        peers: claimed(true),
        outside: claimed(false),
        hostLinks: world.hostLinks.claim(cluster, ranks, by.owner),
      };
    };
    return new CheckpointWay(world, job, plan, {
      writes: ends("writes", writers),
      reads: ends("reads", cluster.count),
    });
  }

  /** Saves `bytes`; `client` gets `code` at the end. Returns the number of the task. */
  save(bytes: number, client: Target, code: number): number {
    return this.#run("writes", bytes, client, code);
  }

  /** Loads them. */
  load(bytes: number, client: Target, code: number): void {
    this.#run("reads", bytes, client, code);
  }

  /** Loading `bytes` again after a failure, from the place of number `tier`; alone in `aloneNs`. */
  loadAgain(bytes: number, { tier, aloneNs }: { tier: number; aloneNs: number }): SharedLoad {
    return {
      aloneNs,
      start: (client, code) => this.#run("reads", bytes, client, code, tier),
      stop: (task) => this.#world.sharing.stop(task),
    };
  }

  #run(direction: CardsDirection, work: number, client: Target, code: number, at = 0): number {
    const usage = this.#usage(direction, at);
    return this.#world.sharing.run({ work, usage, owner: this.#plan.by.owner }, client, code);
  }

  #usage(direction: CardsDirection, at: number): VolumeUsage {
    const { place } = this.#plan;
    const kept = keptAt(place, at);
    const { instances, peers, outside, hostLinks } = this.#ends[direction];
    const parts = hostLinks.parts();
    const claimed = kept.isToPeers ? peers : outside;
    const ways: UsageOfBytes[] = [
      place.isLocal && at === 0 ? this.#drives(direction) : this.#kept(direction, at),
      ...(isOverCards(this.#plan, at)
        ? [cardsUsage(this.#world, this.#job.cluster, { direction, instances, claimed })]
        : []),
      {
        resources: parts.map(({ resource }) => resource),
        amounts: parts.map(({ part }) => part),
        rateMax: Number.POSITIVE_INFINITY,
      },
      ...hostMemoryUsage(this.#world, this.#job, kept.isToPeers ? 2 : 1),
    ];
    return {
      resources: ways.flatMap(({ resources }) => resources),
      amounts: ways.flatMap(({ amounts }) => amounts),
      weight: instances * cardsOf(this.#job.cluster.instance),
      rateMax: Math.min(...ways.map(({ rateMax }) => rateMax)),
    };
  }

  /** Drives of the job's own instances, or volumes of theirs. */
  #drives(direction: CardsDirection): UsageOfBytes {
    const { place, by, volume, writers } = this.#plan;
    if (volume !== undefined) return volume.usage(direction, by);
    const instances = direction === "writes" ? writers : by.instances;
    const own = this.#world.drives.usage(direction, { ...by, instances });
    // A scenario's own bandwidth is that of all drives together.
    const part = own.rateMax / place[direction];
    return { ...own, amounts: own.amounts.map((amount) => amount * part), rateMax: place[direction] };
  }

  /** A volume of the cluster, or a tier, which gives what it gives. */
  #kept(direction: CardsDirection, at: number): UsageOfBytes {
    const { place, by } = this.#plan;
    const to = volumeAt(this.#plan, at);
    if (to !== undefined) return to.usage(direction, { ...by, instances: this.#ends[direction].instances });
    return { resources: [], amounts: [], rateMax: keptAt(place, at)[direction] };
  }
}

/** Where they are saved (0), or copied to. */
function keptAt(place: CheckpointPlace, at: number): KeptAt {
  return place.copies[at - 1] ?? place;
}

/** The volume there, if it is one. */
function volumeAt({ volume, copied }: WayPlan, at: number): Volume | undefined {
  return at === 0 ? volume : copied;
}

/** Whether what is kept there goes over cards: not to hosts' own drives and volumes. */
function isOverCards(plan: WayPlan, at: number): boolean {
  const to = volumeAt(plan, at);
  return to === undefined ? keptAt(plan.place, at).isOverCards : to.limits.own === undefined;
}
