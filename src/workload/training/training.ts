/**
 * The workload kind `training`: the plan that follows from its options, and its run in simulated time.
 */
import { InfeasibleError, ScenarioError } from "../../base/errors.ts";
import { createPlugin } from "../../base/plugin.ts";
import { formatBytes } from "../../base/units.ts";
import type { Volume, VolumeClient } from "../../cluster/volume.ts";
import type { World } from "../../cluster/world.ts";
import type { Model } from "../../models/model.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { loadNs } from "./data-loading.ts";
import { jobFromOptions } from "./job-from-options.ts";
import { whatFits } from "./memory-advice.ts";
import { Pipeline } from "./pipeline.ts";
import { Placement } from "./placement.ts";
import { slownessOf, startReplicas } from "./replicas.ts";
import { checkpointBytes, planResilience, type Resilience } from "./resilience/resilience.ts";
import type { Schedule } from "./schedules/schedule.ts";
import { scheduleContract } from "./schedules/schedule-contract.ts";
import { stageSlotsOf } from "./stage-layers.ts";
import { planStages, type StagePlan } from "./stage-plan.ts";
import { JobPlays } from "./stage-plays.ts";
import { stepTimeNs } from "./step.ts";
import type { TrainingJob } from "./training-job.ts";
import { type TrainingMemory, totalBytes, trainingMemory } from "./training-memory.ts";
import { type TrainingOptions, type TrainingPlugins, trainingOptions } from "./training-options.ts";
import { runLength, trainingResult } from "./training-result.ts";
import { TrainingRun } from "./training-run.ts";
import { trainingWarnings } from "./training-warnings.ts";
import { checkVolumes, starvedText } from "./volume-need.ts";
import { CheckpointSaver, InputFeed } from "./volume-use.ts";

export type { TrainingPlugins };

/** The workload kind `training` over these plug-ins. */
export function trainingWorkload(
  plugins: TrainingPlugins,
  models: readonly Model[],
): WorkloadKind<ReturnType<typeof trainingOptions>> {
  return {
    name: "training",
    help: "steps of data, tensor, context, expert and pipeline parallel training, with gradient exchange and optimizer",
    options: trainingOptions(plugins, models),
    create: (options, setting) => new Training({ plugins, models }, options, setting),
  };
}

/** The volume that a job names, if it does. */
function volumeNamed(world: World, name: string | undefined): Volume | undefined {
  return name === undefined ? undefined : world.volume(name);
}

class Training implements Workload {
  readonly #options: TrainingOptions;
  readonly #plugins: TrainingPlugins;
  readonly #setting: WorkloadSetting;
  readonly #job: TrainingJob;
  readonly #schedule: Schedule;
  readonly #memory: TrainingMemory;
  readonly #stages: StagePlan[];
  #plays: JobPlays | undefined;
  #run: TrainingRun | undefined;
  #feed: InputFeed | undefined;

