/**
 * One static batch of equal requests: its prefill, and its decode steps one after the other, priced by the step timer of the
 * serving engine; and the same as a scenario that a user can run. A batch of n tokens an answer takes n - 1 steps, over one
 * token of context more each.
 */
import type { Model } from "../../models/model.ts";
import type { ModelShape } from "../../models/model-schema.ts";
import type { StorageType } from "../../timing/data-types.ts";
import { equalBatch } from "../../workload/inference/inference.ts";
import { writtenModel } from "./published-models.ts";
import { promptOf, type Replica } from "./replica.ts";

/** Equal requests that start together. */
export interface StaticBatch {
  batch: number;
  inputTokens: number;
  outputTokens: number;
}

/** Times of a batch, ms. */
export interface BatchTimes {
  firstMs: number;
  /** The step in the middle, as the median of the gaps between tokens is. */
  medianStepMs: number;
  meanStepMs: number;
}

/** Times of `of` on `replica`. */
export function batchTimes({ timer }: Replica, of: StaticBatch): BatchTimes {
  const { batch, inputTokens, outputTokens } = of;
  const prompts = Array.from({ length: batch }, () => promptOf(inputTokens, outputTokens));
  const firstMs = timer.prefill(prompts).totalNs / 1e6;
  const steps = Math.max(1, outputTokens - 1);
  const stepMs = (step: number) =>
    timer.decode(equalBatch(batch, inputTokens + 1 + step)).first.totalNs / 1e6;
  const middle = (steps - 1) / 2;
  const medianStepMs = (stepMs(Math.floor(middle)) + stepMs(Math.ceil(middle))) / 2;
  return { firstMs, medianStepMs, meanStepMs: sumOfSteps(timer, of, steps) / steps / 1e6 };
}

/** Sum of the first `steps` steps, ns, along the straight lines that the timer gives. */
function sumOfSteps(timer: Replica["timer"], { batch, inputTokens }: StaticBatch, steps: number): number {
  let sum = 0;
  for (let done = 0; done < steps; ) {
    const { first, growth, validSteps } = timer.decode(equalBatch(batch, inputTokens + 1 + done));
    const count = Math.min(validSteps, steps - done);
    sum += count * first.totalNs + (growth.totalNs * count * (count - 1)) / 2;
    done += count;
  }
  return sum;
}

/** What a scenario of a static batch is written from. */
export interface WrittenBatch extends StaticBatch {
  name: string;
  instance: string;
  software: string;
  model: string | ModelShape;
  tensor: number;
  weights: StorageType;
  kvCache: StorageType;
  /** Longest sequence that the software compiles; its own choice where absent. */
  compiledContext?: number | undefined;
}

/** The scenario of `of`: all requests at the start, one batch of them, of a model that takes sequences that long. */
export function batchScenario(of: WrittenBatch, models: readonly Model[]): object {
  const tokens = of.inputTokens + of.outputTokens;
  return {
    name: of.name,
    cluster: { instance: of.instance, count: 1, software: of.software },
    model: typeof of.model === "string" ? writtenModel(of.model, tokens, models) : of.model,
    workload: {
      kind: "inference",
      arrivals: { kind: "batch", size: of.batch },
      input: { kind: "constant", tokens: of.inputTokens },
      output: { kind: "constant", tokens: of.outputTokens },
      parallelism: { tensor: of.tensor, replicas: 1 },
      precision: { weights: of.weights, kvCache: of.kvCache },
      batching: {
        kind: "static",
        maxBatch: of.batch,
        ...(of.compiledContext !== undefined && { compiledContext: of.compiledContext }),
      },
    },
  };
}
