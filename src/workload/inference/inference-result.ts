/** What a serving run found, as the workload's result: metrics, memory, where the time went, and what to warn of. */
import { significant } from "../../base/units.ts";
import { attribute } from "../../metrics/attribution.ts";
import type { InferenceMetrics, ServedUnit } from "../../metrics/inference-metrics.ts";
import { type Model, writesText } from "../../models/model.ts";
import type { WorkloadResult } from "../workload.ts";
import type { BatchingPolicy } from "./batching/batching-policy.ts";
import type { OtherPool } from "./fleet-plan.ts";
import type { PlacedReplicas } from "./replica-plan.ts";
import type { Serving } from "./serving.ts";
import { stepParts } from "./step-timer.ts";

/** The run to report on. */
export interface FinishedRun {
  serving: Serving;
  placed: PlacedReplicas;
  policy: BatchingPolicy;
  model: Model;
  elapsedNs: number;
  others: readonly OtherPool[];
  /** Every model's placement where several share the chips; else empty. */
  together: readonly PlacedReplicas[];
  /** Warnings of the planning. */
  warnings: readonly string[];
}

/** The result of `run`. */
export function inferenceResult(run: FinishedRun): WorkloadResult {
  const { serving, placed, elapsedNs, others } = run;
  const { memory, tensor, stages, context, replicas } = placed;
  const attribution = attribute(timesOf(serving, placed.stages), elapsedNs * serving.replicas, "idle");
  const idle = attribution.find(({ what }) => what === "idle")?.fraction ?? 0;
  const metrics = metricsOf(run);
  const kvUsedBytes = kvUsedMax(run);
  const weightsBytes = weightsOf(run);
  return {
    inference: metrics,
    memory: {
      perDeviceBytes:
        weightsBytes + memory.besideBytes + memory.workspaceBytes + memory.stateBytes + kvUsedBytes,
      capacityBytes: memory.capacityBytes,
      parts: {
        weights: weightsBytes,
        kv_cache: kvUsedBytes,
        workspace: memory.workspaceBytes,
        ...(memory.besideBytes > 0 ? { beside: memory.besideBytes } : {}),
        ...(memory.stateBytes > 0 ? { states: memory.stateBytes } : {}),
      },
    },
    attribution,
    elapsedNs,
    busyFraction: 1 - idle,
    warnings: [...run.warnings, ...warningsOf(run, metrics)],
    restsOn: [
      "chip.memory.bandwidth",
      "chip.memory.usableBytes",
      `chip.tensor.peaks.${context.precision.compute}`,
    ],
    chosen: {
      tensor,
      pipeline: stages,
      ...(placed.shard.context ? { context: placed.shard.context } : {}),
      replicas,
      ...Object.fromEntries(others.map(({ name, placed: { replicas } }) => [`${name} replicas`, replicas])),
      compute: context.precision.compute,
      ...(run.together.length > 0 ? { models: run.together.map(({ model }) => model.name).join(", ") } : {}),
    },
    heldFraction: metrics.replicasMean / metrics.replicas,
    otherInstances: others.map(({ instance, count }) => ({ instance, count })),
    tables: { requests: serving.recorder.table() },
    series: serving.trace.series(elapsedNs),
  };
}

/** Weights on the fullest rank: of the one model, of all that stay, or of the largest where they are swapped. */
function weightsOf({ placed, together }: FinishedRun): number {
  const { capacityBytes, workspaceBytes, weightsBytes } = placed.memory;
  if (together.length === 0) return weightsBytes;
  return together.reduce((rest, { memory }) => rest - memory.kvRoomBytes, capacityBytes - workspaceBytes);
}

/** KV cache in use on a rank when it was fullest, of every model's own time, bytes. */
function kvUsedMax({ serving, placed, together }: FinishedRun): number {
  const models = together.length > 0 ? together : [placed];
  return models.reduce((sum, { memory }, model) => {
    const engines = serving.engines.filter(
      ({ index }) => together.length === 0 || Math.floor(index / serving.replicas) === model,
    );
    return sum + kvUseMax(engines) * memory.kvCapacityTokens * memory.kvBytesPerToken;
  }, 0);
}

/** The fullest that the KV cache of any of `engines` was, as a fraction. */
function kvUseMax(engines: Serving["engines"]): number {
  return Math.max(
    ...engines.map(({ memory: { kvCache } }) => kvCache.usedBlocksMax / Math.max(1, kvCache.capacityBlocks)),
  );
}

