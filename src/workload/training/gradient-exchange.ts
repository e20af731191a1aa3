/**
 * What data-parallel ranks exchange in a step, and how long it takes. Gradients are summed in 16 bits (in fp32 training 32), unless compressed;
 * ZeRO-1 and 2 replace the all-reduce by a reduce-scatter and an all-gather of equal size; ZeRO-3 gathers the weights before
 * each pass and scatters gradients after each backward pass, layer by layer: every collective, like every bucket, costs its
 * latency again. With sharding over fewer ranks than there are (hybrid), the
 * shards are then summed over their copies. Experts are summed, or divided, over the ranks that hold the same ones.
 */
import type { Gradients } from "./compressions/compression.ts";
import { Placement } from "./placement.ts";
import { layersOf } from "./stage-layers.ts";
import { expertParameters, stageParameters, trainedParameters } from "./stage-parameters.ts";
import { elementBytes, expertShardRanksOf, shardRanksOf, type TrainingJob } from "./training-job.ts";

/** Times of one stage, ns. */
export interface DataExchange {
  /** Once a step, in all. */
  exchangeNs: number;
  /** Before each pass, and after each backward pass (ZeRO-3). */
  gatherNs: number;
  scatterNs: number;
  /** Compressing and restoring, once a step. */
  compressionNs: number;
}

/** Where in the pipeline gradients come from. */
interface Position {
  stage: number;
  /** Two stages hold the same layers. */
  bidirectional?: boolean;
}

/** Works out the exchange of a stage with these gradients. */
export function dataExchange(job: TrainingJob, gradients: Gradients, position: Position): DataExchange {
  const { cluster, profile, compression, zero } = job;
  const none: DataExchange = { exchangeNs: 0, gatherNs: 0, scatterNs: 0, compressionNs: 0 };
  const time = timing(job, position, Math.max(1, job.gradientBuckets ?? 1));
  const experts = job.loraRank === undefined ? expertParameters(job, position.stage) : 0;
  const dense = gradients.parameters - experts;
  if (zero === 3) {
    const denseBytes = elementBytes(job) * dense;
    const expertBytes = elementBytes(job) * experts;
    const byLayer = timing(job, position, layersAt(job, position));
    return {
      ...none,
      gatherNs: weightGatherNs(job, position),
      scatterNs:
        byLayer("reduce-scatter", denseBytes, "shards") +
        byLayer("reduce-scatter", expertBytes, "expert shards"),
      exchangeNs:
        time("all-reduce", denseBytes / shardRanksOf(job), "copies") +
        time("all-reduce", expertBytes / expertShardRanksOf(job), "expert copies"),
    };
  }
  const compressed = compression?.compress({ ...gradients, parameters: dense });
  const { device } = cluster;
  const compressionNs = compressed
    ? Math.max(compressed.flops / device.vectorPeak, compressed.memoryBytes / device.memoryBandwidth)
    : 0;
  const isPerTensor = profile.behaviours.gradientExchange === "per-tensor" && compressed === undefined;
  const oneByOne = timing(job, position, 1);
  const denseNs = isPerTensor
    ? tensorsOf({ ...gradients, parameters: dense }).reduce(
        (sum, { parameters, count }) => sum + count * oneByOne("all-reduce", fullBytes * parameters, "all"),
        0,
      )
    : time("all-reduce", compressed?.bytes ?? elementBytes(job) * dense, "all");
  const expertNs = time("all-reduce", elementBytes(job) * experts, "experts");
  return { ...none, exchangeNs: denseNs + expertNs, compressionNs };
}

/** Collecting the weights of a position from the ranks that hold a shard each, before a pass (ZeRO-3), ns. */
export function weightGatherNs(job: TrainingJob, position: Position): number {
  if (job.zero !== 3) return 0;
  const time = timing(job, position, layersAt(job, position));
  const experts = expertParameters(job, position.stage);
  const adapters = job.loraRank === undefined ? 0 : trainedParameters(job, position.stage);
  const dense = stageParameters(job, position.stage) - experts + adapters;
  return (
    time("all-gather", elementBytes(job) * dense, "shards") +
    time("all-gather", elementBytes(job) * experts, "expert shards")
  );
}

/** Layers at a position: what software collects and scatters at a time. */
function layersAt(job: TrainingJob, { stage }: Position): number {
  return Math.max(1, Math.round(layersOf(job, stage)));
}

/**
 * Times collectives of these bytes, in `parts` one after the other, among these ranks of a position, ns; none where there is
 * nobody to exchange with.
 */
function timing(job: TrainingJob, { bidirectional }: Position, parts: number) {
  const { cluster, profile } = job;
  const { collectiveBandwidthEfficiency, collectiveOverheadNs } = profile.constants;
  return (operation: "all-reduce" | "all-gather" | "reduce-scatter", bytes: number, span: Span) => {
    const [ranks = [], ...simultaneous] = groupsOf(job, span, bidirectional);
    if (ranks.length < 2 || bytes <= 0) return 0;
    const wireNs = cluster.network.collectiveNs({ operation, bytes: bytes / parts, ranks, simultaneous });
    return parts * (collectiveOverheadNs + wireNs / collectiveBandwidthEfficiency);
  };
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

/** The groups of one stage that sum their gradients at the same time. */
export function gradientGroups(job: TrainingJob): number[][] {
  return groupsOf(job, "all");
}

/**
 * Which ranks take part: all that hold the same weights, those that hold a shard each, or the copies of a shard; and of
 * these the ranks that hold the same experts.
 */
type Span = "all" | "shards" | "copies" | "experts" | "expert shards" | "expert copies";

/** The groups of one stage that exchange at the same time. */
function groupsOf(job: TrainingJob, span: Span, bidirectional = false): number[][] {
  const { degrees, placement: order } = job;
  const { data, tensor, pipeline, context = 1, expert = 1 } = degrees;
  const placement = new Placement({ tensor, context, data, pipeline }, order);
  const others = tensor > 1 ? (["tensor"] as const) : [];
  // From the first stage to the last, which holds the same layers where the pipeline is bidirectional.
  const mirrorRanks = placement.stride("pipeline") * (pipeline - 1);
  // Ranks of the context axis hold the same weights, so that they take part like data-parallel ones.
  const whole = placement
    .groups("data", others)
    .map((group) => group.flatMap((rank) => placement.group("context", rank)))
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
