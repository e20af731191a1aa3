/**
 * The workload kind `training`: its options in a scenario, the plan that follows from them, one simulated step, and what
 * the whole run takes at that step time.
 */
import { z } from "zod";
import { InfeasibleError, ScenarioError } from "../../base/errors.ts";
import { type AnyPlugin, createPlugin, pluginChoice } from "../../base/plugin.ts";
import { count } from "../../base/quantity.ts";
import { formatBytes } from "../../base/units.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import { attribute } from "../../metrics/attribution.ts";
import { computeType } from "../../timing/data-types.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { type Degrees, resolveDegrees } from "./degrees.ts";
import { Pipeline } from "./pipeline.ts";
import type { Schedule } from "./schedules/schedule.ts";
import { planStages, type StagePlan, shardOf, type TrainingJob } from "./stage-plan.ts";
import type { StageWork } from "./stage-work.ts";
import { type TrainingMemory, totalBytes, trainingMemory } from "./training-memory.ts";

/** Plug-ins that a training scenario chooses from. */
export interface TrainingPlugins {
  schedules: readonly AnyPlugin<Schedule>[];
}

const onlyOne = z.literal(1, { error: "1 (not simulated beyond 1)" }).default(1);

function optionsOf(plugins: TrainingPlugins) {
  return {
    tokens: count().optional().meta({ description: "Tokens of the whole run, for time and cost to train." }),
    sequenceLength: count(),
    globalBatch: count().meta({ description: "Sequences per optimizer step." }),
    microBatch: count().default(1),
    parallelism: z
      .strictObject({
        data: z.union([z.literal("auto"), count()], { error: '"auto" or a whole count' }).default("auto"),
        tensor: count().default(1),
        pipeline: count().default(1),
        expert: onlyOne,
        context: onlyOne,
        sequence: z.boolean().default(false),
        zero: z.union([z.literal(0), z.literal(1)], { error: "0 or 1" }).default(1),
      })
      .default({ data: "auto", tensor: 1, pipeline: 1, expert: 1, context: 1, sequence: false, zero: 1 }),
    schedule: pluginChoice(plugins.schedules, "1f1b"),
    recompute: z.enum(["none", "selective", "full"]).default("selective"),
    optimizer: z.enum(["adamw", "sgd"]).default("adamw"),
    precision: z.enum(["bf16", "fp16", "fp8", "fp32"]).default("bf16"),
  };
}

type Options = z.output<z.ZodObject<ReturnType<typeof optionsOf>>>;

/** The workload kind `training` over these plug-ins. */
export function trainingWorkload(plugins: TrainingPlugins): WorkloadKind<ReturnType<typeof optionsOf>> {
  return {
    name: "training",
    help: "pre-training: data, tensor and pipeline parallel steps with gradient exchange and optimizer",
    options: optionsOf(plugins),
    create: (options, setting) => new Training(plugins, options, setting),
  };
}

class Training implements Workload {
  readonly #options: Options;
  readonly #setting: WorkloadSetting;
  readonly #degrees: Degrees;
  readonly #memory: TrainingMemory;
  readonly #capacityBytes: number;
  readonly #stages: StagePlan[];
  readonly #pipeline: Pipeline;

