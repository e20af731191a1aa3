/**
 * A measured training step as the scenario that a user would write for it: what `predictTraining` prices, with the
 * micro-batch that it chose where the row prints none. `run` gives the same step.
 */
import type { Instance } from "../../hardware/instance.ts";
import type { ModelShape } from "../../models/model-schema.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import { clusterFor } from "./replica.ts";
import { predictTraining, type UnpricedTrainingRow } from "./training-row.ts";

/** What a row is called, and what the catalog knows its parts by. */
export interface WrittenParts {
  name: string;
  model: string | ModelShape;
  profile: SoftwareProfile;
  /** The instance of the catalog that the row's differs from, if it does, by its network alone. */
  base: Instance;
}

/** The scenario of `row`. */
export function trainingScenario(row: UnpricedTrainingRow, parts: WrittenParts): object {
  const { job } = predictTraining({ ...row, profile: parts.profile });
  const { data, tensor, pipeline, microBatches } = job.degrees;
  return {
    name: parts.name,
    cluster: {
      instance: writtenInstance(row.instance, parts.base),
      count: clusterFor(row.instance, data * tensor * pipeline).count,
      software: parts.profile.name,
    },
    model: parts.model,
    workload: {
      kind: "training",
      sequenceLength: row.sequenceLength,
      ...(row.logitTokens !== undefined && { logitTokens: row.logitTokens }),
      globalBatch: data * job.microBatch * microBatches,
      microBatch: job.microBatch,
      parallelism: { data, tensor, pipeline, sequence: row.sequenceParallel, zero: job.zero },
      ...(pipeline > 1 &&
        (row.interleave ?? 1) > 1 && { schedule: { kind: "interleaved", chunks: row.interleave } }),
      precision: row.precision,
      recompute: row.recompute,
    },
  };
}

function writtenInstance({ scaleOut }: Instance, { name, scaleOut: own }: Instance): unknown {
  if (scaleOut === own) return name;
  return {
    from: name,
    networkBandwidth: `${scaleOut.bandwidth} GB/s`,
    networkInterfaces: scaleOut.interfaces,
    networkLatency: `${scaleOut.latencyNs} ns`,
  };
}
