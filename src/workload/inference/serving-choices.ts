/** What a serving scenario leaves open, how it was settled, and why. */
import { significant } from "../../base/units.ts";
import { writesText } from "../../models/model.ts";
import type { Choice, WorkloadSetting } from "../workload.ts";
import { expertSpreads, writtenExpert } from "./expert-spread.ts";
import type { InferenceOptions } from "./inference-options.ts";
import type { PlannedLoad } from "./load-from-options.ts";
import { type BatchingPolicy, batchDefault } from "./replica/batching/batching-policy.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";
import type { CompiledChoice } from "./time/compiled-shape.ts";

/** Pipeline stages, as a scenario says: `auto` is the default where the tensor ranks are `auto`. */
export function writtenStages({
  tensor,
  pipeline,
}: Pick<InferenceOptions["parallelism"], "tensor" | "pipeline">): number | "auto" {
  return pipeline ?? (tensor === "auto" ? "auto" : 1);
}

/** Degrees, copies and compiled context that are not written. */
export function openChoices(
  { parallelism, batching, autoscaling }: InferenceOptions,
  { profile, cluster, model, isWritten }: WorkloadSetting,
  { tensor, stages, replicas, compiled, degreeWhy, shard }: PlacedReplicas,
  { maxBatch, fixedBatch }: BatchingPolicy,
): Choice[] {
  const { compiledContext } = batching as CompiledChoice;
  const admitted = profile.admits?.(cluster.instance.chip);
  const isFixed = admitted === undefined || fixedBatch;
  const batchWhy = isFixed ? `the default of ${batching.kind}` : `what ${profile.title} admits unless told`;
  const states = isFixed || admitted === maxBatch ? "" : `, as far as states fill a tenth of a device`;
  const isBounded = profile.behaviours.compiledBatch && !fixedBatch && maxBatch < (admitted ?? batchDefault);
  const caches = isBounded
    ? `, as far as whole caches of ${significant(compiled.tokens, 6)} tokens fit (a shorter compiledContext leaves room for more)`
    : "";
  const isCompiled = profile.behaviours.prefill !== "packed" && writesText(model);
  const choice = (isOpen: boolean, key: string, value: number, why: string): Choice[] =>
    isOpen ? [{ key: `workload.${key}`, value, why }] : [];
  return [
    ...choice(
      parallelism.tensor === "auto",
      "parallelism.tensor",
      tensor,
      degreeWhy ?? "the fewest ranks that hold the models and what must fit at once",
    ),
    ...choice(
      writtenStages(parallelism) === "auto" && stages > 1,
      "parallelism.pipeline",
      stages,
      "the fewest stages of layers in which the model and what must fit at once do: in fewer they do not",
    ),
    ...choice(
      writtenExpert(parallelism) === "auto" && expertSpreads(model, tensor).length > 1,
      "parallelism.expert",
      shard.expert,
      shard.expert > 1
        ? "whole experts on ranks of their own serve the load better, as expected, than a slice of every expert on each"
        : "a slice of every expert on each rank serves the load better, as expected, than whole ones on ranks of their own",
    ),
    ...choice(
      parallelism.replicas === "auto",
      "parallelism.replicas",
      replicas,
      "as many as the cluster holds",
    ).map((each) => ({ ...each, follows: true as const })),
    ...choice(
      autoscaling !== undefined && autoscaling.initial === undefined,
      "autoscaling.initial",
      autoscaling?.min ?? 0,
      "those that always stay: what comes before others are up waits in their lines",
    ),
    ...choice(
      "maxBatch" in batching && !isWritten("workload.batching.maxBatch"),
      "batching.maxBatch",
      maxBatch,
      `${batchWhy}${states}${caches}: more are served at once with more, each more slowly`,
    ),
    ...choice(
      isCompiled && compiledContext === undefined,
      "batching.compiledContext",
      compiled.tokens,
      "the next power of two above the longest request, at most what the model takes",
    ),
  ];
}

/** The form of a trace that the scenario does not name, and what is made of it. */
export function toldFormChoice(form: PlannedLoad["toldForm"]): Choice[] {
  if (form === undefined) return [];
  return [
    { key: "workload.trace.kind", value: form.name, why: `told by the file: ${form.help}`, follows: true },
  ];
}
