/** The forward pass of one micro-batch on one rank, before a pipeline or context ranks divide it. */
import { forwardOperators } from "../../../models/operators/forward-operators.ts";
import type { OperatorGroup } from "../../../models/operators/operator-group.ts";
import { shardOf, type TrainingJob } from "./training-job.ts";

type ForwardJob = Pick<
  TrainingJob,
  "model" | "microBatch" | "sequenceLength" | "logitTokens" | "imageSize" | "degrees" | "sequenceParallel"
>;

/** Operators of the forward pass of `job`; a network that denoises is trained on one noise level an image, one pass. */
export function forwardPass(job: ForwardJob): OperatorGroup[] {
  const { model, microBatch, imageSize, sequenceLength, logitTokens, degrees } = job;
  if (model.item !== undefined) {
    const groups = forwardOperators(model, { kind: "item", items: microBatch, imageSize }, shardOf(job));
    return groups.map((group) => ({ ...group, repeat: group.repeat / (model.item?.passes ?? 1) }));
  }
  const { context = 1 } = degrees;
  return forwardOperators(
    model,
    {
      kind: "forward",
      sequences: microBatch,
      tokens: sequenceLength / context,
      logitTokens: logitTokens === undefined ? undefined : logitTokens / context,
    },
    shardOf(job),
  );
}