  constructor(
    catalog: { plugins: TrainingPlugins; models: readonly Model[] },
    options: TrainingOptions,
    setting: WorkloadSetting,
  ) {
    this.#options = options;
    this.#plugins = catalog.plugins;
    this.#setting = setting;
    checkVolumes(options, setting.storage);
    this.#schedule = createPlugin(catalog.plugins.schedules, options.schedule, undefined, scheduleContract);
    this.#job = jobFromOptions(
      catalog,
      options,
      setting,
      (job) => totalBytes(trainingMemory(job, this.#schedule)) <= this.#capacityBytes,
    );
    const { pipeline, microBatches } = this.#job.degrees;
    const unfit = this.#schedule.unfit?.({ stages: pipeline, microBatches }, stageSlotsOf(this.#job));
    if (unfit !== undefined) {
      const found = `${options.schedule.kind} with ${microBatches} micro-batches on ${pipeline} stage${pipeline > 1 ? "s" : ""}`;
      throw new ScenarioError([{ path: "workload.schedule", found, expected: unfit }]);
    }
    this.#memory = trainingMemory(this.#job, this.#schedule);
    if (totalBytes(this.#memory) > this.#capacityBytes) throw this.#doesNotFit();
    this.#stages = planStages(this.#job, this.#schedule);
  }

  claim(world: World): void {
    const { owner = 0 } = this.#setting;
    for (const volume of this.#volumes(world)) volume.users.add(owner);
    const hasCompany = world.board.jobs > 1;
    if (world.fidelity === "analytic" || !(hasCompany || this.#overlaps)) return;
    this.#plays = new JobPlays(this.#job, this.#schedule, this.#stages, { world, owner, hasCompany });
  }

  start(world: World): void {
    const plays = this.#plays?.meets ? this.#plays.stages : undefined;
    const times = this.#stages.map(({ times }, stage) => ({ ...times, plays: plays?.[stage] }));
    const { timeline, streams, owner = 0 } = this.#setting;
    const { stragglers } = this.#options;
    const { tensor, context = 1, pipeline, data, microBatches } = this.#job.degrees;
    const placement = new Placement({ tensor, context, data, pipeline }, this.#job.placement);
    const slowness =
      stragglers && data > 1 ? slownessOf(stragglers, data, streams.stream("stragglers")) : undefined;
    const step = (index: number, done: (now: number) => void): Pipeline[] => {
      const options = {
        timeline: index === 0 ? timeline : undefined,
        dataStallNs: this.#dataStallNs(),
        ranksOf: (stage: number) => placement.stageText(stage),
        links: plays && world.links,
        done,
      };
      const { simulator } = world;
      if (slowness) {
        const plan = { schedule: this.#schedule, microBatches, slowness, options };
        return startReplicas(simulator, times, plan);
      }
      const one = new Pipeline(times, this.#schedule, microBatches, options);
      one.start(simulator);
      return [one];
    };
    const { steps, startupNs } = runLength(this.#options, this.#job);
    const sharesVolume = this.#volumes(world).some(({ users }) => users.size > 1);
    const isShared = plays !== undefined || sharesVolume;
    const { failures } = this.#plugins;
    const { storage } = this.#setting;
    const random = streams.stream("failures");
    const resilience = planResilience(failures, this.#options, this.#job, { random, storage });
    const input = this.#input(world);
    const saver = sharesVolume && resilience ? this.#saver(world, resilience, startupNs) : undefined;
    this.#run = new TrainingRun(world, owner, {
      steps,
      startupNs,
      isShared,
      resilience,
      input,
      saver,
      step,
    });
    this.#run.start();
  }

  result(): WorkloadResult {
    return trainingResult({
      options: this.#options,
      setting: this.#setting,
      job: this.#job,
      stages: this.#stages,
      run: this.#run as TrainingRun,
      memory: this.#memory,
      capacityBytes: this.#capacityBytes,
      warnings: [
        ...trainingWarnings(this.#options, this.#job, this.#setting),
        ...starvedText(this.#run as TrainingRun, this.#feed, this.#cpuNs),
      ],
    });
  }

  /** Whether something of a step can be exchanged while something else is. */
  get #overlaps(): boolean {
    const { degrees, zero, gradientBuckets = 1 } = this.#job;
    const isAlike = this.#options.stragglers === undefined || degrees.data === 1;
    return isAlike && (zero === 3 || gradientBuckets > 1);
  }

  get #capacityBytes(): number {
    const { cluster, profile } = this.#setting;
    return cluster.device.usableMemoryBytes * (1 - profile.constants.memoryReserveFraction);
  }

  /** Volumes that the job uses. */
  #volumes(world: World): Volume[] {
    const { dataLoading, checkpoints } = this.#options;
    return [volumeNamed(world, dataLoading?.volume), volumeNamed(world, checkpoints?.volume)].filter(
      (volume) => volume !== undefined,
    );
  }

  /** This job before a volume. */
  get #client(): VolumeClient {
    const { cluster, owner = 0 } = this.#setting;
    return { owner, instances: cluster.count, each: cluster.instance.scaleOut.bandwidth };
  }

  /** What loads input from a volume. */
  #input(world: World): InputFeed | undefined {
    const { dataLoading, globalBatch } = this.#options;
    const volume = volumeNamed(world, dataLoading?.volume);
    if (dataLoading === undefined || volume === undefined) return undefined;
    const { count } = this.#setting.cluster;
    const bytes = globalBatch * dataLoading.sampleBytes;
    // No instance takes more than its processors prepare.
    const prepared = this.#cpuNs > 0 ? bytes / this.#cpuNs / count : Number.POSITIVE_INFINITY;
    const by = { ...this.#client, each: Math.min(this.#client.each, prepared) };
    this.#feed = new InputFeed(volume, { bytes, by, prefetch: dataLoading.prefetch });
    return this.#feed;
  }

  /** Time in which the processors prepare a step, ns. */
  get #cpuNs(): number {
    const { dataLoading, globalBatch } = this.#options;
    if (dataLoading === undefined) return 0;
    const { instance, count } = this.#setting.cluster;
    return loadNs(
      { ...dataLoading, storageBandwidth: undefined },
      { instance, instances: count, sequences: globalBatch },
    );
  }

  /** What saves the state to a volume beside other jobs. */
  #saver(
    world: World,
    { checkpoints: { intervalNs } }: Resilience,
    startupNs: number,
  ): CheckpointSaver | undefined {
    const { checkpoints } = this.#options;
    const volume = volumeNamed(world, checkpoints?.volume);
    if (volume === undefined) return undefined;
    const plan = { bytes: checkpointBytes(this.#job), by: this.#client, everyNs: intervalNs };
    return new CheckpointSaver(volume, plan, world.simulator.now + startupNs);
  }

  /** The part of loading that the step before does not hide. */
  #dataStallNs(): number {
    const { dataLoading, globalBatch } = this.#options;
    // Input from a volume is loaded in simulated time.
    if (dataLoading === undefined || dataLoading.volume !== undefined) return 0;
    const { instance, count } = this.#setting.cluster;
    const load = loadNs(dataLoading, { instance, instances: count, sequences: globalBatch });
    return dataLoading.prefetch ? Math.max(0, load - stepTimeNs(this.#job, this.#schedule)) : load;
  }

  #doesNotFit(): InfeasibleError {
    const { cluster, model } = this.#setting;
    const { weights, gradients, optimizer, activations, logits = 0, teacher = 0 } = this.#memory;
    const neededBytes = totalBytes(this.#memory);
    const fits = whatFits(this.#job, this.#capacityBytes, this.#schedule);
    const advice = fits.length > 0 ? `; what fits: ${fits.join(", or ")}` : "";
    const message =
      `training ${model.name} does not fit ${cluster.count} x ${cluster.instance.name}: a rank needs ` +
      `${teacher > 0 ? `${formatBytes(teacher)} teacher + ` : ""}${formatBytes(weights)} weights + ${formatBytes(gradients)} gradients + ${formatBytes(optimizer)} optimizer + ` +
      `${formatBytes(activations)} activations${logits > 0 ? ` + ${formatBytes(logits)} logits` : ""} = ${formatBytes(neededBytes)} and has ` +
      `${formatBytes(this.#capacityBytes)}: ${formatBytes(neededBytes - this.#capacityBytes)} too much${advice}`;
    return new InfeasibleError(message, {
      neededBytes,
      availableBytes: this.#capacityBytes,
      parts: { ...this.#memory },
    });
  }
}
