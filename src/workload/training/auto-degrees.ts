/**
 * Degrees that the scenario leaves open (`auto`): the least model parallelism that fits in memory, tensor ranks before
 * pipeline stages. Tensor groups are powers of two within an instance; stages divide the layers.
 */
import type { TrainingOptions } from "./training-options.ts";

/** What the degrees must suit. */
export interface DegreeLimits {
  ranks: number;
  ranksPerInstance: number;
  layers: number;
}

/** Tensor and pipeline degrees to try, the least ranks first; one choice where nothing is left open. */
export function degreeChoices(
  { tensor, pipeline }: Pick<TrainingOptions["parallelism"], "tensor" | "pipeline">,
  { ranks, ranksPerInstance, layers }: DegreeLimits,
): { tensor: number; pipeline: number }[] {
  const tensors =
    tensor === "auto"
      ? upTo(ranksPerInstance).filter((each) => ranksPerInstance % each === 0 && Math.log2(each) % 1 === 0)
      : [tensor];
  const pipelines = pipeline === "auto" ? upTo(layers).filter((each) => layers % each === 0) : [pipeline];
  const choices = tensors.flatMap((ofTensor) =>
    pipelines.map((ofPipeline) => ({ tensor: ofTensor, pipeline: ofPipeline })),
  );
  const possible = choices.filter((each) => each.tensor * each.pipeline <= ranks);
  return (possible.length > 0 ? possible : choices.slice(0, 1)).sort(
    (a, b) => a.tensor * a.pipeline - b.tensor * b.pipeline || a.pipeline - b.pipeline,
  );
}

function upTo(most: number): number[] {
  return Array.from({ length: most }, (_, index) => index + 1);
}
