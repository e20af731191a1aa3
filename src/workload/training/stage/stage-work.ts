/**
 * The work of one pipeline stage on one micro-batch: forward, what is recomputed, and backward with the gradients of the
 * weights apart, as operator groups. The first stage has the embedding, the last one the head and the loss.
 *
 * Context-parallel ranks have 1/c of each sequence's tokens, in two slices from both ends so that causal work is even: c
 * squares of 1/c of the tokens, as far as attention goes. The busiest expert rank has `expertLoad` times the mean tokens.
 */
import { backwardOperators } from "../../../models/operators/backward-operators.ts";
import { type Operator, operatorFlops } from "../../../models/operators/operator.ts";
import type { OperatorGroup } from "../../../models/operators/operator-group.ts";
import { isAdapter, withAdapters } from "../job/adapters.ts";
import { backwardCasts, forwardCasts } from "../job/casts.ts";
import { forwardPass } from "../job/forward-pass.ts";
import { layerShare } from "../job/stage-layers.ts";
import { storesScores, type TrainingJob } from "../job/training-job.ts";

/** Operator groups of one stage and micro-batch on one rank. */
export interface StageWork {
  forward: OperatorGroup[];
  recompute: OperatorGroup[];
  /** Gradients of inputs and weights together, in the order of the groups, last first within each. */
  backward: OperatorGroup[];
  inputGradient: OperatorGroup[];
  weightGradient: OperatorGroup[];
  /** FLOPs of matmuls and attention of a mean rank: what the model needs, and what is done again. */
  modelFlops: number;
  recomputedFlops: number;
  /** Those of the teacher, where there is one. */
  teacherFlops?: number;
}

/** The work of stage `stage` of `job`. */
export function stageWork(job: TrainingJob, stage: number): StageWork {
  const { pipeline, context = 1 } = job.degrees;
  const share = layerShare(job, stage);
  const forward = forwardPass(job).flatMap((group) => {
    const own = {
      ...group,
      operators: group.operators.map((op) => loaded(op, context, job.expertLoad ?? 1)),
    };
    if (group.stage === "every") {
      const trained = job.loraRank === undefined ? own : withAdapters(own, job.loraRank);
      return [{ ...trained, repeat: group.repeat * share }];
    }
    return stage === (group.stage === "first" ? 0 : pipeline - 1) ? [own] : [];
  });
  const storedScores = storesScores(job);
  const gradients = forward.map((group) => {
    const { inputGradient, weightGradient } = backwardOperators(group.operators, { storedScores });
    const trained = job.loraRank === undefined ? weightGradient : weightGradient.filter(isAdapter);
    return { group, inputGradient, weightGradient: trained };
  });
  const { recipe } = job;
  const inLayers = ({ stage: where }: OperatorGroup) => (where === "every" ? recipe : undefined);
  const castBack = (group: OperatorGroup) => backwardCasts(group.operators, inLayers(group));
  const withCasts = forward.map((group) => {
    const casts = forwardCasts(group.operators, inLayers(group), job.degrees.microBatches);
    return { ...group, operators: [...casts, ...group.operators] };
  });
  const backward = gradients.map(({ group, inputGradient, weightGradient }) => ({
    ...group,
    operators: [...castBack(group), ...inputGradient, ...weightGradient],
  }));
  const recompute = recomputed(withCasts, job);
  // FLOPs are counted over all ranks, of which only the busiest has that load.
  const even = (job.expertLoad ?? 1) > 1 ? stageWork({ ...job, expertLoad: 1 }, stage) : undefined;
  return {
    forward: withCasts,
    recompute,
    backward,
    inputGradient: gradients.map(({ group, inputGradient }) => ({
      ...group,
      operators: [...castBack(group), ...inputGradient],
    })),
    weightGradient: gradients.map(({ group, weightGradient }) => ({
      ...group,
      operators: weightGradient,
      exchanges: [],
    })),
    modelFlops: even ? even.modelFlops : flopsOf(forward) + flopsOf(backward),
    recomputedFlops: even ? even.recomputedFlops : flopsOf(recompute),
  };
}

function recomputed(
  forward: readonly OperatorGroup[],
  { recompute, recomputeShare = 1 }: TrainingJob,
): OperatorGroup[] {
  return forward.flatMap((group): OperatorGroup[] => {
    if (group.stage !== "every" || recompute === "none" || recomputeShare === 0) return [];
    const shared = { ...group, repeat: group.repeat * recomputeShare };
    if (recompute === "full") return [shared];
    return [
      { ...shared, operators: group.operators.filter(({ kind }) => kind === "attention"), exchanges: [] },
    ];
  });
}

/** `op` as a context-parallel rank, or the busiest expert rank, runs it. */
function loaded(op: Operator, context: number, expertLoad: number): Operator {
  if (op.kind === "attention") return context === 1 ? op : { ...op, sequences: op.sequences * context };
  if (expertLoad === 1 || !op.name.startsWith("expert ")) return op;
  if (op.kind === "matmul") return { ...op, m: op.m * expertLoad };
  return op.kind === "vector" ? { ...op, elements: op.elements * expertLoad } : op;
}

/** FLOPs of the matmuls and attention of `groups`. */
export function flopsOf(groups: readonly OperatorGroup[]): number {
  const of = (op: Operator) => (op.kind === "vector" ? 0 : operatorFlops(op));
  return groups.reduce(
    (sum, group) => sum + group.repeat * group.operators.reduce((flops, op) => flops + of(op), 0),
    0,
  );
}
