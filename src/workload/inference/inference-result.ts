/** What a serving run found, as the workload's result: metrics, memory, where the time went, and what to warn of. */
import { counted } from "../../base/counted.ts";
import { significant } from "../../base/units.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { hostLinkAssumptions } from "../../cluster/host-links.ts";
import { sharedChipAssumptions } from "../../cluster/shared-chips.ts";
import type { ChipUse } from "../../hardware/chip-power.ts";
import { rests } from "../../metrics/attribution.ts";
import type { ChipState, ChipTime } from "../../metrics/chip-account.ts";
import type { Produced } from "../../metrics/cost.ts";
import type { InferenceMetrics, ServedUnit } from "../../metrics/inference-metrics.ts";
import { sketchedPercentiles } from "../../metrics/sample.ts";
import { emptyStatistics } from "../../metrics/statistics.ts";
import { type Model, writesText } from "../../models/model.ts";
import { exchangeUse, noUse, operatorUse } from "../chip-use.ts";
import type { Choice, WorkloadResult } from "../workload.ts";
import type { Serving } from "./fleet/serving.ts";
import { type OtherPool, standingOn } from "./pools-from-options.ts";
import type { BatchingPolicy } from "./replica/batching/batching-policy.ts";
import type { Engine } from "./replica/engine.ts";
import { type EngineTally, phases } from "./replica/engine-tally.ts";
import { trafficAssumptions } from "./replica/memory-traffic.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";
import { exchangeAssumptions } from "./replica/shared-exchanges.ts";
import { computePart, memoryPart, stepParts } from "./time/step-timer.ts";

/** The run to report on. */
export interface FinishedRun {
  serving: Serving;
  placed: PlacedReplicas;
  policy: BatchingPolicy;
  model: Model;
  cluster: Cluster;
  startNs: number;
  endNs: number;
  others: readonly OtherPool[];
  /** Every model's placement where several share the chips; else empty. */
  together: readonly PlacedReplicas[];
  /** Warnings of the planning. */
  warnings: readonly string[];
  choices: readonly Choice[];
  /** Tokens of a request that graphs of a written context hold; Infinity where none was written. */
  compiledTokens: number;
  /** Whether what comes from hosts shares the links of chips to them. */
  overHostLinks: boolean;
  /** USD for weights that were read from a volume; undefined where none were. */
  transferUsd: number | undefined;
}

/** The result of `run`. */
export function inferenceResult(run: FinishedRun): WorkloadResult {
  const { serving, placed, others } = run;
  const elapsedNs = run.endNs - run.startNs;
  const { memory, tensor, stages, context, replicas } = placed;
  const [ownTime = [], ...otherTimes] = chipTimes(run);
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
        workspace: memory.workspaceBytes - memory.samplingBytes,
        ...(memory.samplingBytes > 0 ? { sampling: memory.samplingBytes } : {}),
        ...(memory.besideBytes > 0 ? { beside: memory.besideBytes } : {}),
        ...(memory.stateBytes > 0 ? { states: memory.stateBytes } : {}),
      },
    },
    chipTime: ownTime,
    produced: producedBy(metrics, [ownTime, ...otherTimes].flat()),
    ...(run.transferUsd !== undefined && { transferUsd: run.transferUsd }),
    elapsedNs,
    warnings: [...run.warnings, ...warningsOf(run, metrics)],
    assumptions: [
      ...(serving.fleet.sharedMemory ? trafficAssumptions : []),
      ...(serving.fleet.sharedLinks ? exchangeAssumptions : []),
      ...(serving.fleet.sharedChips ? sharedChipAssumptions : []),
      ...(run.overHostLinks ? hostLinkAssumptions : []),
      ...(metrics.samples.e2el.isExact ? [] : [sketchedPercentiles]),
    ],
    restsOn: [
      "chip.memory.bandwidth",
      "chip.memory.usableBytes",
      `chip.tensor.peaks.${context.precision.compute}`,
    ],
    chosen: {
      tensor,
      pipeline: stages,
      ...(placed.shard.context ? { context: placed.shard.context } : {}),
      ...(placed.shard.expert > 1 ? { expert: placed.shard.expert } : {}),
      replicas,
      ...Object.fromEntries(others.map(({ name, placed: { replicas } }) => [`${name} replicas`, replicas])),
      ...Object.fromEntries(
        others
          .filter(({ placed: { model } }) => model !== placed.model)
          .map(({ name, placed: { model } }) => [`${name} model`, model.name]),
      ),
      compute: context.precision.compute,
      ...(run.together.length > 0 ? { models: run.together.map(({ model }) => model.name).join(", ") } : {}),
    },
    choices: run.choices,
    ...(metrics.e2el.mean !== null && { paceNs: metrics.e2el.mean }),
    otherInstances: others.map(({ cluster: { instance, count } }, index) => ({
      instance,
      count,
      chipTime: otherTimes[index] as ChipTime[],
    })),
    tables: { requests: serving.recorder.table() },
    series: serving.trace.series(elapsedNs),
  };
}

