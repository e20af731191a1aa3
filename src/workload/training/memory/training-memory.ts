/**
 * Memory of one rank in training, after Megatron-LM (Korthikanti et al. 2022, "Reducing activation recomputation in large
 * transformer models").
 *
 * State: bf16 weights 2 + fp32 gradients 4 bytes a parameter, and for AdamW fp32 master weights 4 + two moments 8: 18 in
 * all; ZeRO-1 divides the last 12 by the data-parallel ranks, ZeRO-2 the gradients too, ZeRO-3 (FSDP) all 18.
 * Matmuls in 8 bits keep narrow weights beside or in place of these, as their recipe says (`low-precision.ts`).
 * Training in fp32 needs no master weights, 16 bytes a parameter, and twice the activations below.
 *
 * Activations of one layer and micro-batch are the sum over its parts. For multi-head attention and a plain feed-forward part
 * of four times the width, with s tokens, b sequences, h hidden, a heads, t tensor ranks, that is:
 *
 *     s b h (10 + 24/t + 5 a s / (h t))       without sequence parallelism
 *     s b h (34/t + 5 a s / (h t))            with it
 *     selective recompute drops the 5 a s / (h t) of the attention scores, and so do flash kernels, which never store them;
 *     stacks that have those train without dropout, as is usual since, and keep no masks: 2 s b h less
 *     full recompute keeps 2 s b h (the layer's input; 2 s b h / t with sequence parallelism) and one layer at a time
 *
 * The last stage of a language model of v words keeps the logits of one micro-batch in 32 bits for the loss: 4 s b v / t.
 */

import { savedElements } from "../../../models/layer-kinds.ts";
import type { Model } from "../../../models/model.ts";
import type { SoftwareProfile } from "../../../timing/software-profile.ts";
import { eachStage } from "../job/each-stage.ts";
import { forwardPass } from "../job/forward-pass.ts";
import { layerWeightBytes } from "../job/low-precision.ts";
import { optimizers } from "../job/optimizers.ts";
import { layersOf, positionsOf } from "../job/stage-layers.ts";
import {
  expertParameters,
  layerParametersAt,
  ownParameters,
  stageParameters,
  trainedParameters,
} from "../job/stage-parameters.ts";
import {
  elementBytes,
  type Recompute,
  shardOf,
  shardRanksOf,
  storesScores,
  type TrainingJob,
  type Zero,
} from "../job/training-job.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { savedActivationBytes } from "./saved-activations.ts";

/** What a rank of a stage holds, bytes. */
export interface TrainingMemory {
  weights: number;
  gradients: number;
  optimizer: number;
  activations: number;
  /** Logits of the micro-batch whose loss is at hand; absent where the stage has none. */
  logits?: number;
  /** Weights of a teacher; absent where there is none. */
  teacher?: number;
}

/** What the memory follows from. */
export type TrainingMemoryInput = Pick<
  TrainingJob,
  | "model"
  | "degrees"
  | "stageLayers"
  | "sequenceLength"
  | "imageSize"
  | "microBatch"
  | "recompute"
  | "recomputeShare"
  | "sequenceParallel"
  | "recipe"
  | "zero"
  | "shardRanks"
  | "optimizer"
  | "offload"
  | "loraRank"
  | "teacher"
> &
  Partial<Pick<TrainingJob, "precision">> & { profile?: SoftwareProfile | undefined };

/** Memory of a rank of each stage. */
export function stageMemories(
  job: TrainingMemoryInput,
  schedule: Pick<Schedule, "inFlight" | "bidirectional">,
): TrainingMemory[] {
  const { pipeline: stages, microBatches } = job.degrees;
  const ofOne = eachStage(job, schedule, (stage) => memoryHolding(job, schedule, stage));
  return ofOne.map((holding, stage) => holding(schedule.inFlight(stage, { stages, microBatches })));
}

/** Memory of a rank of the stage that needs most. */
export function trainingMemory(
  job: TrainingMemoryInput,
  schedule: Pick<Schedule, "inFlight" | "bidirectional">,
): TrainingMemory {
  return fullestOf(stageMemories(job, schedule));
}

/** Of the memories of stages the one that needs most. */
export function fullestOf(stages: readonly TrainingMemory[]): TrainingMemory {
  return stages.reduce((most, each) => (totalBytes(each) > totalBytes(most) ? each : most));
}

