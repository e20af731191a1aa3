/**
 * A question without a scenario file, as a scenario: a model on an instance, a batch, the lengths. Every replica of the
 * cluster serves a full batch that is kept full for three waves of requests. How many replicas there is room for is known
 * once one has been simulated: the first run finds the tensor parallelism, the second fills the cluster.
 */
import type { Record } from "../simulation/simulate.ts";

/** What is asked; everything else is filled in by the scenario's defaults. */
export interface EstimateQuestion {
  /** As a scenario names it: a catalog name, or `{ huggingface, name }`. */
  model: string | object;
  /** As a scenario names it: a catalog name, or a derived instance `{ from, chip }`. */
  instance: string | object;
  /** Instances. */
  count: number;
  /** Requests in each replica's batch. */
  batch: number;
  /** Tokens of a prompt, and of an answer. */
  input: number;
  output: number;
  tensor: "auto" | number;
  /** Storage type of the weights; as the model is stored when absent. */
  weights?: string;
}

/** What an estimate calls the file that it does not have. */
export const estimateFile = "command line";

/** Requests of an estimate, for each place in the batches. */
export const estimateWaves = 3;

/** The question as a scenario with `replicas` replicas under load. */
export function estimateScenario(question: EstimateQuestion, replicas: number) {
  const { model, instance, count, batch, input, output, tensor, weights } = question;
  return {
    name: "estimate",
    cluster: { instance, count },
    model,
    workload: {
      kind: "inference",
      arrivals: { kind: "closed-loop", users: batch * replicas },
      input: { kind: "constant", tokens: input },
      output: { kind: "constant", tokens: output },
      parallelism: { tensor, replicas },
      precision: weights === undefined ? {} : { weights },
      batching: { kind: "continuous", maxBatch: batch },
      requests: batch * replicas * estimateWaves,
    },
  };
}

/** An estimate: the scenario that was simulated at last, and its run. */
export interface Estimate<Run> {
  written: ReturnType<typeof estimateScenario>;
  run: Run;
}

/** Answers the question with `simulate`, which runs a scenario as a file would write it. */
export function estimateWith<Run extends { record: Record }>(
  question: EstimateQuestion,
  simulate: (written: object) => Run,
): Estimate<Run> {
  const one = estimateScenario(question, 1);
  const first = simulate(one);
  const { result, cluster } = first.record;
  const ranks = Number(result?.chosen.tensor ?? cluster.ranks);
  const replicas = Math.max(1, Math.floor(cluster.ranks / ranks));
  if (result === undefined || replicas === 1) return { written: one, run: first };
  const written = estimateScenario(question, replicas);
  return { written, run: simulate(written) };
}
