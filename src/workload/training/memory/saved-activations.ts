/**
 * Activations that the backward pass of a network without a stack needs: the inputs of its matmuls and convolutions, the
 * queries, keys, values and output of attention, the inputs of element-wise work. A flash kernel keeps no scores; without
 * one, the probabilities of every query-key pair are kept too.
 */
import { attendedPairs, meanHeadDim, type Operator } from "../../../models/operators/operator.ts";

/** Bytes that `operators` of a forward pass leave for the backward pass, with or without attention scores. */
export function savedActivationBytes(
  operators: readonly Operator[],
  bytesPerElement: number,
  storedScores: boolean,
): number {
  return bytesPerElement * operators.reduce((sum, op) => sum + savedElements(op, storedScores), 0);
}

function savedElements(op: Operator, storedScores: boolean): number {
  switch (op.kind) {
    case "matmul":
      return op.m * op.k * op.count;
    case "attention": {
      const queries = 2 * op.sequences * op.queryTokens * op.heads * meanHeadDim(op);
      const keysAndValues = 2 * op.sequences * op.contextTokens * op.kvHeads * meanHeadDim(op);
      return queries + keysAndValues + (storedScores ? op.sequences * attendedPairs(op) * op.heads : 0);
    }
    case "recurrence":
      return op.sequences * op.queryTokens * (op.inputElements + op.outputElements);
    case "vector":
      return op.elements;
    case "gather":
      return 0;
    case "convolution":
      return op.images * op.inChannels * op.outHeight * op.outWidth * op.stride ** 2;
  }
}
