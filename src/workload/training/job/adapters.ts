/**
 * Low-rank adapters (LoRA, Hu et al. 2021): beside each weight matrix of k x n, two of k x r and r x n that alone are
 * trained; matrices that software fuses (query, key and value) count as one. The frozen weights need no gradients, no optimizer state and no exchange; their input gradients remain.
 */
import type { Matmul, Operator } from "../../../models/operators/operator.ts";
import type { OperatorGroup } from "../../../models/operators/operator-group.ts";
import { adapterParametersOfRankOne } from "../../../models/parameters.ts";
import { layerShare } from "./stage-layers.ts";
import { shardOf, type TrainingJob } from "./training-job.ts";

const prefix = "adapter ";

/** Whether an operator, or its gradient, is an adapter's. */
export function isAdapter({ name }: Operator): boolean {
  return name.startsWith(prefix);
}

/** `group` with adapters of rank `rank` beside the weight matrices of its layers. */
export function withAdapters(group: OperatorGroup, rank: number): OperatorGroup {
  if (group.stage !== "every") return group;
  const operators = group.operators.flatMap((op): Operator[] => {
    if (op.kind !== "matmul" || !op.weights) return [op];
    const down: Matmul = { ...op, name: `${prefix}down of ${op.name}`, n: rank };
    const up: Matmul = { ...op, name: `${prefix}up of ${op.name}`, k: rank };
    return [op, down, up];
  });
  return { ...group, operators };
}

/** Parameters of the adapters on one rank of stage `stage`. */
export function adapterParameters(
  job: Pick<TrainingJob, "model" | "degrees" | "sequenceParallel" | "stageLayers">,
  rank: number,
  stage: number,
): number {
  const stacks = [job.model.stack, job.model.encoder].filter((stack) => stack !== undefined);
  const ofRankOne = stacks.reduce((sum, stack) => sum + adapterParametersOfRankOne(stack, shardOf(job)), 0);
  return rank * ofRankOne * layerShare(job, stage);
}
