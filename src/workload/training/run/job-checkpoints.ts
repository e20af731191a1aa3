/** The ways of a job's checkpoints in a world: claimed before anything moves, then a saver beside other jobs and what is loaded first. */
import type { Storage } from "../../../cluster/storage.ts";
import type { VolumeClient } from "../../../cluster/volume.ts";
import type { World } from "../../../cluster/world.ts";
import type { Target } from "../../../kernel/target.ts";
import type { SharedLoad } from "../../resilience/shared-load.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { TrainingOptions } from "../training-options.ts";
import { crossing, playedRanksMost } from "./card-sharing.ts";
import { checkpointPlace, movedBytes, waysBeside } from "./checkpoint-place.ts";
import { CheckpointSaver, type SavePart } from "./checkpoint-saver.ts";
import { CheckpointTraffic } from "./checkpoint-traffic.ts";
import { CheckpointWay } from "./checkpoint-way.ts";
import type { Resilience } from "./resilience.ts";
import { type Saver, StandingSaver } from "./saver.ts";

/** Loads what a job goes on from; `client` gets `code` when it is there. */
export type FirstLoad = (client: Target, code: number) => void;

/** Checkpoints of a job in a world. */
export class JobCheckpoints {
  /** Send them beside steps, to each place that they go to over the cards; none where they are not played so. */
  readonly traffic: readonly CheckpointTraffic[];
  readonly #options: TrainingOptions;
  readonly #job: TrainingJob;
  readonly #world: World;
  readonly #by: VolumeClient;
  /** To and from where they are kept, where other jobs run too. */
  readonly #way: CheckpointWay | undefined;

  private constructor(
    world: World,
    { options, job, by }: Parameters<typeof JobCheckpoints.claim>[1],
    { traffic, way }: { traffic: readonly CheckpointTraffic[]; way: CheckpointWay | undefined },
  ) {
    this.#world = world;
    this.#options = options;
    this.#job = job;
    this.#by = by;
    this.traffic = traffic;
    this.#way = way;
  }

  /** Claims what they go over, before anything moves. */
  static claim(
    world: World,
    parts: { options: TrainingOptions; job: TrainingJob; by: VolumeClient; storage?: Storage | undefined },
  ): JobCheckpoints {
    const { options, job, by, storage = {} } = parts;
    const { checkpoints, resume } = options;
    const hasCompany = world.board.jobs > 1;
    if (checkpoints === undefined || world.fidelity === "analytic")
      return new JobCheckpoints(world, parts, { traffic: [], way: undefined });
    const place = checkpointPlace(options, job, storage);
    const writers = checkpoints.writers ?? job.cluster.count;
    const { saved: bytes } = movedBytes(options, job);
    const ways = waysBeside(place, checkpoints.mode === "synchronous");
    const isBeside = checkpoints.stall === undefined && crossing(job).size > 0;
    const isPlayed = isBeside && (hasCompany || job.cluster.ranks <= playedRanksMost);
    const named = (name: string | undefined) => (name === undefined ? undefined : world.volume(name));
    const [volume, copied] = [named(checkpoints.volume), named(checkpoints.copyTo)];
    const traffic = (isPlayed ? ways : []).flatMap((way) => {
      const from = way.at > 0 && place.isLocal ? volume : undefined;
      const to = way.at === 0 ? volume : copied;
      const plan = { bytes, writers, place, way, by: { ...by, instances: writers }, from, to };
      return CheckpointTraffic.claim(world, job, plan) ?? [];
    });
    const isExpected = waitsToSave(options) || resume !== undefined;
    const way =
      hasCompany && (isExpected || options.failures !== undefined)
        ? CheckpointWay.claim(world, job, { place, by, writers, volume, copied, isRare: !isExpected })
        : undefined;
    return new JobCheckpoints(world, parts, { traffic, way });
  }

  /** Whether the job waits for saves over what other jobs may use too: hosts, cards, uplinks. */
  get sharesWay(): boolean {
    return waitsToSave(this.#options) && this.#way?.isShared === true;
  }

  /** What saves the state beside other jobs; undefined where nothing does. `isPlayed`: whether exchanges of steps are. */
  saver(
    { checkpoints: plan }: Resilience,
    startupNs: number,
    { isPlayed, sharesVolume }: { isPlayed: boolean; sharesVolume: boolean },
  ): Saver | undefined {
    const { checkpoints } = this.#options;
    if (checkpoints === undefined) return undefined;
    const { simulator, sharing } = this.#world;
    const startNs = simulator.now + startupNs;
    const volume = checkpoints.volume === undefined ? undefined : this.#world.volume(checkpoints.volume);
    const traffic = isPlayed ? this.traffic : [];
    const way = waitsToSave(this.#options) ? this.#way : undefined;
    const meetsOthers = way !== undefined || traffic.length > 0 || (sharesVolume && volume !== undefined);
    if (!meetsOthers) return new StandingSaver(simulator, plan);
    const { saved: bytes } = movedBytes(this.#options, this.#job);
    const by = this.#by;
    const write: SavePart = (client, code) =>
      way ? way.save(bytes, client, code) : volume?.write(bytes, by, client, code);
    const [first] = traffic;
    const main = traffic.find(({ isCopy }) => !isCopy);
    const isCopied = way === undefined && volume?.limits.own === undefined;
    const steps =
      checkpoints.stall !== undefined
        ? {
            waitFor: (client: Target, code: number) => {
              simulator.schedule(plan.stallNs, client, code);
              return undefined;
            },
            goesOn: write,
          }
        : isCopied && first
          ? { waitFor: first.copy.bind(first), goesOn: main?.send.bind(main) }
          : { waitFor: write };
    const copies = traffic.filter(({ isCopy }) => isCopy);
    const stop = (task: number) => sharing.stop(task);
    return new CheckpointSaver(
      { bytes, by, everyNs: plan.intervalNs, volume, copies, stop, ...steps },
      startNs,
    );
  }

  /** Loads the checkpoint that a job beside others goes on from; undefined where there is none, or nobody to share with. */
  firstLoad(): FirstLoad | undefined {
    const { resume, checkpoints } = this.#options;
    if (resume === undefined || this.#world.board.jobs === 1) return undefined;
    const volume = checkpoints?.volume === undefined ? undefined : this.#world.volume(checkpoints.volume);
    const way = this.#way;
    if (volume === undefined && way === undefined) return undefined;
    const { loaded: bytes } = movedBytes(this.#options, this.#job);
    const by = this.#by;
    return (client, code) => {
      if (way) way.load(bytes, client, code);
      else volume?.read(bytes, by, client, code);
    };
  }

  /** Loads a checkpoint again after a failure, beside other jobs; undefined where there is nobody to share with, or nothing to load. */
  loadAgain(tier: number, aloneNs: number): SharedLoad | undefined {
    const { loaded: bytes } = movedBytes(this.#options, this.#job);
    return aloneNs > 0 ? this.#way?.loadAgain(bytes, { tier, aloneNs }) : undefined;
  }
}

/** Whether steps wait for saves, for as long as these take. */
function waitsToSave({ checkpoints }: TrainingOptions): boolean {
  return checkpoints?.mode === "synchronous" && checkpoints.stall === undefined;
}
