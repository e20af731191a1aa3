/**
 * The workload kind `training`: the plan that follows from its options, and its run in simulated time.
 */
import { counted } from "../../base/counted.ts";
import { InfeasibleError, ScenarioError } from "../../base/errors.ts";
import { formatBytes } from "../../base/units.ts";
import { cardsOf } from "../../cluster/between.ts";
import { cardsBandwidth } from "../../cluster/card-links.ts";
import { hostShare, runOnCores, sharesHosts } from "../../cluster/host.ts";
import type { Volume, VolumeClient } from "../../cluster/volume.ts";
import type { World } from "../../cluster/world.ts";
import type { Model } from "../../models/model.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { Placement } from "./job/placement.ts";
import { stageSlotsOf } from "./job/stage-layers.ts";
import { overlapsCollectives, type TrainingJob } from "./job/training-job.ts";
import { asWritten, jobFromOptions } from "./job-from-options.ts";
import { whatFits } from "./memory/memory-advice.ts";
import {
  fullestOf,
  stageMemories,
  type TrainingMemory,
  totalBytes,
  trainingMemory,
} from "./memory/training-memory.ts";
import { resumeNs } from "./resume.ts";
import { crossing } from "./run/card-sharing.ts";
import { movedBytes } from "./run/checkpoint-place.ts";
import { loadNs } from "./run/data-loading.ts";
import { InputFeed } from "./run/input-feed.ts";
import { InputWay } from "./run/input-way.ts";
import { JobCheckpoints } from "./run/job-checkpoints.ts";
import { planResilience } from "./run/resilience.ts";
import { TrainingRun } from "./run/training-run.ts";
import { checkRoom, checkVolumes, starvedText } from "./run/volume-need.ts";
import { chosenSchedule } from "./schedules/chosen-schedule.ts";
import type { Schedule } from "./schedules/schedule.ts";
import { checkHost, fitsHost } from "./stage/offload.ts";
import { planStages, type StagePlan } from "./stage/stage-plan.ts";
import { JobPlays } from "./stage/stage-plays.ts";
import { stepFloorNs } from "./stage/step-floor.ts";
import { withFastestWay } from "./step/fastest-way.ts";
import { LonePipeline } from "./step/lone-pipeline.ts";
import { Pipeline } from "./step/pipeline.ts";
import { copiesOf, slownessOf, startReplicas } from "./step/replicas.ts";
import { stepTimeNs } from "./step/step.ts";
import type { StepRun } from "./step/step-run.ts";
import { trainingLaunch } from "./training-launch.ts";
import { trainingGroups } from "./training-operators.ts";
import {
  type TrainingOptions,
  type TrainingPlugins,
  type TrainingShape,
  trainingOptions,
} from "./training-options.ts";
import { trainingPlans } from "./training-plans.ts";
import { runLength, trainingResult } from "./training-result.ts";
import { trainingWarnings } from "./training-warnings.ts";

export type { TrainingPlugins };

