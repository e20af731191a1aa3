/**
 * The collectives that a pass of a stage waits for: those of its operator groups among tensor and expert ranks, and what
 * context-parallel ranks show each other: keys and values round a ring, c - 1 times, each hop beside the attention on the
 * block before, or four all-to-alls a layer that turn sequence shards into head shards.
 */
import type { OperatorGroup } from "../../models/operator-group.ts";
import { kvHeadsPerRank } from "../../models/shard.ts";
import type { CollectiveOperation } from "../../network/collectives/collective-plan.ts";
import { Placement } from "./placement.ts";
import { elementBytes, shardOf, type TrainingJob } from "./training-job.ts";

/** Ranks among which a pass exchanges. */
export type PassAxis = "tensor" | "expert" | "context";

/** Collectives of one size in a row. */
export interface PassExchange {
  axis: PassAxis;
  operation: CollectiveOperation;
  /** Of each. */
  bytes: number;
  times: number;
}

/** Collectives of `groups` among tensor and expert ranks; `activationBytes` is the size of an element. */
export function operatorExchanges(
  job: TrainingJob,
  groups: readonly OperatorGroup[],
  activationBytes: number,
): PassExchange[] {
  return groups.flatMap(({ repeat, exchanges }) =>
    exchanges.map(({ kind, group, elements }): PassExchange => {
      const isExpert = group === "expert";
      const load = isExpert ? (job.expertLoad ?? 1) : 1;
      return {
        axis: isExpert ? "expert" : "tensor",
        operation: kind,
        bytes: elements * activationBytes * load,
        times: repeat,
      };
    }),
  );
}

/** Layers of `groups` that attend. */
export function attendingLayers(groups: readonly OperatorGroup[]): number {
  return groups.reduce(
    (sum, { repeat, operators }) => sum + (operators.some(({ kind }) => kind === "attention") ? repeat : 0),
    0,
  );
}

/** What context ranks pass on; `blocks` counts the tensors: keys and values, or their gradients too. */
export function contextExchange(
  job: TrainingJob,
  groups: readonly OperatorGroup[],
  blocks: number,
): PassExchange | undefined {
  const { degrees, model, microBatch, sequenceLength } = job;
  const { context = 1, tensor } = degrees;
  const { stack } = model;
  const layers = attendingLayers(groups);
  if (context === 1 || stack === undefined || blocks === 0 || layers === 0) return undefined;
  const tokens = (sequenceLength / context) * microBatch;
  if (job.contextExchange === "all-to-all") {
    const bytes = (elementBytes(job) * tokens * stack.heads * stack.headDim) / tensor;
    return { axis: "context", operation: "all-to-all", bytes, times: layers * 2 * blocks };
  }
  const bytes = elementBytes(job) * blocks * tokens * kvHeadsPerRank(stack, shardOf(job)) * stack.headDim;
  return { axis: "context", operation: "permute", bytes, times: layers * (context - 1) };
}

/** All groups of `axis` in one stage, which exchange at the same time. */
export function axisGroups(job: TrainingJob, axis: PassAxis, stage = 0): number[][] {
  const { tensor, data, pipeline, context = 1, expert = 1 } = job.degrees;
  const placement = new Placement({ tensor, context, data, pipeline }, job.placement);
  return axis === "expert"
    ? placement.stageGroups("data", expert, stage)
    : placement.stageGroups(axis, undefined, stage);
}
