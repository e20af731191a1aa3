/**
 * A checkpoint on its way beside the work. It is copied to the memory of the hosts over the links of all chips, for which steps
 * wait, and goes on from there as one task that all instances of a job send together: out of that memory or off their drives,
 * over their cards, on which steps exchange, and onto a volume or a tier. What is on the way is shared with whoever else uses
 * it, max-min, a stream for each card.
 *
 *     chips --> host links --> host memory (or drives) --> cards and uplinks (`cluster/card-links.ts`)
 *
 * Left out: the host's memory where no other job is on the host and the optimizer's state is not there.
 */
import { cardsOf } from "../../../cluster/between.ts";
import { type ClaimedCards, claimCards, type UsageOfBytes } from "../../../cluster/card-links.ts";
import { sharesHosts } from "../../../cluster/host.ts";
import type { HostWay } from "../../../cluster/host-links.ts";
import type { Volume, VolumeClient, VolumeUsage } from "../../../cluster/volume.ts";
import type { World } from "../../../cluster/world.ts";
import type { Target } from "../../../kernel/target.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { CheckpointPlace, WayBeside } from "./checkpoint-place.ts";
import { hostMemoryUsage } from "./host-memory.ts";

/** From where to where. */
export interface TrafficPlan {
  bytes: number;
  /** Instances that send it. */
  writers: number;
  place: CheckpointPlace;
  way: WayBeside;
  by: VolumeClient;
  /** The job's own drives, where it is copied from there. */
  from?: Volume | undefined;
  /** The volume that it goes to; a tier when absent. */
  to?: Volume | undefined;
}

/** Checkpoints of a job beside its steps. */
export class CheckpointTraffic {
  readonly #world: World;
  readonly #job: TrainingJob;
  readonly #plan: TrafficPlan;
  readonly #claimed: ClaimedCards;
  readonly #hostLinks: HostWay;
  #usage: VolumeUsage | undefined;

  private constructor(
    world: World,
    job: TrainingJob,
    plan: TrafficPlan,
    { claimed, hostLinks }: { claimed: ClaimedCards; hostLinks: HostWay },
  ) {
    this.#world = world;
    this.#job = job;
    this.#plan = plan;
    this.#claimed = claimed;
    this.#hostLinks = hostLinks;
  }

  /** Claims the host links of the job's chips, its instances' cards and what is above them; undefined where it is not known which links those are. Comes before anything moves. */
  static claim(world: World, job: TrainingJob, plan: TrafficPlan): CheckpointTraffic | undefined {
    const { count, ranksPerInstance } = job.cluster;
    const { writers: instances, way, by } = plan;
    const { isToPeers } = way.to;
    const ends = { direction: "writes", instances, isToPeers, owner: by.owner, when: "beside" } as const;
    const claimed = claimCards(world, job.cluster, ends);
    if (claimed === undefined) return undefined;
    const ranks = Array.from({ length: count * ranksPerInstance }, (_, rank) => rank);
    const ways = { claimed, hostLinks: world.hostLinks.claim(job.cluster, ranks, plan.by.owner) };
    return new CheckpointTraffic(world, job, plan, ways);
  }

  /** Whether it goes to a place that checkpoints are copied to from where they are saved. */
  get isCopy(): boolean {
    return this.#plan.way.at > 0;
  }

  /** Work between two that are sent, ns; 0: all. */
  get everyNs(): number {
    return this.#plan.way.everyNs;
  }

  /** Whether other jobs may be on its way. Asked when all have claimed what they use. */
  get isShared(): boolean {
    return sharesHosts(this.#job.cluster) || this.#claimed.meetsOthers();
  }

  /** Copies one to the memory of the hosts; `client` gets `code` when it is there. Returns the number of the task. */
  copy(client: Target, code: number): number {
    const { bytes, by } = this.#plan;
    const parts = this.#hostLinks.parts();
    const memory = hostMemoryUsage(this.#world, this.#job, 1);
    const usage = {
      resources: [...parts.map(({ resource }) => resource), ...memory.flatMap(({ resources }) => resources)],
      amounts: [...parts.map(({ part }) => part), ...memory.flatMap(({ amounts }) => amounts)],
      weight: this.#job.cluster.chips,
    };
    return this.#world.sharing.run({ work: bytes, usage, owner: by.owner }, client, code);
  }

  /** Sends one; `client` gets `code` when it is there. Returns the number of the task. */
  send(client: Target, code: number): number {
    this.#usage ??= this.#allUsage();
    const { bytes, by } = this.#plan;
    return this.#world.sharing.run({ work: bytes, usage: this.#usage, owner: by.owner }, client, code);
  }

  /** Stops one; the share of it that was on its way. */
  stop(task: number): number {
    return 1 - this.#world.sharing.stop(task) / this.#plan.bytes;
  }

  #allUsage(): VolumeUsage {
    const { place, way, from, to, by, writers } = this.#plan;
    const { instance } = this.#job.cluster;
    const { resources, amounts = [] } = this.#world.links.usage(this.#claimed.cards);
    const unlimited = Number.POSITIVE_INFINITY;
    // A tier without a volume gives what it gives.
    const tier = to ? unlimited : way.to.writes;
    const drives = place.isLocal && !from ? place.reads : unlimited;
    const ways: UsageOfBytes[] = [
      { resources: Array.from(resources), amounts: Array.from(amounts), rateMax: Math.min(tier, drives) },
      ...(from ? [from.usage("reads", by)] : []),
      ...(to ? [to.usage("writes", by)] : []),
      // A peer's memory is written where its own is read.
      ...hostMemoryUsage(this.#world, this.#job, way.to.isToPeers ? 2 : 1),
    ];
    return {
      resources: ways.flatMap((way) => way.resources),
      amounts: ways.flatMap((way) => way.amounts),
      weight: writers * cardsOf(instance),
      rateMax: Math.min(...ways.map((way) => way.rateMax)),
    };
  }
}
