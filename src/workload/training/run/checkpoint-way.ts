/**
 * Checkpoints that a job waits for beside others, and loading the one that it goes on from: tasks on what carries them, shared max-min.
 *
 *     onto hosts' own drives      drives of every instance
 *     elsewhere                   cards of the instances that write, out of all that read; at most what the tier gives
 *
 * Alone they take bytes / what the place gives, as in `checkpoint-place.ts`; two jobs on the same drives or cards take twice that.
 * Volumes of the cluster have ways of their own (`volume.ts`). Left out: what is above the cards, and host links.
 */
import { cardsOf } from "../../../cluster/between.ts";
import { sharesHosts } from "../../../cluster/host.ts";
import type { VolumeClient, VolumeUsage } from "../../../cluster/volume.ts";
import type { World } from "../../../cluster/world.ts";
import type { Target } from "../../../kernel/target.ts";
import { ExchangeGraph, type TransferClass } from "../../../network/graph/exchange-graph.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { CheckpointPlace } from "./checkpoint-place.ts";

/** Which way a checkpoint goes. */
type Way = "reads" | "writes";

/** Where the checkpoints of a job are that are on no volume. */
export class CheckpointWay {
  /** Whether other jobs may be on it. */
  readonly isShared: boolean;
  readonly #world: World;
  readonly #by: VolumeClient;
  readonly #usage: (way: Way) => VolumeUsage;

  private constructor(
    world: World,
    by: VolumeClient,
    { isShared, usage }: { isShared: boolean; usage: (way: Way) => VolumeUsage },
  ) {
    this.#world = world;
    this.#by = by;
    this.isShared = isShared;
    this.#usage = usage;
  }

  /** Claims it, before anything moves; undefined where it is not known over which links checkpoints go. `writers` instances save. */
  static claim(
    world: World,
    { cluster }: Pick<TrainingJob, "cluster">,
    { place, by, writers }: { place: CheckpointPlace; by: VolumeClient; writers: number },
  ): CheckpointWay | undefined {
    const isShared = sharesHosts(cluster);
    if (place.isLocal) {
      const { drives } = world;
      drives.claim(by);
      const usage = (way: Way): VolumeUsage => {
        const own = drives.usage(way, by);
        // A scenario's own bandwidth is that of all drives together.
        const part = own.rateMax / place[way];
        return { ...own, amounts: own.amounts.map((amount) => amount * part), rateMax: place[way] };
      };
      return new CheckpointWay(world, by, { isShared, usage });
    }
    const { exitsOf, entriesOf } = world.links.topology;
    if (exitsOf === undefined || entriesOf === undefined) return undefined;
    const { firstInstance, count, instance } = cluster;
    const claimed = (linksOf: (part: number) => readonly number[], instances: number): TransferClass => {
      const links = Array.from({ length: instances }, (_, index) => linksOf(firstInstance + index));
      const fractions = links.flatMap((own) => own.map(() => 1 / instances / own.length));
      const all: TransferClass = {
        links: Int32Array.from(links.flat()),
        fractions: Float64Array.from(fractions),
        longest: Math.max(...fractions),
        nsPerByte: 0,
        alone: [],
      };
      const phase = { units: [[all]], delaysFirst: false };
      world.links.claim(world.links.newUser(), new ExchangeGraph(world.links.topology, [[phase]]));
      return all;
    };
    const ways = {
      writes: { cards: claimed(exitsOf, writers), instances: writers },
      reads: { cards: claimed(entriesOf, count), instances: count },
    };
    const usage = (way: Way): VolumeUsage => {
      const { cards, instances } = ways[way];
      const { resources, amounts = [] } = world.links.usage(cards);
      return {
        resources: Array.from(resources),
        amounts: Array.from(amounts),
        weight: instances * cardsOf(instance),
        rateMax: place[way],
      };
    };
    return new CheckpointWay(world, by, { isShared, usage });
  }

  /** Saves `bytes`; `client` gets `code` at the end. */
  save(bytes: number, client: Target, code: number): void {
    this.#run("writes", bytes, client, code);
  }

  /** Loads them. */
  load(bytes: number, client: Target, code: number): void {
    this.#run("reads", bytes, client, code);
  }

  #run(way: Way, work: number, client: Target, code: number): void {
    this.#world.sharing.run({ work, usage: this.#usage(way), owner: this.#by.owner }, client, code);
  }
}
