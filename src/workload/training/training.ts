/**
 * The workload kind `training`: the plan that follows from its options, one simulated step, and what the whole run takes at
 * that step time.
 */
import { InfeasibleError, ScenarioError } from "../../base/errors.ts";
import { createPlugin } from "../../base/plugin.ts";
import { formatBytes } from "../../base/units.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { Model } from "../../models/model.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { loadNs } from "./data-loading.ts";
import { jobFromOptions } from "./job-from-options.ts";
import { whatFits } from "./memory-advice.ts";
import { Pipeline } from "./pipeline.ts";
import { Placement } from "./placement.ts";
import { slownessOf, startReplicas } from "./replicas.ts";
import type { Schedule } from "./schedules/schedule.ts";
import { stageSlotsOf } from "./stage-layers.ts";
import { planStages, type StagePlan } from "./stage-plan.ts";
import { stepTimeNs } from "./step.ts";
import type { TrainingJob } from "./training-job.ts";
import { type TrainingMemory, totalBytes, trainingMemory } from "./training-memory.ts";
import { type TrainingOptions, type TrainingPlugins, trainingOptions } from "./training-options.ts";
import { trainingResult } from "./training-result.ts";
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
  readonly #setting: WorkloadSetting;
  readonly #job: TrainingJob;
  readonly #schedule: Schedule;
  readonly #memory: TrainingMemory;
  readonly #stages: StagePlan[];
  #pipelines: Pipeline[] = [];

  constructor(
    catalog: { plugins: TrainingPlugins; models: readonly Model[] },
    options: TrainingOptions,
    setting: WorkloadSetting,
  ) {
    this.#options = options;
    this.#setting = setting;
    this.#schedule = createPlugin(catalog.plugins.schedules, options.schedule, undefined);
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

  start(simulator: Simulator): void {
    const times = this.#stages.map((stage) => stage.times);
    const { microBatches, data } = this.#job.degrees;
    const { stragglers } = this.#options;
    const { timeline, streams } = this.#setting;
    const { tensor, context = 1, pipeline } = this.#job.degrees;
    const placement = new Placement({ tensor, context, data, pipeline }, this.#job.placement);
    const options = {
      timeline,
      dataStallNs: this.#dataStallNs(),
      ranksOf: (stage: number) => placement.stageText(stage),
    };
    if (stragglers === undefined || data === 1) {
      this.#pipelines = [new Pipeline(times, this.#schedule, microBatches, options)];
      this.#pipelines[0]?.start(simulator);
      return;
    }
    const slowness = slownessOf(stragglers, data, streams.stream("stragglers"));
    const plan = { schedule: this.#schedule, microBatches, slowness, options };
    this.#pipelines = startReplicas(simulator, times, plan);
  }

  result(simulator: Simulator): WorkloadResult {
    return trainingResult({
      options: this.#options,
      setting: this.#setting,
      job: this.#job,
      stages: this.#stages,
      pipelines: this.#pipelines,
      memory: this.#memory,
      capacityBytes: this.#capacityBytes,
      stepNs: simulator.now,
      warnings: trainingWarnings(this.#options, this.#job, this.#setting),
    });
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
