/**
 * A question without a scenario file, as a scenario: a model on an instance, a batch, the lengths. Every replica of the
 * cluster serves a full batch that is kept full for three waves of requests. How many replicas there are is known once some
 * have been simulated: the first run finds the tensor parallelism, the second fills the cluster.
 */
import { madeMost } from "../base/quantity.ts";
import type { RunRecord } from "../simulation/run-record.ts";

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
  /** Tensor ranks that whole experts are spread over; 1 when absent. */
  expert?: number;
  /** Storage type of the weights; as the model is stored when absent. */
  weights?: string | undefined;
  /** As a scenario's cluster names it; the scenario's default when absent. */
  pricing?: string | object | undefined;
}

/** What an estimate calls the file that it does not have. */
export const estimateFile = "command line";

/** Requests of an estimate, for each place in the batches. */
export const estimateWaves = 3;

/** More than any cluster of the question holds of the replicas that are chosen among. */
const replicasMost = 1024;

/** The question as a scenario with load for `replicas` replicas. */
export function estimateScenario(question: EstimateQuestion, replicas: number) {
  const { model, instance, count, batch, input, output, tensor, expert = 1, weights, pricing } = question;
  return {
    name: "estimate",
    cluster: { instance, count, ...(pricing !== undefined && { pricing }) },
    model,
    workload: {
      kind: "inference",
      arrivals: { kind: "closed-loop", users: batch * replicas },
      input: { kind: "constant", tokens: input },
      output: { kind: "constant", tokens: output },
      parallelism: { tensor, replicas: "auto", ...(expert === 1 ? {} : { expert }) },
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
export function estimateWith<Run extends { record: RunRecord }>(
  question: EstimateQuestion,
  simulate: (written: object) => Run,
): Estimate<Run> {
  const fed = Math.max(1, Math.min(replicasMost, Math.floor(madeMost / question.batch)));
  const probe = estimateScenario(question, fed);
  const first = simulate({ ...probe, workload: { ...probe.workload, requests: 1 } });
  const { result } = first.record;
  if (result === undefined) return { written: estimateScenario(question, 1), run: first };
  const written = estimateScenario(question, Number(result.chosen.replicas ?? 1));
  return { written, run: simulate(written) };
}
