/**
 * The workload kind `training`: the plan that follows from its options, and its run in simulated time.
 */
import { InfeasibleError, ScenarioError } from "../../base/errors.ts";
import { createPlugin } from "../../base/plugin.ts";
import { formatBytes } from "../../base/units.ts";
import type { World } from "../../cluster/world.ts";
import type { Model } from "../../models/model.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { loadNs } from "./data-loading.ts";
import { jobFromOptions } from "./job-from-options.ts";
import { whatFits } from "./memory-advice.ts";
import { Pipeline } from "./pipeline.ts";
import { Placement } from "./placement.ts";
import { slownessOf, startReplicas } from "./replicas.ts";
import { planResilience } from "./resilience/resilience.ts";
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

export type { TrainingPlugins };

/** The workload kind `training` over these plug-ins. */
export function trainingWorkload(
  plugins: TrainingPlugins,
  models: readonly Model[],
): WorkloadKind<ReturnType<typeof trainingOptions>> {
  return {
    name: "training",
    help: "steps of data, tensor, context, expert and pipeline parallel training, with gradient exchange and optimizer",
    options: trainingOptions(plugins),
    create: (options, setting) => new Training({ plugins, models }, options, setting),
  };
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

  constructor(
    catalog: { plugins: TrainingPlugins; models: readonly Model[] },
    options: TrainingOptions,
    setting: WorkloadSetting,
  ) {
    this.#options = options;
    this.#plugins = catalog.plugins;
    this.#setting = setting;
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
    const isShared = plays !== undefined;
    const { failures } = this.#plugins;
    const resilience = planResilience(failures, this.#options, this.#job, streams.stream("failures"));
    this.#run = new TrainingRun(world, owner, { steps, startupNs, isShared, resilience, step });
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
      warnings: trainingWarnings(this.#options, this.#job, this.#setting),
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

  /** The part of loading that the step before does not hide. */
  #dataStallNs(): number {
    const { dataLoading, globalBatch } = this.#options;
    if (dataLoading === undefined) return 0;
    const { instance, count } = this.#setting.cluster;
    const load = loadNs(dataLoading, { instance, instances: count, sequences: globalBatch });
    return dataLoading.prefetch ? Math.max(0, load - stepTimeNs(this.#job, this.#schedule)) : load;
  }

  #doesNotFit(): InfeasibleError {
    const { cluster, model } = this.#setting;
    const { weights, gradients, optimizer, activations, teacher = 0 } = this.#memory;
    const neededBytes = totalBytes(this.#memory);
    const fits = whatFits(this.#job, this.#capacityBytes, this.#schedule);
    const advice = fits.length > 0 ? `; what fits: ${fits.join(", or ")}` : "";
    const message =
      `training ${model.name} does not fit ${cluster.count} x ${cluster.instance.name}: a rank needs ` +
      `${teacher > 0 ? `${formatBytes(teacher)} teacher + ` : ""}${formatBytes(weights)} weights + ${formatBytes(gradients)} gradients + ${formatBytes(optimizer)} optimizer + ` +
      `${formatBytes(activations)} activations = ${formatBytes(neededBytes)} and has ` +
      `${formatBytes(this.#capacityBytes)}: ${formatBytes(neededBytes - this.#capacityBytes)} too much${advice}`;
    return new InfeasibleError(message, {
      neededBytes,
      availableBytes: this.#capacityBytes,
      parts: { ...this.#memory },
    });
  }
}
