/** Every operator that models of a list run in serving, by the names that scenarios give their kernels. */
import { forwardOperators, type Phase } from "../models/forward-operators.ts";
import type { Model } from "../models/model.ts";
import type { Operator } from "../models/operator.ts";
import { operatorName } from "./operator-name.ts";

/** An operator, and the engine of a NeuronCore that its work is counted for. */
export interface ListedOperator {
  name: string;
  engine: string;
  /** A model that has it. */
  model: string;
}

const engines: Readonly<Record<Operator["kind"], string>> = {
  matmul: "TensorE",
  attention: "TensorE, VectorE",
  recurrence: "TensorE",
  convolution: "TensorE",
  vector: "VectorE",
  gather: "DMA",
};

/** Operators of one decode step and one prefill of `model`, or of its only phase. */
export function servingOperators(model: Model): Operator[] {
  const phases: Phase[] =
    model.stack === undefined
      ? [{ kind: "item", items: 1 }]
      : model.family === "encoder" || model.family === "vision" || model.family === "dual-encoder"
        ? [{ kind: "forward", sequences: 1, tokens: 128 }]
        : [
            { kind: "prefill", sequences: 1, tokens: 128 },
            { kind: "decode", sequences: 1, contextTokens: 128, sourceTokens: 128 },
          ];
  return phases.flatMap((phase) => forwardOperators(model, phase).flatMap(({ operators }) => [...operators]));
}

/** The operators of `models` by name, each once. */
export function listedOperators(models: readonly Model[]): ListedOperator[] {
  const found = new Map<string, ListedOperator>();
  for (const model of models) {
    for (const op of servingOperators(model)) {
      const name = operatorName(op);
      if (!found.has(name)) found.set(name, { name, engine: engines[op.kind], model: model.name });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
