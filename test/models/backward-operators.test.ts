import { describe, expect, it } from "vitest";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import { models } from "../../src/models/models.ts";
import { backwardOperators } from "../../src/models/operators/backward-operators.ts";
import { forwardOperators } from "../../src/models/operators/forward-operators.ts";
import { type Operator, totalFlops } from "../../src/models/operators/operator.ts";

const { operators } = forwardOperators(findModel(models, "llama-2-7b") as Model, {
  kind: "forward",
  sequences: 1,
  tokens: 256,
})[1]!;
const only = (kind: Operator["kind"], all: readonly Operator[]) => all.filter((op) => op.kind === kind);

describe("backwardOperators", () => {
  const backward = backwardOperators(operators);

  it("takes the FLOPs of the forward matmuls once for inputs and once for weights", () => {
    const forward = totalFlops(only("matmul", operators));
    expect(totalFlops(only("matmul", backward.inputGradient))).toBe(forward);
    expect(totalFlops(backward.weightGradient)).toBe(forward);
  });

  it("takes 2.5 times the attention forward, or twice where the scores were stored", () => {
    const forward = totalFlops(only("attention", operators));
    expect(totalFlops(only("attention", backward.inputGradient))).toBe(2.5 * forward);
    const stored = backwardOperators(operators, { storedScores: true });
    expect(totalFlops(only("attention", stored.inputGradient))).toBe(2 * forward);
  });

  it("runs last to first", () => {
    expect(backward.inputGradient[0]!.name).toBe(`${operators.at(-1)?.name} gradient`);
    expect(backward.inputGradient.at(-1)?.name).toBe(`${operators[0]?.name} gradient`);
  });

  it("turns a weight gradient into the product of input and output gradient", () => {
    const [gradient] = backwardOperators([
      { kind: "matmul", name: "up", m: 3, k: 5, n: 7, count: 1, weights: true },
    ]).weightGradient;
    expect(gradient).toMatchObject({ m: 5, k: 3, n: 7, weights: false });
  });
});