/** Busy time of all replicas by phase and limit, ns: a step that crosses p stages keeps each busy for a p-th of its time. */
function timesOf({ engines, cores }: Serving, stages: number): Map<string, number> {
  const timesNs = new Map<string, number>();
  for (const engine of engines) {
    stepParts.forEach((part, index) => {
      for (const [phase, parts] of [
        ["prefill", engine.tally.prefillParts],
        ["decode", engine.tally.decodeParts],
      ] as const) {
        const what = `${phase} ${part}`;
        timesNs.set(what, (timesNs.get(what) ?? 0) + parts[index] / stages);
      }
    });
  }
  const loadingNs = cores.reduce((sum, each) => sum + each.loadingNs, 0);
  if (loadingNs > 0) timesNs.set("model loading", loadingNs);
  return timesNs;
}

/** What a request of `model` is answered with. */
function unitOf(model: Model): ServedUnit {
  if (writesText(model)) return "tokens";
  if (model.patches !== undefined || model.family === "diffusion" || model.family === "cnn") return "images";
  return model.stack === undefined ? "items" : "sequences";
}

function metricsOf({ serving, placed, elapsedNs }: FinishedRun): InferenceMetrics {
  const { recorder, engines } = serving;
  const sum = (of: (engine: Serving["engines"][number]) => number) =>
    engines.reduce((total, engine) => total + of(engine), 0);
  const decodeSteps = sum((engine) => engine.tally.decodeSteps);
  const askedBlocks = sum(({ memory }) => memory.prefixCache?.askedBlocks ?? 0);
  const foundBlocks = sum(({ memory }) => memory.prefixCache?.foundBlocks ?? 0);
  const recorded = recorder.metrics();
  const unit = unitOf(placed.model);
  return {
    ...recorded,
    unit,
    totalInputTokens: unit === "images" || unit === "items" ? 0 : recorded.totalInputTokens,
    totalOutputTokens: unit === "tokens" ? recorded.totalOutputTokens : 0,
    preemptions: sum((engine) => engine.tally.preemptions),
    batchMean: decodeSteps > 0 ? sum((engine) => engine.tally.decodedSequences) / decodeSteps : null,
    kvUseMax: placed.memory.kvBytesPerToken > 0 ? kvUseMax(engines) : null,
    kvCapacityTokens: placed.memory.kvBytesPerToken > 0 ? placed.memory.kvCapacityTokens : null,
    replicas: serving.replicas,
    replicasMean: serving.meanReplicas(elapsedNs),
    prefixCache: askedBlocks > 0 ? { askedBlocks, foundBlocks } : null,
  };
}

function warningsOf(
  { serving, placed, policy, model, together }: FinishedRun,
  metrics: InferenceMetrics,
): string[] {
  const { memory } = placed;
  const { recorder } = serving;
  const warnings: string[] = [];
  if (recorder.injected === 0)
    warnings.push("no request arrived: the duration is shorter than the first gap");
  const finished = Math.max(1, metrics.completed);
  const meanTokens = (metrics.totalInputTokens + metrics.totalOutputTokens) / finished;
  const room =
    memory.kvBytesPerToken > 0 ? memory.kvCapacityTokens / Math.max(1, meanTokens) : Number.POSITIVE_INFINITY;
  if (together.length > 0 && metrics.preemptions > 0) {
    warnings.push(`short of KV room: ${metrics.preemptions} times a request lost its KV cache`);
  } else if (together.length === 0 && !policy.fixedBatch && room < policy.maxBatch) {
    const sent = metrics.preemptions > 0 ? `; ${metrics.preemptions} times a request lost its KV cache` : "";
    warnings.push(
      `short of KV room: each replica holds ${significant(memory.kvCapacityTokens, 6)} tokens, about ` +
        `${significant(room, 2)} requests of mean length; the batch limit is ${policy.maxBatch}${sent}`,
    );
  }
  if (recorder.tooLong > 0) {
    warnings.push(
      together.length > 0
        ? `${recorder.tooLong} requests are longer than their model or its part of the KV cache allows and failed`
        : `${recorder.tooLong} requests are longer than the model (${model.maxTokens} tokens) ` +
            (memory.kvBytesPerToken > 0 ? `or the KV cache (${memory.kvCapacityTokens} tokens) ` : "") +
            "allows and failed",
    );
  }
  if (metrics.saturation !== null) {
    const { arrivedPerNs, servedPerNs } = metrics.saturation;
    warnings.push(
      `saturated: ${significant(arrivedPerNs * 1e9)} requests/s came and ${significant(servedPerNs * 1e9)}/s ` +
        `were served while they came, so the line grew without bound and latencies depend on the length of the run`,
    );
  }
  return warnings;
}