  constructor(plugins: TrainingPlugins, options: Options, setting: WorkloadSetting) {
    this.#options = options;
    this.#setting = setting;
    const { cluster, model, profile } = setting;
    if (model.stack === undefined) {
      const found = `${model.name}, of family ${model.family}`;
      throw new ScenarioError([
        { path: "model", found, expected: "a model with a stack of transformer layers" },
      ]);
    }
    this.#degrees = resolveDegrees(options.parallelism, {
      ranks: cluster.ranks,
      layers: model.stack?.layers ?? 1,
      globalBatch: options.globalBatch,
      microBatch: options.microBatch,
    });
    const { pipeline, microBatches } = this.#degrees;
    const { sequence, zero } = options.parallelism;
    const { microBatch, sequenceLength, recompute, optimizer, precision } = options;
    const job: TrainingJob = {
      model,
      cluster,
      profile,
      degrees: this.#degrees,
      microBatch,
      sequenceLength,
      recompute,
      sequenceParallel: sequence,
      precision,
      optimizer,
      zero,
    };
    const schedule = createPlugin(plugins.schedules, options.schedule, undefined);
    const inFlight = schedule.inFlight(0, { stages: pipeline, microBatches });
    this.#memory = trainingMemory({ ...job, shard: shardOf(job), inFlight });
    this.#capacityBytes = cluster.device.usableMemoryBytes * (1 - profile.constants.memoryReserveFraction);
    if (totalBytes(this.#memory) > this.#capacityBytes) throw this.#doesNotFit();
    this.#stages = planStages(job);
    this.#pipeline = new Pipeline(
      this.#stages.map(({ times }) => times),
      schedule,
      microBatches,
    );
  }

  start(simulator: Simulator): void {
    this.#pipeline.start(simulator);
  }

  result(simulator: Simulator): WorkloadResult {
    const { cluster } = this.#setting;
    const { data, tensor, pipeline, microBatches } = this.#degrees;
    const stepNs = simulator.now;
    const attribution = this.#attribution(stepNs);
    const share = (what: string) => attribution.find((part) => part.what === what)?.fraction ?? 0;
    const modelFlops = this.#flops(({ modelFlops }) => modelFlops);
    const hardwareFlops = modelFlops + this.#flops(({ recomputedFlops }) => recomputedFlops);
    const { chip } = cluster.device;
    const compute = computeType(this.#options.precision, cluster.device);
    const peak = (chip.peaks[compute] ?? 0) * cluster.chips;
    const { globalBatch, sequenceLength, tokens } = this.#options;
    const tokensPerStep = globalBatch * sequenceLength;
    const steps = tokens === undefined ? 1 : Math.ceil(tokens / tokensPerStep);
    const bubble = share("pipeline bubble");
    return {
      training: {
        stepNs,
        sequencesPerStep: globalBatch,
        tokensPerStep,
        mfu: modelFlops / (stepNs * peak),
        hfu: hardwareFlops / (stepNs * peak),
        bubbleFraction: bubble,
        exposedCommunicationFraction:
          share("tensor communication") + share("pipeline sends") + share("gradient exchange"),
        steps,
        timeToTrainNs: tokens === undefined ? null : steps * stepNs,
        goodputFraction: 1,
      },
      memory: {
        perDeviceBytes: totalBytes(this.#memory),
        capacityBytes: this.#capacityBytes,
        parts: { ...this.#memory },
      },
      attribution,
      elapsedNs: steps * stepNs,
      busyFraction: 1 - bubble,
      warnings: this.#warnings(),
      restsOn: ["chip.memory.bandwidth", "chip.memory.usableBytes", `chip.tensor.peaks.${compute}`],
      chosen: { data, tensor, pipeline, microBatches, compute },
      tables: { stages: this.#table() },
      series: [],
    };
  }

  #attribution(stepNs: number) {
    const { pipeline, microBatches } = this.#degrees;
    const timesNs = new Map<string, number>();
    const add = (what: string, ns: number) => timesNs.set(what, (timesNs.get(what) ?? 0) + ns);
    for (const { forward, backward, times } of this.#stages) {
      for (const part of ["compute", "memory", "overhead"] as const) {
        add(part, microBatches * (forward[part] + backward[part]));
      }
      add("tensor communication", microBatches * (forward.communication + backward.communication));
      add("gradient exchange", times.gradientExchangeNs);
      add("optimizer", times.optimizerNs);
    }
    return attribute(timesNs, stepNs * pipeline, "pipeline bubble");
  }

  /** FLOPs of one step over the whole cluster. */
  #flops(of: (work: StageWork) => number): number {
    const { data, tensor, microBatches } = this.#degrees;
    return this.#stages.reduce((sum, { work }) => sum + of(work), 0) * microBatches * data * tensor;
  }

  #warnings(): string[] {
    const { data, tensor, pipeline } = this.#degrees;
    const { cluster, isWritten } = this.#setting;
    const idle = cluster.ranks - data * tensor * pipeline;
    const inert: [string, boolean, string][] = [
      ["workload.schedule", pipeline === 1, "there is one pipeline stage"],
      ["workload.parallelism.sequence", tensor === 1, "there is one tensor rank"],
      ["workload.parallelism.zero", data === 1, "there is one data-parallel rank"],
      ["objectives", true, "objectives are for serving"],
    ];
    return [
      ...(idle > 0 ? [`${idle} of ${cluster.ranks} ranks have nothing to do`] : []),
      ...inert
        .filter(([path, applies]) => applies && isWritten(path))
        .map(([path, , why]) => `no effect: ${path}; ${why}`),
    ];
  }

  #table() {
    return {
      columns: ["stage", "what", "micro_batch", "start_ms", "end_ms"],
      rows: this.#pipeline.spans.map((span) => [
        span.stage,
        span.what,
        span.microBatch,
        span.startNs / 1e6,
        span.endNs / 1e6,
      ]),
    };
  }

  #doesNotFit(): InfeasibleError {
    const { cluster, model } = this.#setting;
    const { weights, gradients, optimizer, activations } = this.#memory;
    const neededBytes = totalBytes(this.#memory);
    const message =
      `training ${model.name} does not fit ${cluster.count} x ${cluster.instance.name}: a rank needs ` +
      `${formatBytes(weights)} weights + ${formatBytes(gradients)} gradients + ${formatBytes(optimizer)} optimizer + ` +
      `${formatBytes(activations)} activations = ${formatBytes(neededBytes)} and has ` +
      `${formatBytes(this.#capacityBytes)}: ${formatBytes(neededBytes - this.#capacityBytes)} too much`;
    return new InfeasibleError(message, {
      neededBytes,
      availableBytes: this.#capacityBytes,
      parts: { ...this.#memory },
    });
  }
}
