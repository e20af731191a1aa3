/**
 * The work of one pipeline stage on one micro-batch: forward, and backward with whatever is recomputed, as operator
 * groups. The first stage has the embedding, the last one the head and the loss.
 */
import { backwardOperators } from "../../models/backward-operators.ts";
import { forwardOperators } from "../../models/forward-operators.ts";
import type { Model } from "../../models/model.ts";
import { operatorFlops } from "../../models/operator.ts";
import type { OperatorGroup } from "../../models/operator-group.ts";
import type { Shard } from "../../models/shard.ts";
import type { Recompute } from "./training-memory.ts";

/** Operator groups of one stage and micro-batch on one rank. */
export interface StageWork {
  forward: OperatorGroup[];
  backward: OperatorGroup[];
  /** FLOPs of matmuls and attention: what the model needs, and what is done again. */
  modelFlops: number;
  recomputedFlops: number;
}

/** The work of stage `stage` of `stages`. */
export function stageWork(
  model: Model,
  shard: Shard,
  batch: {
    microBatch: number;
    sequenceLength: number;
    recompute: Recompute;
    logitTokens?: number;
    /** Attention keeps its score matrix for the backward pass (no fused kernel). */
    storedScores?: boolean;
  },
  position: { stage: number; stages: number },
): StageWork {
  const { stage, stages } = position;
  const groups = forwardOperators(
    model,
    {
      kind: "forward",
      sequences: batch.microBatch,
      tokens: batch.sequenceLength,
      logitTokens: batch.logitTokens,
    },
    shard,
  );
  const forward = groups.flatMap((group) => {
    if (group.stage === "every") return [{ ...group, repeat: group.repeat / stages }];
    return stage === (group.stage === "first" ? 0 : stages - 1) ? [group] : [];
  });
  const backward = forward.map((group) => {
    const { inputGradient, weightGradient } = backwardOperators(group.operators, {
      storedScores: batch.storedScores,
    });
    return { ...group, operators: [...inputGradient, ...weightGradient] };
  });
  const recomputed = forward.flatMap((group): OperatorGroup[] => {
    if (group.stage !== "every") return [];
    if (batch.recompute === "full") return [group];
    if (batch.recompute === "none") return [];
    return [
      { ...group, operators: group.operators.filter(({ kind }) => kind === "attention"), exchanges: [] },
    ];
  });
  const recomputedFlops = flopsOf(recomputed);
  return {
    forward,
    backward: [...recomputed, ...backward],
    modelFlops: flopsOf(forward) + flopsOf(backward),
    recomputedFlops,
  };
}

function flopsOf(groups: readonly OperatorGroup[]): number {
  return groups.reduce(
    (sum, group) =>
      sum +
      group.repeat *
        group.operators.reduce((flops, op) => flops + (op.kind === "vector" ? 0 : operatorFlops(op)), 0),
    0,
  );
}
