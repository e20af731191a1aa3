/**
 * Operators of the feed-forward part of a layer on one rank, dense or mixture of experts.
 *
 * Experts: T tokens choose k of N experts each. Choices are taken as even and independent, so that an expert is chosen by
 * some token with probability 1 - (1 - k/N)^T and N (1 - (1 - k/N)^T) distinct experts are touched: only their weights are
 * read. Each gets an equal share of the T k choices. Left out: imbalance between experts, which the workload adds.
 */
import { type LayerWork, newTokens } from "./layer-work.ts";
import { normOperator, residualOperator } from "./norm-operators.ts";
import type { Operator } from "./operator.ts";
import { expertTensorRanks, ffnPerRank, type Shard } from "./shard.ts";
import type { Experts, TransformerStack } from "./transformer-stack.ts";

/** `count` equal feed-forward networks of inner width `columns`, each on `tokens` tokens. */
function feedForward(
  stack: TransformerStack,
  prefix: string,
  size: { tokens: number; columns: number; count: number },
): Operator[] {
  const { tokens, columns, count } = size;
  const { hidden, gated } = stack;
  const inner = gated ? 2 * columns : columns;
  const matmul = { kind: "matmul", m: tokens, count, weights: true } as const;
  return [
    { ...matmul, name: `${prefix}${gated ? "gate-up" : "up"} projection`, k: hidden, n: inner },
    {
      kind: "vector",
      name: `${prefix}activation`,
      elements: tokens * columns * count,
      // SiLU and the product with the gate, or GELU.
      flopsPerElement: gated ? 6 : 8,
      transfersPerElement: gated ? 3 : 2,
    },
    { ...matmul, name: `${prefix}down projection`, k: columns, n: hidden },
  ];
}

/** Norm, dense feed-forward network and residual of one layer. */
export function denseFeedForwardOperators(
  stack: TransformerStack,
  work: LayerWork,
  shard: Shard,
): Operator[] {
  const tokens = newTokens(work);
  const columns = ffnPerRank(stack.ffn, shard.tensor, shard);
  return [
    normOperator("feed-forward norm", stack, tokens, shard),
    ...feedForward(stack, "", { tokens, columns, count: 1 }),
    residualOperator("feed-forward residual", stack, tokens, shard),
  ];
}

/**
 * Expected number of the `held` experts that `tokens` tokens touch: with 8 experts, 2 active, one token touches 2, two
 * tokens 8 (1 - (6/8)^2) = 3.5.
 */
export function distinctExperts(experts: Experts, tokens: number, held = experts.count): number {
  return held * (1 - (1 - experts.active / experts.count) ** tokens);
}

/** Norm, router, routed and shared experts and residual of one layer. */
export function expertFeedForwardOperators(
  stack: TransformerStack,
  experts: Experts,
  work: LayerWork,
  shard: Shard,
): Operator[] {
  const tokens = newTokens(work);
  const held = experts.count / shard.expert;
  const pooledTokens = tokens * (shard.expertBatches ?? shard.expert);
  const choices = (pooledTokens * experts.active) / shard.expert;
  const touched = shard.streamAllExperts ? held : distinctExperts(experts, pooledTokens, held);
  const columns = ffnPerRank(experts.ffn, expertTensorRanks(shard), shard);
  const sharedColumns = ffnPerRank(experts.shared * experts.ffn, shard.tensor, shard);
  return [
    normOperator("feed-forward norm", stack, tokens, shard),
    {
      kind: "matmul",
      name: "router",
      m: tokens,
      k: stack.hidden,
      n: experts.count,
      count: 1,
      weights: true,
    },
    {
      kind: "vector",
      name: "router softmax",
      elements: tokens * experts.count,
      flopsPerElement: 5,
      transfersPerElement: 2,
    },
    ...feedForward(stack, "expert ", { tokens: choices / touched, columns, count: touched }),
    {
      kind: "vector",
      name: "expert weighted sum",
      elements: choices * stack.hidden,
      flopsPerElement: 2,
      transfersPerElement: 2,
    },
    ...(experts.shared > 0
      ? feedForward(stack, "shared expert ", { tokens, columns: sharedColumns, count: 1 })
      : []),
    residualOperator("feed-forward residual", stack, tokens, shard),
  ];
}
