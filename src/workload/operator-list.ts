/** Every operator that models of a list run in serving and in training, by the names that scenarios give their kernels. */

import type { Model } from "../models/model.ts";
import { forwardOperators, type Phase } from "../models/operators/forward-operators.ts";
import type { Operator } from "../models/operators/operator.ts";
import type { OperatorGroup } from "../models/operators/operator-group.ts";
import { isGradient, operatorName } from "../timing/operator-name.ts";
import { trainingGroups } from "./training/training-operators.ts";

/** An operator, the engine of a NeuronCore that its work is counted for, and where it runs. */
export interface ListedOperator {
  name: string;
  engine: string;
  pass: "forward" | "backward";
  /** Workloads that run it. */
  workloads: ("inference" | "training")[];
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

/** One prefill of `tokens` tokens and one decode step behind them, or the only phase of `model`. */
export function servingPhases(model: Model, tokens: number): Phase[] {
  if (model.stack === undefined) return [{ kind: "item", items: 1 }];
  if (model.family === "encoder" || model.family === "vision" || model.family === "dual-encoder") {
    return [{ kind: "forward", sequences: 1, tokens }];
  }
  return [
    { kind: "prefill", sequences: 1, tokens },
    { kind: "decode", sequences: 1, contextTokens: tokens, sourceTokens: tokens },
  ];
}

/** Operators of one decode step and one prefill of `model`, or of its only phase. */
export function servingOperators(model: Model): Operator[] {
  return servingPhases(model, 128).flatMap((phase) =>
    forwardOperators(model, phase).flatMap(({ operators }) => [...operators]),
  );
}

/** Tokens of a prompt and of its answer, by which operators of serving are weighed. */
const [promptTokens, answerTokens] = [1024, 256];

/** Operators of a prompt and an answer of `model`, each as often as it runs. */
export function weighedServing(model: Model): OperatorGroup[] {
  return servingPhases(model, Math.min(promptTokens, model.maxTokens)).flatMap((phase) => {
    const times = phase.kind === "decode" ? answerTokens : 1;
    return forwardOperators(model, phase).map((group) => ({ ...group, repeat: group.repeat * times }));
  });
}

/** The operators of `models` by name, each once. */
export function listedOperators(models: readonly Model[]): ListedOperator[] {
  const found = new Map<string, ListedOperator>();
  const add = (op: Operator, workload: ListedOperator["workloads"][number], model: string) => {
    const name = operatorName(op);
    const known = found.get(name);
    if (known === undefined) {
      const pass = isGradient(op) ? "backward" : "forward";
      found.set(name, { name, engine: engines[op.kind], pass, workloads: [workload], model });
    } else if (!known.workloads.includes(workload)) known.workloads.push(workload);
  };
  for (const model of models) for (const op of servingOperators(model)) add(op, "inference", model.name);
  for (const model of models)
    for (const { operators } of trainingGroups(model))
      for (const op of operators) add(op, "training", model.name);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
