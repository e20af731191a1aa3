/**
 * The way of a job's input from a volume of the cluster, one task in which every instance has its part: shared max-min with what
 * steps exchange on the same cards and with whatever other jobs move there.
 *
 *     volume --> switches above the leaves --> uplinks --> cards --> hosts
 *
 * Alone it takes bytes / what the narrowest of it gives. Left out: hosts' memory, which the input is written to once.
 */

import { type ClaimedCards, cardsUsage, claimCards } from "../../../cluster/card-links.ts";
import { sharesHosts } from "../../../cluster/host.ts";
import type { Volume, VolumeClient, VolumeUsage } from "../../../cluster/volume.ts";
import type { World } from "../../../cluster/world.ts";
import type { Target } from "../../../kernel/target.ts";
import type { TrainingJob } from "../job/training-job.ts";
import { crossing, playedRanksMost } from "./card-sharing.ts";

/** From which volume, and to whom. */
export interface InputSource {
  volume: Volume;
  by: VolumeClient;
}

/** What input goes over. */
export class InputWay {
  /** Whether steps exchange over the same cards. */
  readonly meetsSteps: boolean;
  readonly #world: World;
  readonly #job: Pick<TrainingJob, "cluster">;
  /** Undefined where it is not known which links cards are: they are then resources by themselves. */
  readonly #claimed: ClaimedCards | undefined;
  #usage: VolumeUsage | undefined;

  private constructor(
    world: World,
    job: Pick<TrainingJob, "cluster">,
    { claimed, meetsSteps }: { claimed: ClaimedCards | undefined; meetsSteps: boolean },
  ) {
    this.#world = world;
    this.#job = job;
    this.#claimed = claimed;
    this.meetsSteps = meetsSteps;
  }

  /** Claims it, before anything moves; undefined where input takes no cards, or is played by itself: that of a job too large to be played. */
  static claim(world: World, job: TrainingJob, { volume, by }: InputSource): InputWay | undefined {
    const crosses = crossing(job).size > 0;
    const isPlayed = world.board.jobs > 1 || !crosses || job.cluster.ranks <= playedRanksMost;
    if (volume.limits.own !== undefined || world.fidelity === "analytic" || !isPlayed) return undefined;
    const { instances, owner } = by;
    const claimed = claimCards(world, job.cluster, {
      direction: "reads",
      instances,
      isToPeers: false,
      owner,
      when: "beside",
    });
    return new InputWay(world, job, { claimed, meetsSteps: crosses && claimed !== undefined });
  }

  /** Whether other jobs may be on it. Asked when all have claimed what they use. */
  get isShared(): boolean {
    return sharesHosts(this.#job.cluster) || this.#claimed?.meetsOthers() === true;
  }

  /** Reads `bytes`; `client` gets `code` at the end. */
  read(bytes: number, source: InputSource, client: Target, code: number): void {
    const { owner } = source.by;
    this.#world.sharing.run({ work: bytes, usage: this.#usageOf(source), owner }, client, code);
  }

  /** What it gives when nobody else is on it, bytes/ns. */
  aloneBandwidth(source: InputSource): number {
    const { resources, amounts, rateMax } = this.#usageOf(source);
    return Math.min(
      rateMax,
      ...resources.map((resource, index) => this.#world.sharing.capacity(resource) / (amounts[index] ?? 1)),
    );
  }

  #usageOf({ volume, by }: InputSource): VolumeUsage {
    if (this.#usage === undefined) {
      const kept = volume.usage("reads", by);
      const ends = { claimed: this.#claimed, direction: "reads", instances: by.instances } as const;
      const cards = cardsUsage(this.#world, this.#job.cluster, ends);
      this.#usage = {
        ...kept,
        resources: [...kept.resources, ...cards.resources],
        amounts: [...kept.amounts, ...cards.amounts],
      };
    }
    return this.#usage;
  }
}
