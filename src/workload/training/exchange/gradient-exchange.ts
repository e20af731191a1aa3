/**
 * What data-parallel ranks exchange in a step, and how long it takes. Gradients are summed in 16 bits (in fp32 training 32), unless compressed;
 * ZeRO-1 and 2 replace the all-reduce by a reduce-scatter and an all-gather of equal size; ZeRO-3 gathers the weights before
 * each pass and scatters gradients after each backward pass, layer by layer: every collective, like every bucket, costs its
 * latency again. With sharding over fewer ranks than there are (hybrid), the
 * shards are then summed over their copies. Experts are summed, or divided, over the ranks that hold the same ones.
 */
import type { Gradients } from "../compressions/compression.ts";
import { Placement } from "../job/placement.ts";
import { layersOf } from "../job/stage-layers.ts";
import {
  expertParameters,
  layerParametersAt,
  stageParameters,
  trainedParameters,
} from "../job/stage-parameters.ts";
import { elementBytes, expertShardRanksOf, shardRanksOf, type TrainingJob } from "../job/training-job.ts";

/** Collectives of one kind in a row. */
export interface DataCollective {
  operation: "all-reduce" | "all-gather" | "reduce-scatter";
  /** Of each. */
  bytes: number;
  times: number;
  span: Span;
}

/** What a stage exchanges with its copies. */
export interface DataExchange {
  /** Once a step, in all. */
  once: readonly DataCollective[];
  /** Before each pass, and after each backward pass (ZeRO-3). */
  gather: readonly DataCollective[];
  scatter: readonly DataCollective[];
  /** Compressing and restoring, once a step, ns. */
  compressionNs: number;
}

/** Where in the pipeline gradients come from. */
export interface Position {
  stage: number;
  /** Two stages hold the same layers. */
  bidirectional?: boolean | undefined;
}

/** Works out the exchange of a stage with these gradients. */
export function dataExchange(job: TrainingJob, gradients: Gradients, position: Position): DataExchange {
  const { cluster, profile, compression, zero } = job;
  const buckets = Math.max(1, job.gradientBuckets ?? 1);
  const experts = job.loraRank === undefined ? expertParameters(job, position.stage) : 0;
  const dense = gradients.parameters - experts;
  if (zero === 3) {
    const denseBytes = elementBytes(job) * dense;
    const expertBytes = elementBytes(job) * experts;
    const layers = layersAt(job, position);
    return {
      compressionNs: 0,
      gather: weightGather(job, position),
      scatter: [
        inParts("reduce-scatter", denseBytes, layers, "shards"),
        inParts("reduce-scatter", expertBytes, layers, "expert shards"),
      ],
      once: [
        inParts("all-reduce", denseBytes / shardRanksOf(job), buckets, "copies"),
        inParts("all-reduce", expertBytes / expertShardRanksOf(job), buckets, "expert copies"),
      ],
    };
  }
  const compressed = compression?.compress({ ...gradients, parameters: dense });
  const { device } = cluster;
  const isPerTensor = profile.behaviours.gradientExchange === "per-tensor" && compressed === undefined;
  const ofExperts = inParts("all-reduce", elementBytes(job) * experts, buckets, "experts");
  return {
    gather: [],
    scatter: [],
    once: isPerTensor
      ? [
          ...tensorsOf({ ...gradients, parameters: dense }).map(
            ({ parameters, count }): DataCollective => ({
              operation: "all-reduce",
              bytes: fullBytes * parameters,
              times: count,
              span: "all",
            }),
          ),
          ofExperts,
        ]
      : [
          inParts("all-reduce", compressed?.bytes ?? summedBytes(job, position, dense), buckets, "all"),
          ofExperts,
        ],
    compressionNs: compressed
      ? Math.max(compressed.flops / device.vectorPeak, compressed.memoryBytes / device.memoryBandwidth)
      : 0,
  };
}

/** Part of `parameters` at a position that narrow weights are of: layers, without embedding and head. */
function narrowShare(job: TrainingJob, { stage }: Position): number {
  if (!job.recipe?.narrowWeights || job.loraRank !== undefined) return 0;
  return layerParametersAt(job, stage) / Math.max(1, stageParameters(job, stage));
}

/**
 * Bytes of the all-reduce of `parameters` gradients. Under ZeRO-1 and 2 its second half collects weights, narrow ones where
 * they are kept so: 2 bytes down and 1 byte back are as an all-reduce of 1.5.
 */
function summedBytes(job: TrainingJob, position: Position, parameters: number): number {
  const each = elementBytes(job);
  const narrow = job.zero >= 1 ? narrowShare(job, position) : 0;
  const back = narrow * (job.recipe?.bytes ?? each) + (1 - narrow) * each;
  return ((each + back) / 2) * parameters;
}

/** Bytes of a weight that is collected, in the mean of a position. */
function gatheredBytes(job: TrainingJob, position: Position): number {
  const each = elementBytes(job);
  const narrow = narrowShare(job, position);
  return narrow * (job.recipe?.bytes ?? each) + (1 - narrow) * each;
}

