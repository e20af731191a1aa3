/**
 * The backward pass of forward operators, with the gradient of the input apart from the gradient of the weights, because
 * zero-bubble pipeline schedules delay the latter.
 *
 * For y = x W with x of m x k and W of k x n: dx = dy W' and dW = x' dy, each as many FLOPs as forward. Attention has no
 * weights: five products against two forward where the scores are computed anew from queries and keys (FlashAttention,
 * Dao et al. 2022), four where they were stored. Element-wise work reads its input and the gradient and writes a
 * gradient: one transfer more, and about twice the arithmetic. A looked-up table gets its gradient by scattered addition.
 */
import type { Matmul, Operator } from "./operator.ts";

/** Backward work of some operators, each list in the order it runs. */
export interface BackwardOperators {
  /** What the layer before waits for. */
  inputGradient: Operator[];
  /** What only the optimizer waits for. */
  weightGradient: Operator[];
}

function matmulBackward(op: Matmul): BackwardOperators {
  const input: Matmul = { ...op, name: `${op.name} input gradient`, k: op.n, n: op.k };
  const weight: Matmul = { ...op, name: `${op.name} weight gradient`, m: op.k, k: op.m, weights: false };
  return op.weights
    ? { inputGradient: [input], weightGradient: [weight] }
    : { inputGradient: [input, weight], weightGradient: [] };
}

function backward(op: Operator, storedScores: boolean): BackwardOperators {
  switch (op.kind) {
    case "matmul":
      return matmulBackward(op);
    case "attention":
      return {
        inputGradient: [{ ...op, name: `${op.name} gradient`, products: storedScores ? 4 : 5 }],
        weightGradient: [],
      };
    case "recurrence":
      // The states are computed anew chunk by chunk, then gradients of inputs and of the state: three times forward.
      return {
        inputGradient: [{ ...op, name: `${op.name} gradient`, flopsPerToken: 3 * op.flopsPerToken }],
        weightGradient: [],
      };
    case "vector": {
      const gradient = {
        ...op,
        name: `${op.name} gradient`,
        flopsPerElement: 2 * op.flopsPerElement,
        transfersPerElement: op.transfersPerElement + 1,
      };
      return { inputGradient: [gradient], weightGradient: [] };
    }
    case "gather":
      return {
        inputGradient: [],
        weightGradient: [
          {
            kind: "vector",
            name: `${op.name} weight gradient`,
            elements: op.rows * op.width,
            flopsPerElement: 1,
            transfersPerElement: 3,
          },
        ],
      };
    case "convolution":
      return {
        inputGradient: [{ ...op, name: `${op.name} input gradient` }],
        weightGradient: [{ ...op, name: `${op.name} weight gradient` }],
      };
  }
}

/**
 * Backward work of `operators`, last first. `storedScores` says that attention kept its score matrix from the forward
 * pass (no flash kernel): 2x its forward FLOPs instead of 2.5x.
 */
export function backwardOperators(
  operators: readonly Operator[],
  options: { storedScores?: boolean } = {},
): BackwardOperators {
  const parts = [...operators].reverse().map((op) => backward(op, options.storedScores ?? false));
  return {
    inputGradient: parts.flatMap((part) => part.inputGradient),
    weightGradient: parts.flatMap((part) => part.weightGradient),
  };
}
