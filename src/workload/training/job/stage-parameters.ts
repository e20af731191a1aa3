/** Parameters on one rank of a pipeline stage: its layers, the embedding on the first stage, the head on the last. */
import { embeddingParameters, headParameters, parameterCount } from "../../../models/parameters.ts";
import { adapterParameters } from "./adapters.ts";
import { layerShare } from "./stage-layers.ts";
import { expertShardRanksOf, shardOf, shardRanksOf, type TrainingJob } from "./training-job.ts";

type StagedJob = Pick<TrainingJob, "model" | "degrees" | "sequenceParallel" | "loraRank" | "stageLayers">;

/**
 * Parameters at position `stage` of the pipeline. Where embedding and head are one matrix, both ends hold it. What stands
 * beside a network of items (the text encoder and VAE beside a U-Net) is run once for all and not held in training.
 */
export function stageParameters(job: StagedJob, stage: number): number {
  const { model, degrees } = job;
  const shard = shardOf(job);
  const embedding = embeddingParameters(model, shard);
  const head = headParameters(model, shard);
  const last = degrees.pipeline - 1;
  const ownHead = model.tiedEmbeddings && last > 0 ? embedding : head;
  return layerParametersAt(job, stage) + (stage === 0 ? embedding : 0) + (stage === last ? ownHead : 0);
}

/** Of the parameters at position `stage`, those of layers: without embedding and head. */
export function layerParametersAt(job: StagedJob, stage: number): number {
  const { model } = job;
  const shard = shardOf(job);
  const beside = model.item ? model.otherParameters : 0;
  const ends = embeddingParameters(model, shard) + headParameters(model, shard) + beside;
  return (parameterCount(model, shard) - ends) * layerShare(job, stage);
}

/** Of the parameters at position `stage`, those that are trained: adapters alone, or all. */
export function trainedParameters(job: StagedJob, stage: number): number {
  return job.loraRank === undefined
    ? stageParameters(job, stage)
    : adapterParameters(job, job.loraRank, stage);
}

/**
 * Of `parameters` on a rank, `experts` of them of experts, the part that is its own under ZeRO. Experts are divided over the
 * ranks that hold the same ones, fewer than those that share the rest.
 */
export function ownParameters(
  job: Pick<TrainingJob, "degrees" | "shardRanks">,
  parameters: number,
  experts: number,
): number {
  const ofExperts = Math.min(parameters, experts);
  return (parameters - ofExperts) / shardRanksOf(job) + ofExperts / expertShardRanksOf(job);
}

/** Of the parameters at position `stage`, those of experts that expert ranks divide: E ranks hold a part 1/E of them each. */
export function expertParameters(job: StagedJob, stage: number): number {
  const shard = shardOf(job);
  if (shard.expert < 2) return 0;
  const whole = parameterCount(job.model, { ...shard, expert: 1 });
  const each = (whole - parameterCount(job.model, shard)) / (shard.expert - 1);
  return each * layerShare(job, stage);
}