/** What came out in the measured part of the run. */
function producedBy(
  { durationNs, totalInputTokens, totalOutputTokens, completed, good }: InferenceMetrics,
  times: readonly ChipTime[],
): Produced {
  if (durationNs <= 0) return {};
  const spent = (phase: (typeof phases)[number]) =>
    times.reduce((sum, { what, chipNs }) => sum + (what.startsWith(`${phase} `) ? chipNs : 0), 0);
  const atOnce = times.filter(({ what }) => (stepParts as readonly string[]).includes(what));
  const prefill = spent("prefill") + atOnce.reduce((sum, { chipNs }) => sum + chipNs, 0);
  const decode = spent("decode");
  return {
    outputTokensPerNs: totalOutputTokens / durationNs,
    totalTokensPerNs: (totalInputTokens + totalOutputTokens) / durationNs,
    requestsPerNs: completed / durationNs,
    goodRequestsPerNs: good / durationNs,
    ...(totalInputTokens > 0 &&
      prefill > 0 && {
        input: { tokensPerNs: totalInputTokens / durationNs, share: prefill / (prefill + decode) },
      }),
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
    const engines = serving.fleet.engines.filter(
      ({ index }) => together.length === 0 || Math.floor(index / serving.fleet.replicas) === model,
    );
    return sum + kvUseMax(engines) * memory.kvCapacityTokens * memory.kvBytesPerToken;
  }, 0);
}

/** The fullest that the KV cache of any of `engines` was, as a fraction. */
function kvUseMax(engines: readonly Engine[]): number {
  return Math.max(
    ...engines.map(({ memory: { kvCache } }) => kvCache.usedBlocksMax / Math.max(1, kvCache.capacityBlocks)),
  );
}

/**
 * Chip-time of each pool, the cluster's first: what its replicas did by phase and limit, warmed up, were out of order, or were
 * given back. A step that crosses p stages keeps each busy for a p-th of its time.
 */
function chipTimes({ serving, placed, cluster, others, endNs }: FinishedRun): ChipTime[][] {
  const pools = [{ placed, cluster }, ...others];
  let first = 0;
  return serving.account.times(endNs).map((states, index) => {
    const pool = pools[index] as (typeof pools)[number];
    const [from, last] = [first, first + pool.placed.replicas];
    const perReplica = standingOn(pool.cluster, pool.placed).chipsPerReplica;
    const engines = serving.fleet.engines.filter((engine) => {
      const replica = serving.fleet.replicaOf(engine.index);
      return replica >= from && replica < last;
    });
    const loadingNs = serving.fleet.cores.slice(from, last).reduce((sum, each) => sum + each.loadingNs, 0);
    first = last;
    const entry = (state: ChipState, what: string, chipNs: number): ChipTime => ({ state, what, chipNs });
    return [
      ...busyParts(engines, pool.placed.model).map(({ what, ns, use }) => ({
        ...entry("busy", what, (ns * perReplica) / pool.placed.stages),
        use,
      })),
      { ...entry("busy", "model loading", loadingNs * perReplica), use: noUse },
      entry("warming", "warming up", states.warming),
      entry("failed", "out of order", states.failed),
      entry("off", "given back", states.off),
      entry("idle", rests.unused, states.unused),
    ];
  });
}

/** Busy time of `engines` by phase and limit, ns, and what of their chips works in it. */
function busyParts(engines: readonly Engine[], model: Model): { what: string; ns: number; use: ChipUse }[] {
  return phases.flatMap((phase) => {
    const sum = (of: (tally: EngineTally) => number) =>
      engines.reduce((total, { tally }) => total + of(tally), 0);
    const parts = stepParts.map((_, index) => sum((tally) => tally.partNs(phase, index)));
    const operators = operatorUse({
      computeBusy: sum((tally) => tally.enginesNs(phase)),
      memoryBusy: sum((tally) => tally.memoryNs(phase)),
      ns: (parts[computePart] ?? 0) + (parts[memoryPart] ?? 0),
    });
    const uses = { compute: operators, memory: operators, communication: exchangeUse };
    return stepParts.map((part, index) => ({
      // What answers at once has no prompt to fill in before it writes.
      what: phase === "prefill" && !writesText(model) ? part : `${phase} ${part}`,
      ns: parts[index] ?? 0,
      use: part in uses ? uses[part as keyof typeof uses] : noUse,
    }));
  });
}

/** What a request of `model` is answered with. */
function unitOf(model: Model): ServedUnit {
  if (writesText(model)) return "tokens";
  if (model.patches !== undefined || model.family === "diffusion" || model.family === "cnn") return "images";
  return model.stack === undefined ? "items" : "sequences";
}

type OfRequests = Pick<InferenceMetrics, "ttft" | "confidence" | "groups">;