/** The workload kind `training` over these plug-ins. */
export function trainingWorkload(
  plugins: TrainingPlugins,
  models: readonly Model[],
): WorkloadKind<TrainingShape> {
  return {
    name: "training",
    help: "steps of data, tensor, context, expert and pipeline parallel training, with gradient exchange and optimizer",
    options: trainingOptions(plugins, models),
    sharesChips: true,
    plans: trainingPlans({ plugins, models }),
    launch: trainingLaunch,
    operators: (model, options) => trainingGroups(model, options.sequenceLength as number | undefined),
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
  #job: TrainingJob;
  readonly #schedule: Schedule;
  /** Of a rank of each stage, and of the fullest. */
  readonly #memories: readonly TrainingMemory[];
  readonly #memory: TrainingMemory;
  #stages: StagePlan[];
  /** Of each data-parallel copy, where they are not alike. */
  readonly #slowness: readonly number[] | undefined;
  #plays: JobPlays | undefined;
  #run: TrainingRun | undefined;
  #feed: InputFeed | undefined;
  #inputWay: InputWay | undefined;
  #checkpoints: JobCheckpoints | undefined;

  constructor(
    catalog: { plugins: TrainingPlugins; models: readonly Model[] },
    options: TrainingOptions,
    setting: WorkloadSetting,
  ) {
    this.#options = options;
    this.#plugins = catalog.plugins;
    this.#setting = setting;
    checkVolumes(options, setting);
    this.#schedule = chosenSchedule(catalog.plugins.schedules, options.schedule);
    this.#job = jobFromOptions(catalog, options, setting, {
      fits: (job) => this.#runs(job),
      floorNs: (job) => stepFloorNs(job, this.#schedule),
      stepNs: (job) => stepTimeNs(job, this.#schedule),
    });
    const unfit = this.#unfit(this.#job);
    if (unfit !== undefined) {
      const { pipeline, microBatches } = this.#job.degrees;
      const found = `${options.schedule.kind} with ${counted(microBatches, "micro-batch", "micro-batches")} on ${counted(pipeline, "stage")}`;
      throw new ScenarioError([{ path: "workload.schedule", found, expected: unfit }]);
    }
    this.#memories = stageMemories(this.#job, this.#schedule);
    this.#memory = fullestOf(this.#memories);
    if (totalBytes(this.#memory) > this.#capacityBytes) throw this.#doesNotFit();
    checkHost(this.#job, this.#schedule);
    this.#stages = planStages(this.#job, this.#schedule);
    const { data } = this.#job.degrees;
    this.#slowness =
      options.stragglers && data > 1
        ? slownessOf(options.stragglers, data, setting.streams.stream("stragglers"))
        : undefined;
  }

  claim(world: World): void {
    const { owner = 0 } = this.#setting;
    for (const volume of this.#volumes(world)) volume.claim(this.#client);
    if (world.board.jobs === 1) {
      const { saved: bytes } = movedBytes(this.#options, this.#job);
      checkRoom(this.#options, this.#setting, { bytes, instances: this.#setting.cluster.count });
    }
    const hasCompany = world.board.jobs > 1;
    if (world.fidelity === "flow" && this.#overlaps) this.#takeFastestWay();
    this.#checkpoints = JobCheckpoints.claim(world, {
      options: this.#options,
      job: this.#job,
      by: this.#client,
      storage: this.#setting.storage,
    });
    if (world.fidelity === "analytic") return;
    const volume = volumeNamed(world, this.#options.dataLoading?.volume);
    this.#inputWay = volume && InputWay.claim(world, this.#job, { volume, by: this.#client });
    const sendsBeside = this.#checkpoints.traffic.length > 0;
    const isPlayed = this.#overlaps || sendsBeside || this.#inputWay?.meetsSteps;
    if (!(hasCompany || isPlayed)) return;
    const claimant = { world, owner, hasCompany, sharesMemory: this.#overlaps };
    const copies = this.#slowness && copiesOf(this.#slowness);
    this.#plays = new JobPlays(this.#job, this.#schedule, this.#stages, claimant, copies);
  }

  #takeFastestWay(): void {
    const job = withFastestWay(this.#job, this.#schedule);
    if (job === this.#job) return;
    this.#job = job;
    this.#stages = planStages(job, this.#schedule);
  }

  start(world: World): void {
    const plays = this.#plays?.meets ? this.#plays.copies : undefined;
    const { timeline, streams, owner = 0 } = this.#setting;
    const { tensor, context = 1, pipeline, data, microBatches } = this.#job.degrees;
    const placement = new Placement({ tensor, context, data, pipeline }, this.#job.placement);
    const slowness = this.#slowness;
    const { simulator } = world;
    const tells = world.shortcuts.jumps && world.board.jobs === 1 && plays === undefined && !slowness;
    const step = (index: number, done: (now: number) => void): StepRun[] => {
      const dataStallNs = this.#feed === undefined ? this.#dataStallNs() : 0;
      if (tells && timeline === undefined) {
        const times = this.#stages.map((stage) => stage.times);
        const lone = { times, schedule: this.#schedule, microBatches, dataStallNs };
        const told = LonePipeline.start(simulator, lone, done);
        if (told !== undefined) return [told];
      }
      const options = {
        timeline: index === 0 ? timeline : undefined,
        dataStallNs,
        ranksOf: (stage: number) => placement.stageText(stage),
        links: plays && world.links,
        done,
      };
      if (slowness) {
        const plan = { schedule: this.#schedule, microBatches, slowness, plays, options };
        const times = this.#stages.map((stage) => stage.times);
        return startReplicas(simulator, times, plan);
      }
      const times = this.#stages.map((stage, index) => ({ ...stage.times, plays: plays?.[0]?.[index] }));
      const one = new Pipeline(times, this.#schedule, microBatches, options);
      one.start(simulator);
      return [one];
    };
    const { steps, isWhole, startupNs } = runLength(this.#options, this.#job, this.#setting.storage);
    const sharesVolume = this.#volumes(world).some((volume) => volume.isShared(this.#client));
    const sharesWay = this.#checkpoints?.sharesWay;
    const traffic = plays ? (this.#checkpoints?.traffic ?? []) : [];
    const meetsOthers = (plays && this.#plays?.meetsOthers) || traffic.some(({ isShared }) => isShared);
    const loadsBesideOthers = this.#inputWay?.isShared || this.#loadsBesideOthers(world);
    const isShared = [meetsOthers, sharesVolume, sharesWay, loadsBesideOthers].some(Boolean);
    const { failures } = this.#plugins;
    const { storage } = this.#setting;
    const random = streams.stream("failures");
    const checks = () => streams.stream("hidden-faults");
    const idle = () => streams.stream("idle-hosts");
    const checkpoints = this.#checkpoints;
    const resilience = planResilience(failures, this.#options, this.#job, {
      random,
      checks,
      idle,
      storage,
      loadAgain: (tier, aloneNs) => checkpoints?.loadAgain(tier, aloneNs),
    });
    const input = this.#input(world);
    const isPlayed = plays !== undefined;
    const shared = { isPlayed, sharesVolume };
    const saver =
      isShared && isWhole && resilience ? this.#checkpoints?.saver(resilience, startupNs, shared) : undefined;
    const load = this.#checkpoints?.firstLoad();
    this.#run = new TrainingRun(world, owner, {
      steps,
      isWhole,
      aloneNs: isShared ? stepTimeNs(this.#job, this.#schedule) : 0,
      startupNs: load ? startupNs - resumeNs(this.#options, this.#job, storage).loadNs : startupNs,
      load,
      isShared,
      resilience,
      crossing: crossing(this.#job),
      traffic: traffic[0],
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
      memories: this.#memories,
      capacityBytes: this.#capacityBytes,
      sharesMemory: this.#plays?.meetsInMemory ?? false,
      sharesChips: this.#plays?.meetsOnChips ?? false,
      warnings: [
        ...trainingWarnings(this.#options, this.#job, this.#setting),
        ...starvedText(this.#run as TrainingRun, this.#feed, this.#cpuNs),
      ],
    });
  }

  /** Whether something of a step can be exchanged while something else is. */
  get #overlaps(): boolean {
    return this.#slowness === undefined && overlapsCollectives(this.#job);
  }

  get #capacityBytes(): number {
    const { cluster, profile } = this.#setting;
    return cluster.device.usableMemoryBytes * (1 - profile.constants.memoryReserveFraction);
  }

  /** Volumes that the job uses. */
  #volumes(world: World): Volume[] {
    const { dataLoading, checkpoints } = this.#options;
    const names = new Set([dataLoading?.volume, checkpoints?.volume, checkpoints?.copyTo]);
    return [...names].flatMap((name) => volumeNamed(world, name) ?? []);
  }

  /** This job before a volume. */
  get #client(): VolumeClient {
    const { cluster, owner = 0 } = this.#setting;
    const { count: instances, instance, region, firstInstance } = cluster;
    const streams = cardsOf(instance);
    return { owner, instances, firstInstance, streams, each: instance.scaleOut.bandwidth, region };
  }

  /** Whether hosts prepare input on which other jobs have ranks too. */
  #loadsBesideOthers({ board, fidelity }: World): boolean {
    const { dataLoading } = this.#options;
    const isBeside = fidelity === "flow" && board.jobs > 1 && sharesHosts(this.#setting.cluster);
    return isBeside && (dataLoading?.cpuTime ?? 0) > 0;
  }

  /** What loads input from a volume, or prepares it beside other jobs. */
  #input(world: World): InputFeed | undefined {
    const { dataLoading, globalBatch } = this.#options;
    const volume = volumeNamed(world, dataLoading?.volume);
    const isBeside = this.#loadsBesideOthers(world);
    if (dataLoading === undefined || (volume === undefined && !isBeside)) return undefined;
    const { cluster, owner = 0 } = this.#setting;
    const { prefetch, sampleBytes, cpuTime } = dataLoading;
    const bytes = globalBatch * sampleBytes;
    // No instance takes more than its processors prepare, where they are its own.
    const pace =
      this.#cpuNs > 0 && !isBeside ? bytes / this.#cpuNs / cluster.count : Number.POSITIVE_INFINITY;
    const client = this.#client;
    // Over cards and uplinks that are not played it gets what they carry.
    const overCards = { direction: "reads", instances: cluster.count, isToPeers: false } as const;
    const each = this.#inputWay ? client.each : cardsBandwidth(cluster, overCards) / cluster.count;
    const by = { ...client, each: Math.min(client.each, each), pace };
    const onHosts = { coreNs: (globalBatch * cpuTime) / cluster.count, owner };
    const leastNs = volume === undefined ? this.#loadNs : 0;
    this.#feed = new InputFeed({
      source: volume && { volume, by },
      way: this.#inputWay,
      bytes,
      prepare: isBeside
        ? (client, code) => runOnCores(world, hostShare(cluster), { ...onHosts, leastNs }, client, code)
        : undefined,
      prefetch,
    });
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

  /** Time to load a step's input from storage of each instance's own, ns. */
  get #loadNs(): number {
    const { dataLoading, globalBatch } = this.#options;
    if (dataLoading === undefined) return 0;
    const { instance, count } = this.#setting.cluster;
    return loadNs(dataLoading, { instance, instances: count, sequences: globalBatch });
  }

  /** The part of loading that the step before does not hide. */
  #dataStallNs(): number {
    const { dataLoading } = this.#options;
    // Input from a volume is loaded in simulated time.
    if (dataLoading === undefined || dataLoading.volume !== undefined) return 0;
    const load = this.#loadNs;
    return dataLoading.prefetch ? Math.max(0, load - stepTimeNs(this.#job, this.#schedule)) : load;
  }

  /** Whether ranks and hosts have room for `job`. */
  #fits(job: TrainingJob): boolean {
    return (
      totalBytes(trainingMemory(job, this.#schedule)) <= this.#capacityBytes && fitsHost(job, this.#schedule)
    );
  }

  /** Why the schedule cannot run the stages of `job`; undefined where it can. */
  #unfit(job: TrainingJob): string | undefined {
    const { pipeline, microBatches } = job.degrees;
    return this.#schedule.unfit?.({ stages: pipeline, microBatches }, stageSlotsOf(job));
  }

  /** Whether `job` fits, and its schedule can run it. */
  #runs(job: TrainingJob): boolean {
    return this.#unfit(job) === undefined && this.#fits(job);
  }

  #doesNotFit(): InfeasibleError {
    const { cluster, model } = this.#setting;
    const { weights, gradients, optimizer, activations, logits = 0, teacher = 0 } = this.#memory;
    const neededBytes = totalBytes(this.#memory);
    const advice = () => {
      const fits = whatFits(this.#job, (changed) => {
        const job = asWritten(changed, this.#options);
        return job !== undefined && this.#runs(job);
      });
      return fits.length > 0 ? `; what fits: ${fits.join(", or ")}` : "";
    };
    const message = () =>
      `training ${model.name} does not fit ${cluster.count} x ${cluster.instance.name}: a rank needs ` +
      `${teacher > 0 ? `${formatBytes(teacher)} teacher + ` : ""}${formatBytes(weights)} weights + ${formatBytes(gradients)} gradients + ${formatBytes(optimizer)} optimizer + ` +
      `${formatBytes(activations)} activations${logits > 0 ? ` + ${formatBytes(logits)} logits` : ""} = ${formatBytes(neededBytes)} and has ` +
      `${formatBytes(this.#capacityBytes)}: ${formatBytes(neededBytes - this.#capacityBytes)} too much${advice()}`;
    return new InfeasibleError(message, {
      neededBytes,
      availableBytes: this.#capacityBytes,
      parts: { ...this.#memory },
    });
  }
}
