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
import { sharesHosts } from "../../../cluster/host.ts";
import type { HostWay } from "../../../cluster/host-links.ts";
import type { Volume, VolumeClient, VolumeUsage } from "../../../cluster/volume.ts";
import type { World } from "../../../cluster/world.ts";
import type { Target } from "../../../kernel/target.ts";
import type { SharedLoad } from "../../resilience/shared-load.ts";
import type { TrainingJob } from "../job/training-job.ts";
import {
  type CheckpointDirection,
  type ClaimedCards,
  cardsUsage,
  claimCards,
  hostMemoryUsage,
  type UsageOfBytes,
} from "./checkpoint-links.ts";
import type { CheckpointPlace } from "./checkpoint-place.ts";

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
  /** Undefined where it is not known which links they are: cards are then resources by themselves. */
  claimed: ClaimedCards | undefined;
  hostLinks: HostWay;
}

/** Where the checkpoints of a job are. */
export class CheckpointWay {
  readonly #world: World;
  readonly #job: Pick<TrainingJob, "cluster" | "offload">;
  readonly #plan: WayPlan;
  readonly #ends: Record<CheckpointDirection, Ends>;

  private constructor(
    world: World,
    job: Pick<TrainingJob, "cluster" | "offload">,
    plan: WayPlan,
    ends: Record<CheckpointDirection, Ends>,
  ) {
    this.#world = world;
    this.#job = job;
    this.#plan = plan;
    this.#ends = ends;
  }

  /** Whether other jobs may be on it. Asked when all have claimed what they use. */
  get isShared(): boolean {
    const meetsOthers = Object.values(this.#ends).some(({ claimed }) => claimed?.meetsOthers());
    return sharesHosts(this.#job.cluster) || meetsOthers;
  }

  /** Claims it, before anything moves. */
  static claim(world: World, job: Pick<TrainingJob, "cluster" | "offload">, plan: WayPlan): CheckpointWay {
    const { cluster } = job;
    const { place, by, writers, volume, isRare = false } = plan;
    if (place.isLocal && volume === undefined) world.drives.claim(by);
    const when = isRare ? "rarely" : "between";
    const usesCards = isOverCards(plan, false) || (place.copy !== undefined && isOverCards(plan, true));
    const ends = (direction: CheckpointDirection, instances: number): Ends => {
      const ranks = Array.from({ length: instances * cluster.ranksPerInstance }, (_, rank) => rank);
      const { isToPeers } = place;
      const cards = { direction, instances, isToPeers, owner: by.owner, when } as const;
      return {
        instances,
        claimed: usesCards ? claimCards(world, job, cards) : undefined,
        hostLinks: world.hostLinks.claim(cluster, ranks, by.owner),
      };
    };
    return new CheckpointWay(world, job, plan, {
      writes: ends("writes", writers),
      reads: ends("reads", cluster.count),
    });
  }

  /** Saves `bytes`; `client` gets `code` at the end. */
  save(bytes: number, client: Target, code: number): void {
    this.#run("writes", bytes, client, code);
  }

  /** Loads them. */
  load(bytes: number, client: Target, code: number): void {
    this.#run("reads", bytes, client, code);
  }

  /** Loading `bytes` again after a failure, from the copy where a host went and took its part along; alone in `aloneNs`. */
  loadAgain(bytes: number, { isHostLost, aloneNs }: { isHostLost: boolean; aloneNs: number }): SharedLoad {
    const isCopy = isHostLost && this.#plan.place.isLocal;
    return {
      aloneNs,
      start: (client, code) => this.#run("reads", bytes, client, code, isCopy),
      stop: (task) => this.#world.sharing.stop(task),
    };
  }

  #run(direction: CheckpointDirection, work: number, client: Target, code: number, isCopy = false): number {
    const usage = this.#usage(direction, isCopy);
    return this.#world.sharing.run({ work, usage, owner: this.#plan.by.owner }, client, code);
  }

  #usage(direction: CheckpointDirection, isCopy: boolean): VolumeUsage {
    const { place } = this.#plan;
    const ends = this.#ends[direction];
    const parts = ends.hostLinks.parts();
    const isOnDrives = place.isLocal && !isCopy;
    const ways: UsageOfBytes[] = [
      isOnDrives ? this.#drives(direction) : this.#kept(direction, isCopy),
      ...(isOverCards(this.#plan, isCopy)
        ? [cardsUsage(this.#world, this.#job, { direction, ...ends })]
        : []),
      {
        resources: parts.map(({ resource }) => resource),
        amounts: parts.map(({ part }) => part),
        rateMax: Number.POSITIVE_INFINITY,
      },
      ...hostMemoryUsage(this.#world, this.#job, place.isToPeers && !isOnDrives ? 2 : 1),
    ];
    return {
      resources: ways.flatMap(({ resources }) => resources),
      amounts: ways.flatMap(({ amounts }) => amounts),
      weight: ends.instances * cardsOf(this.#job.cluster.instance),
      rateMax: Math.min(...ways.map(({ rateMax }) => rateMax)),
    };
  }

  /** Drives of the job's own instances, or volumes of theirs. */
  #drives(direction: CheckpointDirection): UsageOfBytes {
    const { place, by, volume, writers } = this.#plan;
    if (volume !== undefined) return volume.usage(direction, by);
    const instances = direction === "writes" ? writers : by.instances;
    const own = this.#world.drives.usage(direction, { ...by, instances });
    // A scenario's own bandwidth is that of all drives together.
    const part = own.rateMax / place[direction];
    return { ...own, amounts: own.amounts.map((amount) => amount * part), rateMax: place[direction] };
  }

  /** A volume of the cluster, or a tier, which gives what it gives; of what is on drives the copy elsewhere. */
  #kept(direction: CheckpointDirection, isCopy: boolean): UsageOfBytes {
    const { place, by, volume, copied } = this.#plan;
    const to = isCopy ? copied : volume;
    if (to !== undefined) return to.usage(direction, { ...by, instances: this.#ends[direction].instances });
    const { [direction]: rateMax = Number.POSITIVE_INFINITY } = (isCopy ? place.copy : place) ?? {};
    return { resources: [], amounts: [], rateMax };
  }
}

/** Whether what is kept there, or its copy, goes over cards: not to hosts' own drives and volumes. */
function isOverCards({ place, volume, copied }: WayPlan, isCopy: boolean): boolean {
  const to = isCopy ? copied : volume;
  return to === undefined ? isCopy || place.isOverCards : to.limits.own === undefined;
}