/** Collecting the weights of a position from the ranks that hold a shard each, before a pass (ZeRO-3). */
export function weightGather(job: TrainingJob, position: Position): readonly DataCollective[] {
  if (job.zero !== 3) return [];
  const layers = layersAt(job, position);
  const experts = expertParameters(job, position.stage);
  const adapters = job.loraRank === undefined ? 0 : trainedParameters(job, position.stage);
  const dense = stageParameters(job, position.stage) - experts + adapters;
  return [
    inParts("all-gather", gatheredBytes(job, position) * dense, layers, "shards"),
    inParts("all-gather", gatheredBytes(job, position) * experts, layers, "expert shards"),
  ];
}

function inParts(
  operation: DataCollective["operation"],
  bytes: number,
  times: number,
  span: Span,
): DataCollective {
  return { operation, bytes: bytes / times, times, span };
}

/** Layers at a position: what software collects and scatters at a time. */
function layersAt(job: TrainingJob, { stage }: Position): number {
  return Math.max(1, Math.round(layersOf(job, stage)));
}

/** Time of `collectives` one after the other, ns; none where there is nobody to exchange with. */
export function dataExchangeNs(
  job: TrainingJob,
  { bidirectional }: Position,
  collectives: readonly DataCollective[],
): number {
  const { cluster, profile } = job;
  const { collectiveBandwidthEfficiency, collectiveOverheadNs } = profile.constants;
  return collectives.reduce((sum, { operation, bytes, times, span }) => {
    const [ranks = [], ...simultaneous] = groupsOf(job, span, bidirectional);
    if (ranks.length < 2 || bytes <= 0) return sum;
    const wireNs = cluster.network.collectiveNs({ operation, bytes, ranks, simultaneous });
    return sum + times * (collectiveOverheadNs + wireNs / collectiveBandwidthEfficiency);
  }, 0);
}

/** Bytes of a gradient in 32 bits. */
const fullBytes = 4;

/** Tensors that are summed by themselves: every matrix with its bias, and whatever is left as one. */
function tensorsOf({ matrices, parameters }: Gradients): { parameters: number; count: number }[] {
  const whole = matrices.map(({ rows, columns, count }) => ({ parameters: rows * columns, count }));
  const biases = matrices.map(({ columns, count }) => ({ parameters: columns, count }));
  const rest = [...whole, ...biases].reduce((left, each) => left - each.parameters * each.count, parameters);
  return [...whole, ...biases, { parameters: Math.max(0, rest), count: 1 }];
}

/**
 * Which ranks take part: all that hold the same weights, those that hold a shard each, or the copies of a shard; and of
 * these the ranks that hold the same experts.
 */
export type Span = "all" | "shards" | "copies" | "experts" | "expert shards" | "expert copies";

/** Groups of jobs already told: the same arrays each time, by which the network finds what it has priced. */
const known = new WeakMap<TrainingJob, Map<string, number[][]>>();

/** The groups of one stage that exchange at the same time. */
export function groupsOf(job: TrainingJob, span: Span, bidirectional = false): number[][] {
  const ofJob = known.get(job) ?? new Map<string, number[][]>();
  known.set(job, ofJob);
  const key = `${span} ${bidirectional}`;
  const groups = ofJob.get(key) ?? makeGroups(job, span, bidirectional);
  ofJob.set(key, groups);
  return groups;
}

function makeGroups(job: TrainingJob, span: Span, bidirectional: boolean): number[][] {
  const { degrees, placement: order } = job;
  const { data, tensor, pipeline, context = 1, expert = 1 } = degrees;
  const placement = new Placement({ tensor, context, data, pipeline }, order);
  const others = tensor > 1 ? (["tensor"] as const) : [];
  // From the first stage to the last, which holds the same layers where the pipeline is bidirectional.
  const mirrorRanks = placement.stride("pipeline") * (pipeline - 1);
  // Ranks of the context axis hold the same weights, so that they take part like data-parallel ones.
  const whole = placement
    .groups("data", others)
    .map((group) => (context === 1 ? group : group.flatMap((rank) => placement.group("context", rank))))
    .map((group) => (bidirectional ? [...group, ...group.map((rank) => rank + mirrorRanks)] : group));
  const sameExperts = (group: readonly number[]) =>
    group.filter((_, index) => Math.floor(index / context) % expert === 0);
  const every = (group: readonly number[], stride: number) =>
    group.filter((_, index) => index % stride === 0);
  const shardRanks = shardRanksOf(job);
  switch (span) {
    case "all":
      return whole;
    case "shards":
      return whole.flatMap((group) => chunksOf(group, shardRanks));
    case "copies":
      return whole.map((group) => every(group, shardRanks));
    case "experts":
      return whole.map(sameExperts);
    case "expert shards":
      return whole.flatMap((group) => chunksOf(sameExperts(group), expertShardRanksOf(job)));
    case "expert copies":
      return whole.map((group) => every(sameExperts(group), expertShardRanksOf(job)));
  }
}

function chunksOf(group: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(group.length / size) }, (_, index) =>
    group.slice(index * size, (index + 1) * size),
  );
}
