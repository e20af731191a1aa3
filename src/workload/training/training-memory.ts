/**
 * Memory of one rank in training, after Megatron-LM (Korthikanti et al. 2022, "Reducing activation recomputation in large
 * transformer models").
 *
 * State: bf16 weights 2 + fp32 gradients 4 bytes a parameter, and for AdamW fp32 master weights 4 + two moments 8: 18 in
 * all; ZeRO-1 divides the last 12 by the data-parallel ranks.
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
import type { Degrees } from "./degrees.ts";

/** Which activations are computed again in the backward pass instead of being kept. */
export type Recompute = "none" | "selective" | "full";

/** Bytes of optimizer state a parameter, beside weights and gradients. */
export const optimizerBytes = {
  /** fp32 master weights and two moments. */
  adamw: 12,
  /** fp32 master weights and momentum. */
  sgd: 8,
} as const;

/** Names of the optimizers. */
export type Optimizer = keyof typeof optimizerBytes;

/** What a rank of the fullest stage holds, bytes. */
export interface TrainingMemory {
  weights: number;
  gradients: number;
  optimizer: number;
  activations: number;
}

/** What the memory follows from. */
export interface TrainingMemoryInput {
  model: Model;
  shard: Shard;
  degrees: Degrees;
  sequenceLength: number;
  microBatch: number;
  recompute: Recompute;
  sequenceParallel: boolean;
  zero: 0 | 1;
  optimizer: Optimizer;
  /** Micro-batches whose activations the first stage holds. */
  inFlight: number;
}

/** Parameters on one rank of the first pipeline stage, which holds the embedding and the most activations. */
export function stageParameters(model: Model, shard: Shard, pipeline: number): number {
  const ends = embeddingParameters(model, shard) + headParameters(model, shard);
  const layers = parameterCount(model, shard) - ends;
  return layers / pipeline + (pipeline === 1 ? ends : embeddingParameters(model, shard));
}

/** Memory of a rank of the first stage. */
export function trainingMemory(input: TrainingMemoryInput): TrainingMemory {
  const { model, shard, degrees } = input;
  const parameters = stageParameters(model, shard, degrees.pipeline);
  const optimizerShare = input.zero >= 1 ? degrees.data : 1;
  const layers = (model.stack?.layers ?? 0) / degrees.pipeline;
  const kept = layerActivationBytes(input, input.recompute);
  const working = input.recompute === "full" ? layerActivationBytes(input, "none") : 0;
  return {
    weights: 2 * parameters,
    gradients: 4 * parameters,
    optimizer: (optimizerBytes[input.optimizer] * parameters) / optimizerShare,
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
  const { tensor: t } = input.degrees;
  const s = input.sequenceLength;
  const sbh = s * input.microBatch * stack.hidden;
  if (recompute === "full") return (2 * sbh) / (input.sequenceParallel ? t : 1);
  const linear = input.sequenceParallel ? 34 / t : 10 + 24 / t;
  const scores = recompute === "none" ? (5 * stack.heads * s) / (stack.hidden * t) : 0;
  return sbh * (linear + scores);
}

/** Bytes of all parts together. */
export function totalBytes(memory: TrainingMemory): number {
  return memory.weights + memory.gradients + memory.optimizer + memory.activations;
}