/** Memory of a rank of stage `stage`, by how many micro-batches it holds the activations of. */
function memoryHolding(
  job: TrainingMemoryInput,
  { bidirectional }: Pick<Schedule, "bidirectional">,
  stage: number,
): (microBatches: number) => TrainingMemory {
  const { degrees, zero, recompute, optimizer, offload } = job;
  const positions = positionsOf(stage, degrees.pipeline, bidirectional);
  const sum = (of: (position: number) => number) => positions.reduce((all, each) => all + of(each), 0);
  const parameters = sum((position) => stageParameters(job, position));
  const trained = sum((position) => trainedParameters(job, position));
  const experts = sum((position) => expertParameters(job, position));
  const layers = sum((position) => layersOf(job, position));
  const divided = (count: number, from: Zero) => (zero >= from ? ownParameters(job, count, experts) : count);
  const { recomputeShare = 1 } = job;
  const kept =
    recomputeShare * layerActivationBytes(job, recompute) +
    (1 - recomputeShare) * layerActivationBytes(job, "none");
  const working = recompute === "full" ? layerActivationBytes(job, "none") : 0;
  const each = elementBytes(job);
  const own = { weights: divided(parameters, 3), gradients: divided(trained, 2) };
  const passing = passingBytes(job, { parameters, trained, own, layers });
  const ofLayers = sum((position) => layerParametersAt(job, position));
  const { kept: layerBytes, copies } = layerWeightBytes(job.recipe, each);
  const keptBytes = each * (parameters - ofLayers) + layerBytes * ofLayers;
  const weights =
    offload === "parameters"
      ? 0
      : (keptBytes / Math.max(1, parameters)) * divided(parameters, 3) +
        copies * (zero === 3 ? Math.min(ofLayers, (2 * ofLayers) / Math.max(1, layers)) : ofLayers);
  // Weights in 32 bits are their own master copy.
  const logits = positions.includes(degrees.pipeline - 1) ? logitsBytes(job) : 0;
  const stateBytes = optimizers[optimizer].stateBytes - (each === 4 ? 4 : 0);
  return (held) => ({
    weights: weights + (trained < parameters ? each * trained : 0) + passing,
    gradients: 4 * divided(trained, 2),
    optimizer: offload ? 0 : stateBytes * divided(trained, 1),
    activations: layers * kept * held + working,
    ...(logits > 0 && { logits }),
    ...(job.teacher && {
      teacher: teacherBytes(job, job.teacher, positions) / (zero === 3 ? shardRanksOf(job) : 1),
    }),
  });
}

/**
 * What comes and goes with the layer at work: its weights and those of the next one, where the rank holds a part of each
 * alone, and the gradients of one layer until they are summed, where it keeps a part. What it holds itself need not come, so
 * that no stage of ZeRO needs more than the one before.
 */
function passingBytes(
  job: TrainingMemoryInput,
  {
    parameters,
    trained,
    own,
    layers,
  }: { parameters: number; trained: number; own: { weights: number; gradients: number }; layers: number },
): number {
  const each = elementBytes(job);
  const layer = parameters / Math.max(1, layers);
  const foreign = (held: number, all: number) => (all > 0 ? 1 - held / all : 0);
  const gradients = (each * foreign(own.gradients, trained) * trained) / Math.max(1, layers);
  if (job.offload === "parameters") return 3 * each * layer;
  if (job.zero < 3) return gradients;
  return gradients + each * foreign(own.weights, parameters) * Math.min(2 * layer, parameters);
}

/** Weights of a teacher at these positions of the pipeline. */
function teacherBytes(job: TrainingMemoryInput, model: Model, positions: readonly number[]): number {
  const own = { ...job, model, stageLayers: undefined, loraRank: undefined };
  return positions.reduce((sum, position) => sum + elementBytes(job) * stageParameters(own, position), 0);
}

/** Logits of one micro-batch on one rank, in 32 bits whatever the rest is in; none where tokens have none. */
function logitsBytes({ model, degrees, sequenceLength, microBatch }: TrainingMemoryInput): number {
  if (!model.head) return 0;
  const { tensor, context = 1 } = degrees;
  return 4 * (sequenceLength / context) * microBatch * Math.ceil(model.vocabulary / tensor);
}

/** Activations of one layer and micro-batch on one rank, bytes; of the whole pass where the network has no stack. */
export function layerActivationBytes(
  input: Pick<
    TrainingMemoryInput,
    | "model"
    | "degrees"
    | "sequenceLength"
    | "imageSize"
    | "microBatch"
    | "sequenceParallel"
    | "precision"
    | "profile"
  >,
  recompute: Recompute,
): number {
  const { stack } = input.model;
  const keepsScores = recompute === "none" && storesScores(input);
  if (stack === undefined) {
    const operators = forwardPass(input).flatMap(({ operators: each }) => each);
    return savedActivationBytes(operators, elementBytes(input), keepsScores);
  }
  const { tensor: t, context = 1 } = input.degrees;
  const s = input.sequenceLength;
  const perElement = elementBytes(input) * (s / context) * input.microBatch;
  const ranks = input.sequenceParallel ? t : 1;
  if (recompute === "full") return (perElement * stack.hidden) / ranks;
  const { byToken, masks, byPart, scoreHeads } = savedElements(stack, shardOf(input));
  const dropout = storesScores(input) ? masks : 0;
  // Two of two bytes (before and after the softmax) and the mask of its dropout.
  const scores = keepsScores ? 2.5 * scoreHeads * s : 0;
  return perElement * ((byToken + dropout) / ranks + byPart + scores);
}

/** Bytes of all parts together. */
export function totalBytes(memory: TrainingMemory): number {
  const { weights, gradients, optimizer, activations, logits = 0, teacher = 0 } = memory;
  return weights + gradients + optimizer + activations + logits + teacher;
}
