/**
 * Memory of one rank in training, after Megatron-LM (Korthikanti et al. 2022, "Reducing activation recomputation in large
 * transformer models").
 *
 * State: bf16 weights 2 + fp32 gradients 4 bytes a parameter, and for AdamW fp32 master weights 4 + two moments 8: 18 in
 * all; ZeRO-1 divides the last 12 by the data-parallel ranks, ZeRO-2 the gradients too, ZeRO-3 (FSDP) all 18.
 *
 * Activations of one layer and micro-batch, with s tokens, b sequences, h hidden, a heads, t tensor ranks:
 *
 *     s b h (10 + 24/t + 5 a s / (h t))       without sequence parallelism
 *     s b h (34/t + 5 a s / (h t))            with it
 *     selective recompute drops the 5 a s / (h t) of the attention scores
 *     full recompute keeps 2 s b h (the layer's input; 2 s b h / t with sequence parallelism) and one layer at a time
 */
import type { Model } from "../../models/model.ts";
import { embeddingParameters, headParameters, parameterCount } from "../../models/parameters.ts";
import type { Shard } from "../../models/shard.ts";
import { adapterParameters } from "./adapters.ts";
import { optimizers } from "./optimizers.ts";
import { type Recompute, shardOf, shardRanksOf, type TrainingJob, type Zero } from "./training-job.ts";

/** What a rank of the fullest stage holds, bytes. */
export interface TrainingMemory {
  weights: number;
  gradients: number;
  optimizer: number;
  activations: number;
}

/** What the memory follows from: a job, and the micro-batches whose activations the first stage holds. */
export type TrainingMemoryInput = Pick<
  TrainingJob,
  | "model"
  | "degrees"
  | "sequenceLength"
  | "microBatch"
  | "recompute"
  | "sequenceParallel"
  | "zero"
  | "shardRanks"
  | "optimizer"
  | "offload"
  | "loraRank"
> & { inFlight: number };

/** Parameters on one rank of the first pipeline stage, which holds the embedding and the most activations. */
export function stageParameters(model: Model, shard: Shard, pipeline: number): number {
  const ends = embeddingParameters(model, shard) + headParameters(model, shard);
  const layers = parameterCount(model, shard) - ends;
  return layers / pipeline + (pipeline === 1 ? ends : embeddingParameters(model, shard));
}

/** Of a stage's `parameters`, those that are trained: adapters alone, or all. */
export function trainedParameters(
  job: Pick<TrainingJob, "model" | "degrees" | "sequenceParallel" | "loraRank">,
  parameters: number,
): number {
  return job.loraRank === undefined ? parameters : adapterParameters(job, job.loraRank);
}

/** Memory of a rank of the first stage. */
export function trainingMemory(input: TrainingMemoryInput): TrainingMemory {
  const { model, degrees, zero } = input;
  const parameters = stageParameters(model, shardOf(input), degrees.pipeline);
  const trained = trainedParameters(input, parameters);
  const shared = (from: Zero) => (zero >= from ? shardRanksOf(input) : 1);
  const layers = (model.stack?.layers ?? 0) / degrees.pipeline;
  const kept = layerActivationBytes(input, input.recompute);
  const working = input.recompute === "full" ? layerActivationBytes(input, "none") : 0;
  // Gathered weights of the layer at work and of the next one, and gradients of one, where ranks hold shards.
  const gathered = zero === 3 ? (3 * 2 * parameters) / Math.max(1, layers) : 0;
  return {
    weights: (2 * parameters) / shared(3) + (trained < parameters ? 2 * trained : 0) + gathered,
    gradients: (4 * trained) / shared(2),
    optimizer: input.offload ? 0 : (optimizers[input.optimizer].stateBytes * trained) / shared(1),
    activations: layers * kept * input.inFlight + working,
  };
}

/** Activations of one layer and micro-batch on one rank, bytes. */
export function layerActivationBytes(
  input: Pick<
    TrainingMemoryInput,
    "model" | "degrees" | "sequenceLength" | "microBatch" | "sequenceParallel"
  >,
  recompute: Recompute,
): number {
  const { stack } = input.model;
  if (stack === undefined) return 0;
  const { tensor: t, context = 1 } = input.degrees;
  const s = input.sequenceLength;
  const sbh = (s / context) * input.microBatch * stack.hidden;
  if (recompute === "full") return (2 * sbh) / (input.sequenceParallel ? t : 1);
  const linear = input.sequenceParallel ? 34 / t : 10 + 24 / t;
  const scores = recompute === "none" ? (5 * stack.heads * s) / (stack.hidden * t) : 0;
  return sbh * (linear + scores);
}

/** Bytes of all parts together. */
export function totalBytes(memory: TrainingMemory): number {
  return memory.weights + memory.gradients + memory.optimizer + memory.activations;
}
