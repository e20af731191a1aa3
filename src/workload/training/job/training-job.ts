/** A training job as planned: what is trained, on what, split how. */
import type { Cluster } from "../../../cluster/cluster.ts";
import type { Model } from "../../../models/model.ts";
import type { Shard } from "../../../models/shard.ts";
import type { StorageType } from "../../../timing/data-types.ts";
import type { OwnKernels } from "../../../timing/own-kernels.ts";
import type { SoftwareProfile } from "../../../timing/software-profile.ts";
import type { Compression } from "../compressions/compression.ts";
import type { Degrees } from "./degrees.ts";
import type { LowPrecisionRecipe } from "./low-precision.ts";
import type { Optimizer } from "./optimizers.ts";
import type { Axis } from "./placement.ts";

/** Which activations are computed again in the backward pass instead of being kept. */
export type Recompute = "none" | "selective" | "full";

/** What is divided over the data-parallel ranks: optimizer state from 1 on, gradients from 2, weights from 3 (FSDP). */
export type Zero = 0 | 1 | 2 | 3;

/** A job. */
export interface TrainingJob {
  model: Model;
  cluster: Cluster;
  profile: SoftwareProfile;
  degrees: Degrees;
  /** Layers of each pipeline stage; equal parts when absent. */
  stageLayers?: readonly number[] | undefined;
  /** Chunks of an interleaved schedule count the embedding and the loss as a layer each. */
  endsAsLayers?: boolean;
  microBatch: number;
  /** Tokens of a sequence; 1 for networks of items. */
  sequenceLength: number;
  /** Side of the images of an image network, pixels; the network's own when absent. */
  imageSize?: number | undefined;
  recompute: Recompute;
  /** Part of the layers that recompute; the others keep everything. All when absent. */
  recomputeShare?: number | undefined;
  sequenceParallel: boolean;
  /** Tensor exchanges run in pieces beside the matmuls of their layer. */
  asyncTensor?: boolean;
  /** How inputs of matmuls in 8 or 4 bits are cast; within the matmuls when absent. */
  recipe?: LowPrecisionRecipe | undefined;
  precision: StorageType;
  optimizer: Optimizer;
  zero: Zero;
  /** Data-parallel ranks over which ZeRO divides, each with its context ranks; all when absent. */
  shardRanks?: number | undefined;
  /** Tokens per sequence with logits and loss; the model's own when absent. */
  logitTokens?: number | undefined;
  /** How context-parallel ranks see each other's keys and values; a ring when absent. */
  contextExchange?: "ring" | "all-to-all";
  /** Tokens of the busiest expert over the mean; 1 when absent. */
  expertLoad?: number;
  /** Gradients are exchanged in this many buckets beside the last backward pass; 1 when absent: all of them after it. */
  gradientBuckets?: number;
  compression?: Compression | undefined;
  /** Rank of the adapters that alone are trained (LoRA); all weights are when absent. */
  loraRank?: number | undefined;
  /** Reads every micro-batch before the model does; split over the same ranks. */
  teacher?: Model | undefined;
  /** Host time to launch one operator, ns, where operators are launched one by one; the profile's own when absent. */
  launchNs?: number | undefined;
  /** The scenario's own kernels, by operator name, of the model and of its teacher; none when absent. */
  ownKernels?: OwnKernels | undefined;
  /** What lives in the host's memory: the optimizer's state, or the weights too. */
  offload?: "optimizer" | "parameters" | undefined;
  /** Order of the ranks, fastest axis first. */
  placement?: readonly Axis[];
}

/** Bytes of a weight, an activation or a gradient between ranks: 4 in fp32, else 2, for what is computed in 8 bits is kept in 16. */
export function elementBytes({ precision }: { precision?: StorageType }): 2 | 4 {
  return precision === "fp32" || precision === "tf32" ? 4 : 2;
}

/** Whether attention keeps its scores for the backward pass: software without a flash kernel does. */
export function storesScores({ profile }: { profile?: SoftwareProfile | undefined }): boolean {
  return profile === undefined || profile.behaviours.flashFromTokens === null;
}

/** Whether collectives among copies run beside passes: weights that are collected, and buckets of gradients. */
export function overlapsCollectives({
  zero,
  gradientBuckets = 1,
}: Pick<TrainingJob, "zero" | "gradientBuckets">): boolean {
  return zero === 3 || gradientBuckets > 1;
}

/** How the layers of a job are split. */
export function shardOf({
  degrees,
  sequenceParallel,
}: Pick<TrainingJob, "degrees" | "sequenceParallel">): Shard {
  const { tensor, data, expert = 1 } = degrees;
  // Balancing keeps experts evenly chosen while they are trained, so that the thousands of tokens of a pass reach all of them.
  const shard: Shard = { tensor, expert, sequenceParallel, streamAllExperts: true };
  // Expert ranks beyond the data axis hold whole experts, of what the tensor ranks beside them divide otherwise.
  return expert <= data ? shard : { ...shard, expertTensor: (tensor * data) / expert, expertBatches: data };
}

/** Ranks over which ZeRO divides what it divides: those that hold the same weights, along data and context, or some of them. */
export function shardRanksOf({ degrees, shardRanks }: Pick<TrainingJob, "degrees" | "shardRanks">): number {
  const { data, context = 1 } = degrees;
  return Math.min(shardRanks ?? data, data) * context;
}

/** Of these, the ranks that hold the same experts too, and divide those. */
export function expertShardRanksOf(job: Pick<TrainingJob, "degrees" | "shardRanks">): number {
  const { context = 1, expert = 1 } = job.degrees;
  return Math.max(context, shardRanksOf(job) / expert);
}