/** What is answered at once has no first token apart from its answer; limits of one are judged by the answer. */
function withoutFirstTokens({ confidence, groups }: OfRequests): OfRequests {
  const each = Object.entries(groups).map(([grouping, of]) => [
    grouping,
    of.map((group) => ({ ...group, ttft: emptyStatistics })),
  ]);
  return {
    ttft: emptyStatistics,
    confidence: { ...confidence, ttft: null },
    groups: Object.fromEntries(each) as InferenceMetrics["groups"],
  };
}

function metricsOf({ serving, placed, endNs }: FinishedRun): InferenceMetrics {
  const { recorder, fleet } = serving;
  const { engines } = fleet;
  const sum = (of: (engine: Engine) => number) => engines.reduce((total, engine) => total + of(engine), 0);
  const decodeSteps = sum((engine) => engine.tally.decodeSteps);
  const askedBlocks = sum(({ memory }) => memory.prefixCache?.askedBlocks ?? 0);
  const foundBlocks = sum(({ memory }) => memory.prefixCache?.foundBlocks ?? 0);
  const recorded = recorder.metrics();
  const unit = unitOf(placed.model);
  return {
    ...recorded,
    ...(unit !== "tokens" && withoutFirstTokens(recorded)),
    unit,
    offeredNs: serving.isOpen ? Math.max(0, recorder.lastArrivalNs - recorder.firstArrivalNs) : null,
    totalInputTokens: unit === "images" || unit === "items" ? 0 : recorded.totalInputTokens,
    totalOutputTokens: unit === "tokens" ? recorded.totalOutputTokens : 0,
    preemptions: sum((engine) => engine.tally.preemptions),
    batchMean: decodeSteps > 0 ? sum((engine) => engine.tally.decodedSequences) / decodeSteps : null,
    kvUseMax: placed.memory.kvBytesPerToken > 0 ? kvUseMax(engines) : null,
    kvCapacityTokens: placed.memory.kvBytesPerToken > 0 ? placed.memory.kvCapacityTokens : null,
    replicas: serving.fleet.replicas,
    replicasMean: serving.account.meanHeld(endNs),
    prefixCache: askedBlocks > 0 ? { askedBlocks, foundBlocks } : null,
  };
}

/** Share of the KV cache from which on it is taken to be full: the next request may not find room. */
const filledFrom = 0.95;

function warningsOf(
  { serving, placed, policy, model, together, choices, compiledTokens }: FinishedRun,
  metrics: InferenceMetrics,
): string[] {
  const { memory } = placed;
  const { recorder } = serving;
  const warnings: string[] = [];
  if (recorder.injected === 0)
    warnings.push("no request arrived: the duration is shorter than the first gap");
  const rushed = writesText(model) ? recorder.rushed() : 0;
  if (rushed > 0) {
    warnings.push(
      `${counted(rushed, "request comes", "requests come")} at one moment at the start, and the p99 of the first token is theirs; ` +
        "workload.warmup: auto leaves them out",
    );
  }
  const finished = Math.max(1, metrics.completed);
  const meanTokens = (metrics.totalInputTokens + metrics.totalOutputTokens) / finished;
  const room =
    memory.kvBytesPerToken > 0 ? memory.kvCapacityTokens / Math.max(1, meanTokens) : Number.POSITIVE_INFINITY;
  // Memory is what bounds a batch that is left to the server: that is told where it did.
  const isOpen = choices.some(({ key }) => key === "workload.batching.maxBatch");
  const isFilled = metrics.preemptions > 0 || (metrics.kvUseMax ?? 0) > filledFrom;
  if (together.length > 0 && metrics.preemptions > 0) {
    warnings.push(`short of KV room: ${counted(metrics.preemptions, "time")} a request lost its KV cache`);
  } else if (together.length === 0 && !policy.fixedBatch && room < policy.maxBatch && (isFilled || !isOpen)) {
    const sent =
      metrics.preemptions > 0 ? `; ${counted(metrics.preemptions, "time")} a request lost its KV cache` : "";
    warnings.push(
      `short of KV room: each replica holds ${significant(memory.kvCapacityTokens, 6)} tokens, about ` +
        `${significant(room, 2)} requests of mean length; the batch limit is ${policy.maxBatch}${sent}`,
    );
  }
  if (recorder.tooLong > 0) {
    const limits = [
      `the model (${counted(model.maxTokens, "token")})`,
      ...(memory.kvBytesPerToken > 0 ? [`the KV cache (${counted(memory.kvCapacityTokens, "token")})`] : []),
      ...(Number.isFinite(compiledTokens)
        ? [`the compiled context (${counted(compiledTokens, "token")})`]
        : []),
    ];
    warnings.push(
      together.length > 0
        ? `${counted(recorder.tooLong, "request is", "requests are")} longer than their model or its part of the KV cache allows and failed`
        : `${counted(recorder.tooLong, "request is", "requests are")} longer than ${limits.join(" or ")} allows and failed`,
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
