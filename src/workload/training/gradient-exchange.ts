/**
 * What data-parallel ranks exchange in a step, and how long it takes. Gradients are summed in 16 bits, unless compressed;
 * ZeRO-1 and 2 replace the all-reduce by a reduce-scatter and an all-gather of equal size; ZeRO-3 gathers the weights before
 * each pass and scatters gradients after each backward pass. With sharding over fewer ranks than there are (hybrid), the
 * shards are then summed over their copies. Experts are summed, or divided, over the ranks that hold the same ones.
 */
import type { Gradients } from "./compressions/compression.ts";
import { gradientBytes } from "./compressions/compression.ts";
import { Placement } from "./placement.ts";
import { expertParameters } from "./stage-parameters.ts";
import { shardRanksOf, type TrainingJob } from "./training-job.ts";

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
  const { cluster, profile, degrees, compression, zero } = job;
  const { data, context = 1 } = degrees;
  const none: DataExchange = { exchangeNs: 0, gatherNs: 0, scatterNs: 0, compressionNs: 0 };
  if (data * context * (position.bidirectional ? 2 : 1) < 2) return none;
  const { collectiveBandwidthEfficiency, collectiveOverheadNs } = profile.constants;
  const time = (operation: "all-reduce" | "all-gather" | "reduce-scatter", bytes: number, span: Span) => {
    const [ranks = [], ...simultaneous] = groupsOf(job, span, position.bidirectional);
    if (ranks.length < 2 || bytes <= 0) return 0;
    const wireNs = cluster.network.collectiveNs({ operation, bytes, ranks, simultaneous });
    return collectiveOverheadNs + wireNs / collectiveBandwidthEfficiency;
  };
  const experts = job.loraRank === undefined ? expertParameters(job, position.stage) : 0;
  const dense = gradients.parameters - experts;
  const shardRanks = shardRanksOf(job);
  if (zero === 3) {
    const denseBytes = gradientBytes * dense;
    const both = (operation: "all-gather" | "reduce-scatter") =>
      time(operation, denseBytes, { kind: "shards" }) +
      time(operation, gradientBytes * experts, { kind: "experts" });
    return {
      ...none,
      gatherNs: both("all-gather"),
      scatterNs: both("reduce-scatter"),
      exchangeNs: shardRanks < data ? time("all-reduce", denseBytes / shardRanks, { kind: "copies" }) : 0,
    };
  }
  const compressed = compression?.compress({ ...gradients, parameters: dense });
  const { device } = cluster;
  const compressionNs = compressed
    ? Math.max(compressed.flops / device.vectorPeak, compressed.memoryBytes / device.memoryBandwidth)
    : 0;
  const isPerTensor = profile.behaviours.gradientExchange === "per-tensor" && compressed === undefined;
  const denseNs = isPerTensor
    ? tensorsOf(gradients).reduce(
        (sum, { parameters, count }) =>
          sum + count * time("all-reduce", fullBytes * parameters, { kind: "all" }),
        0,
      )
    : time("all-reduce", compressed?.bytes ?? gradientBytes * dense, { kind: "all" });
  const expertNs = time("all-reduce", gradientBytes * experts, { kind: "experts" });
  return { ...none, exchangeNs: denseNs + expertNs, compressionNs };
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
  return groupsOf(job, { kind: "all" });
}

/** Which ranks take part: all data-parallel ones, those of one ZeRO shard, the copies of a shard, those of one expert. */
type Span = { kind: "all" | "shards" | "copies" | "experts" };

/** The groups of one stage that exchange at the same time. */
function groupsOf(job: TrainingJob, { kind }: Span, bidirectional = false): number[][] {
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
  if (kind === "all") return whole;
  const shardRanks = shardRanksOf(job);
  return whole.flatMap((group) => {
    const every = (start: number, stride: number) => group.filter((_, index) => index % stride === start);
    if (kind === "shards") return chunksOf(group, shardRanks * context);
    if (kind === "copies") return [every(0, shardRanks * context)];
    return [every(0, expert)];
  });
}

function chunksOf(group: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(group.length / size) }, (_, index) =>
    group.slice(index * size, (index + 1) * size),
  );
}
