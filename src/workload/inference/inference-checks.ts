/** What a model can do of what a serving scenario asks: how long its requests may be; whether its encoder goes along. */
import { ScenarioError } from "../../base/errors.ts";
import { heldTokens } from "../../models/kv-cache.ts";
import { type Model, writesText } from "../../models/model.ts";
import type { WorkloadSetting } from "../workload.ts";
import type { InferenceOptions } from "./inference-options.ts";
import { type BatchingPolicy, batchDefault } from "./replica/batching/batching-policy.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";
import type { CompiledChoice } from "./time/compiled-shape.ts";

/** Longest prompt and answer together that a replica like `placed` takes, with KV room for `kvTokens` of one sequence. */
export function tokensMax({ model }: PlacedReplicas, kvTokens: number): number {
  // The answer of a model that writes no text counts as one token, which has no position.
  if (!writesText(model)) return model.stack ? model.maxTokens + 1 : Number.POSITIVE_INFINITY;
  return Math.min(model.maxTokens, heldTokens(model)?.longest(kvTokens) ?? kvTokens);
}

/** Longest prompt and answer together that graphs hold which are compiled for a written context; software that compiles none takes any. */
export function compiledTokensMax(
  { batching }: InferenceOptions,
  { model, profile }: WorkloadSetting,
): number {
  const { compiledContext } = batching as CompiledChoice;
  const isCompiled = profile.behaviours.prefill !== "packed" && writesText(model);
  return isCompiled && compiledContext !== undefined ? compiledContext : Number.POSITIVE_INFINITY;
}

/** An encoder reads every prompt whole and in both directions: no part of it can be computed, or kept, by itself. */
export function checkEncoder(
  { name, encoder }: Model,
  policy: BatchingPolicy,
  options: InferenceOptions,
): void {
  if (encoder === undefined) return;
  const expected = `prompts computed whole: ${name} has an encoder`;
  const problems = [
    ...(policy.stepTokens === undefined
      ? []
      : [{ path: "workload.batching", found: "prompts cut into chunks", expected }]),
    ...(options.prefixCache === undefined
      ? []
      : [{ path: "workload.prefixCache", found: "prompts continued from a prefix", expected }]),
  ];
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** Adapters in device memory: as written, else those of a full batch, and of no more than the default batch where that is open. */
export function residentAdapters(
  { count, resident }: NonNullable<InferenceOptions["adapters"]>,
  writtenBatch: unknown,
): number {
  return Math.min(count, resident ?? (typeof writtenBatch === "number" ? writtenBatch : batchDefault));
}

/** No more adapters stay in device memory than there are. */
export function checkAdapters({ adapters }: InferenceOptions): void {
  if (adapters?.resident === undefined || adapters.resident <= adapters.count) return;
  const expected = `at most ${adapters.count}, the adapters there are`;
  throw new ScenarioError([{ path: "workload.adapters.resident", found: `${adapters.resident}`, expected }]);
}
