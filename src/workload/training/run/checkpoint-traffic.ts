/**
 * A checkpoint on its way beside the work, as one task that all instances of a job send together: out of the memory of their
 * hosts or off their drives, over their cards, on which steps exchange, and onto a volume or a tier. What is on the way is shared
 * with whoever else uses it, max-min, a stream for each card.
 *
 *     host memory (or drives) --> card, with the exchanges of steps --> volume, with other jobs
 *
 * Left out: links above the cards, for where storage stands in the network is not told; the host's memory where no other job is
 * on the host and the optimizer's state is not there.
 */
import { cardsOf } from "../../../cluster/between.ts";
import { hostShare, sharesHosts } from "../../../cluster/host.ts";
import type { Volume, VolumeClient, VolumeUsage } from "../../../cluster/volume.ts";
import type { World } from "../../../cluster/world.ts";
import type { Target } from "../../../kernel/target.ts";
import { ExchangeGraph, type TransferClass } from "../../../network/graph/exchange-graph.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { CheckpointPlace } from "./checkpoint-place.ts";

/** From where to where. */
export interface TrafficPlan {
  bytes: number;
  /** Instances that send it. */
  writers: number;
  place: CheckpointPlace;
  by: VolumeClient;
  /** The job's own drives, where it is copied from there. */
  from?: Volume | undefined;
  /** Where it goes; a tier of the place when absent. */
  to?: Volume | undefined;
}

/** Checkpoints of a job beside its steps. */
export class CheckpointTraffic {
  readonly #world: World;
  readonly #job: TrainingJob;
  readonly #plan: TrafficPlan;
  readonly #cards: TransferClass;
  #usage: VolumeUsage | undefined;

  private constructor(world: World, job: TrainingJob, plan: TrafficPlan, cards: TransferClass) {
    this.#world = world;
    this.#job = job;
    this.#plan = plan;
    this.#cards = cards;
  }

  /** Claims the cards of the job's instances; undefined where it is not known which links those are. Comes before anything moves. */
  static claim(world: World, job: TrainingJob, plan: TrafficPlan): CheckpointTraffic | undefined {
    const { firstInstance } = job.cluster;
    const { links } = world;
    const { topology } = links;
    const { exitsOf } = topology;
    if (exitsOf === undefined) return undefined;
    const instances = Array.from({ length: plan.writers }, (_, index) => firstInstance + index);
    const exits = instances.flatMap((instance) => exitsOf(instance));
    const each = 1 / exits.length;
    const cards: TransferClass = {
      links: Int32Array.from(exits),
      fractions: new Float64Array(exits.length).fill(each),
      longest: each,
      nsPerByte: 0,
      alone: [],
    };
    const phase = { units: [[cards]], delaysFirst: false };
    links.claim(links.newUser(), new ExchangeGraph(topology, [[phase]]));
    return new CheckpointTraffic(world, job, plan, cards);
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
    const { place, from, to, by, writers } = this.#plan;
    const { instance } = this.#job.cluster;
    const { resources, amounts = [] } = this.#world.links.usage(this.#cards);
    const unlimited = Number.POSITIVE_INFINITY;
    // A tier without a volume gives what it gives.
    const tier = to ? unlimited : place.isLocal ? (place.copy?.writes ?? unlimited) : place.writes;
    const drives = place.isLocal && !from ? place.reads : unlimited;
    const ways: Pick<VolumeUsage, "resources" | "amounts" | "rateMax">[] = [
      { resources: Array.from(resources), amounts: Array.from(amounts), rateMax: Math.min(tier, drives) },
      ...(from ? [from.usage("reads", by)] : []),
      ...(to ? [to.usage("writes", by)] : []),
      ...this.#hostMemory(),
    ];
    return {
      resources: ways.flatMap((way) => way.resources),
      amounts: ways.flatMap((way) => way.amounts),
      weight: writers * cardsOf(instance),
      rateMax: Math.min(...ways.map((way) => way.rateMax)),
    };
  }

  /** Of the hosts, where others read and write there too. */
  #hostMemory(): Pick<VolumeUsage, "resources" | "amounts" | "rateMax">[] {
    const { cluster, offload } = this.#job;
    if (offload === undefined && !sharesHosts(cluster)) return [];
    const { instances, memoryBandwidth } = hostShare(cluster);
    const resources = instances.map((host) =>
      this.#world.resource(`host memory of instance ${host}`, memoryBandwidth),
    );
    const amounts = resources.map(() => 1 / instances.length);
    return [{ resources, amounts, rateMax: Number.POSITIVE_INFINITY }];
  }
}
