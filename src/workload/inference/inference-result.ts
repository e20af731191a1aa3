/** What a serving run found, as the workload's result: metrics, memory, where the time went, and what to warn of. */
import { significant } from "../../base/units.ts";
import { attribute } from "../../metrics/attribution.ts";
import type { InferenceMetrics } from "../../metrics/inference-metrics.ts";
import type { Model } from "../../models/model.ts";
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
  /** Warnings of the planning. */
  warnings: readonly string[];
}

/** The result of `run`. */
export function inferenceResult(run: FinishedRun): WorkloadResult {
  const { serving, placed, elapsedNs, others } = run;
  const { memory, tensor, stages, context, replicas } = placed;
  const attribution = attribute(timesOf(serving), elapsedNs * serving.engines.length, "idle");
  const idle = attribution.find(({ what }) => what === "idle")?.fraction ?? 0;
  const metrics = metricsOf(serving, elapsedNs);
  const kvUsedBytes = (metrics.kvUseMax ?? 0) * memory.kvCapacityTokens * memory.kvBytesPerToken;
  return {
    inference: metrics,
    memory: {
      perDeviceBytes: memory.weightsBytes + memory.workspaceBytes + kvUsedBytes,
      capacityBytes: memory.capacityBytes,
      parts: { weights: memory.weightsBytes, kv_cache: kvUsedBytes, workspace: memory.workspaceBytes },
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
      replicas,
      ...Object.fromEntries(others.map(({ name, placed: { replicas } }) => [`${name} replicas`, replicas])),
      compute: context.precision.compute,
    },
    otherInstances: others.map(({ instance, count }) => ({ instance, count })),
    tables: { requests: serving.recorder.table() },
    series: serving.trace.series(elapsedNs),
  };
}

/** Busy time of all replicas by phase and limit, ns. */
function timesOf({ engines }: Serving): Map<string, number> {
  const timesNs = new Map<string, number>();
  for (const engine of engines) {
    stepParts.forEach((part, index) => {
      for (const [phase, parts] of [
        ["prefill", engine.tally.prefillParts],
        ["decode", engine.tally.decodeParts],
      ] as const) {
        const what = `${phase} ${part}`;
        timesNs.set(what, (timesNs.get(what) ?? 0) + parts[index]);
      }
    });
  }
  return timesNs;
}

function metricsOf(serving: Serving, elapsedNs: number): InferenceMetrics {
  const { recorder, engines } = serving;
  const sum = (of: (engine: Serving["engines"][number]) => number) =>
    engines.reduce((total, engine) => total + of(engine), 0);
  const decodeSteps = sum((engine) => engine.tally.decodeSteps);
  const kvUse = engines.map(
    ({ memory: { kvCache } }) => kvCache.usedBlocksMax / Math.max(1, kvCache.capacityBlocks),
  );
  const askedBlocks = sum(({ memory }) => memory.prefixCache?.askedBlocks ?? 0);
  const foundBlocks = sum(({ memory }) => memory.prefixCache?.foundBlocks ?? 0);
  return {
    ...recorder.metrics(),
    preemptions: sum((engine) => engine.tally.preemptions),
    batchMean: decodeSteps > 0 ? sum((engine) => engine.tally.decodedSequences) / decodeSteps : null,
    kvUseMax: Math.max(...kvUse),
    replicas: engines.length,
    replicasMean: serving.meanReplicas(elapsedNs),
    prefixCache: askedBlocks > 0 ? { askedBlocks, foundBlocks } : null,
  };
}

function warningsOf({ serving, placed, policy, model }: FinishedRun, metrics: InferenceMetrics): string[] {
  const { memory } = placed;
  const { recorder } = serving;
  const warnings: string[] = [];
  if (recorder.injected === 0)
    warnings.push("no request arrived: the duration is shorter than the first gap");
  const finished = Math.max(1, metrics.completed);
  const meanTokens = (metrics.totalInputTokens + metrics.totalOutputTokens) / finished;
  const room = memory.kvCapacityTokens / Math.max(1, meanTokens);
  if (!policy.fixedBatch && room < policy.maxBatch) {
    const sent = metrics.preemptions > 0 ? `; ${metrics.preemptions} times a request lost its KV cache` : "";
    warnings.push(
      `short of KV room: each replica holds ${significant(memory.kvCapacityTokens, 6)} tokens, about ` +
        `${significant(room, 2)} requests of mean length; the batch limit is ${policy.maxBatch}${sent}`,
    );
  }
  if (recorder.tooLong > 0) {
    warnings.push(
      `${recorder.tooLong} requests are longer than the model (${model.maxTokens} tokens) ` +
        `or the KV cache (${memory.kvCapacityTokens} tokens) allows and failed`,
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
