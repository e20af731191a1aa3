/**
 * A network whose answer is one pass, as benchmarks of encoders, classifiers and image generation run it, as a scenario that a
 * user can run: as many replicas of one core as cores are at work, each with one batch at a time from users who wait for it.
 */
import type { ModelShape } from "../../models/model-schema.ts";

/** What a scenario of such a network is written from. */
export interface WrittenPasses {
  name: string;
  instance: string;
  software: string;
  model: string | ModelShape;
  /** Tokens of a sequence; absent for images. */
  tokens?: number | undefined;
  batch: number;
  /** Cores at work. */
  replicas: number;
}

/** Batches that each replica answers. */
const batchesEach = 20;

/** The scenario of `of`. */
export function passScenario({ name, instance, software, model, tokens, batch, replicas }: WrittenPasses) {
  const users = batch * replicas;
  return {
    name,
    cluster: { instance, count: 1, software },
    model,
    workload: {
      kind: "inference",
      arrivals: { kind: "closed-loop", users },
      ...(tokens !== undefined && { input: { kind: "constant", tokens } }),
      parallelism: { tensor: 1, replicas },
      batching: batch > 1 ? { kind: "static", maxBatch: batch } : "none",
      requests: batchesEach * users,
    },
  };
}
