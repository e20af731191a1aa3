/** The casts of a low-precision recipe (`low-precision.ts`) as operators of a pass. */
import type { Matmul, Operator, VectorWork } from "../../../models/operators/operator.ts";
import { isAdapter } from "./adapters.ts";
import type { LowPrecisionRecipe } from "./low-precision.ts";

/** Bytes of what is cast, and of an element in the units of operators. */
const wideBytes = 2;
/** A factor and the rounding. */
const castFlops = 2;

/** Casting `elements` elements into both layouts. */
function cast(name: string, elements: number, { scaling, bytes }: LowPrecisionRecipe): VectorWork {
  const reads = scaling === "current" ? 2 : 1;
  return {
    kind: "vector",
    name: `cast of ${name}`,
    elements,
    flopsPerElement: castFlops,
    transfersPerElement: reads + (2 * bytes) / wideBytes,
  };
}

const linear = (operators: readonly Operator[]): Matmul[] =>
  operators.filter((op): op is Matmul => op.kind === "matmul" && op.weights && !isAdapter(op));

/** Casts before the matmuls of a forward pass: of their inputs, and of the weights once in `microBatches` passes. */
export function forwardCasts(
  operators: readonly Operator[],
  recipe: LowPrecisionRecipe | undefined,
  microBatches: number,
): Operator[] {
  if (recipe === undefined) return [];
  return linear(operators).flatMap(({ name, m, k, n, count }) => [
    cast(`the input of ${name}`, m * k * count, recipe),
    ...(recipe.narrowWeights ? [] : [cast(`the weights of ${name}`, (k * n * count) / microBatches, recipe)]),
  ]);
}

/** Casts of the gradients that come into the matmuls of a backward pass. */
export function backwardCasts(
  operators: readonly Operator[],
  recipe: LowPrecisionRecipe | undefined,
): Operator[] {
  if (recipe === undefined) return [];
  return linear(operators).map(({ name, m, n, count }) =>
    cast(`the gradient of ${name}`, m * n * count, recipe),
  );
}
