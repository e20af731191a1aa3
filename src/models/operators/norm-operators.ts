/**
 * Element-wise work around the matrices of a layer. FLOPs per element count the arithmetic of the textbook formula
 * (RMS norm: square, add, scale, weight; layer norm also subtracts the mean and adds a bias). They matter little: this work is bound by
 * moving elements, which `transfersPerElement` counts.
 */

import type { Shard } from "../shard.ts";
import type { TransformerStack } from "../transformer-stack.ts";
import type { VectorWork } from "./operator.ts";

/** Tokens whose norms and residuals this rank computes: with sequence parallelism its share, else all. */
function ownTokens(tokens: number, shard: Shard): number {
  return shard.sequenceParallel ? tokens / shard.tensor : tokens;
}

/** A norm over the width of the model: read once, written once. */
export function normOperator(
  name: string,
  stack: TransformerStack,
  tokens: number,
  shard: Shard,
): VectorWork {
  return {
    kind: "vector",
    name,
    elements: ownTokens(tokens, shard) * stack.hidden,
    flopsPerElement: stack.norm === "layernorm" ? 7 : 4,
    transfersPerElement: 2,
  };
}

/** Adding a branch to the residual stream: two tensors read, one written. */
export function residualOperator(
  name: string,
  stack: TransformerStack,
  tokens: number,
  shard: Shard,
): VectorWork {
  return {
    kind: "vector",
    name,
    elements: ownTokens(tokens, shard) * stack.hidden,
    flopsPerElement: 1,
    transfersPerElement: 3,
  };
}
