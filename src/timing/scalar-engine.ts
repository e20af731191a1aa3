/**
 * ScalarE, the engine of a NeuronCore that computes functions of one element: exponentials of softmax, sigmoid and GELU of
 * activations. It takes one element a lane and cycle, whatever the function, beside TensorE and VectorE; an operator takes the
 * time of its slowest engine. A NeuronCore-v2 does 128 x 1.4 GHz = 179.2 elements/ns, so that the scores of one head over
 * 4,096 tokens take 93.6 us of it, as long as their matmuls take of TensorE (the fastest kernel published needs 293 us).
 */
import type { RankDevice } from "../hardware/chip.ts";
import { meanHeadDim, type Operator, operatorFlops } from "../models/operators/operator.ts";

/** Time `op` needs of the ScalarE of its rank, ns; 0 where there is none, or its lanes are not told. */
export function scalarNs(op: Operator, { chip, cores }: RankDevice): number {
  const { lanes, clockPerNs } = chip.scalar ?? {};
  if (lanes === undefined || clockPerNs === undefined) return 0;
  return functionsOf(op) / (lanes * clockPerNs * cores);
}

/** Elements of `op` that a function is computed of; of attention, the scores that are not masked. */
function functionsOf(op: Operator): number {
  if (op.kind === "attention") return operatorFlops(op) / (2 * (op.products ?? 2) * meanHeadDim(op));
  return op.kind === "vector" && /activation|softmax|cross-entropy/.test(op.name) ? op.elements : 0;
}
