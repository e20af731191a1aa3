/** What a serving scenario is warned of before it runs: hardware without work, files read in part, keys without effect. */
import { writesText } from "../../models/model.ts";
import { operatorName } from "../../timing/operator-name.ts";
import { servingOperators } from "../operator-list.ts";
import type { WorkloadSetting } from "../workload.ts";
import { expertsWithoutEffect } from "./expert-spread.ts";
import type { InferenceOptions } from "./inference-options.ts";
import type { OtherPool } from "./pools-from-options.ts";
import { shardWarnings } from "./replica/loadable-shard.ts";
import type { PlacedReplicas } from "./replica/placement.ts";

/** What was made of the options. */
export interface MadeFleet {
  placed: PlacedReplicas;
  /** Every model's placement where several share the chips; else empty. */
  together: readonly PlacedReplicas[];
  others: readonly OtherPool[];
}

/** Ranks without work, heads that do not divide, and fields of a model's file that were not used. */
export function placementWarnings(
  { cluster, profile, model }: WorkloadSetting,
  { placed, together, overlaps }: Omit<MadeFleet, "others"> & { overlaps: boolean },
): string[] {
  const software = { chip: cluster.instance.chip, profile };
  const models = together.length > 0 ? together : [placed];
  const idle = cluster.ranks - placed.replicas * placed.ranksPerReplica;
  const { unusedFields = [], notes = [] } = model.reading ?? {};
  const when = (isSo: boolean, warning: string) => (isSo ? [warning] : []);
  return [
    ...models.flatMap((each) => shardWarnings(each.model, each.shard, software)),
    ...when(
      placed.stages > 1 && !overlaps,
      "one batch crosses all pipeline stages before the next starts: overlapping them is left out beside autoscaling and models that share chips",
    ),
    ...when(
      idle > 0,
      `${idle} of ${cluster.ranks} ranks have nothing to do; their price and their idle power count all the same`,
    ),
    ...when(
      unusedFields.length > 0,
      `config.json: not used, and may change size or speed: ${unusedFields.join(", ")}`,
    ),
    ...notes.map((note) => `config.json: ${note}`),
  ];
}

/** Keys the user wrote that change nothing in this run. */
export function unusedKeys(
  options: InferenceOptions,
  { model, profile, isWritten }: WorkloadSetting,
  { placed, together, others }: MadeFleet,
): string[] {
  const warnings: string[] = [];
  const warn = (keys: readonly string[], why: string) => {
    const written = keys.map((key) => `workload.${key}`).filter((path) => isWritten(path));
    if (written.length > 0) warnings.push(`no effect: ${written.join(", ")}; ${why}`);
  };
  if (options.trace) {
    const replaced = ["arrivals", "input", "output", "requests", "classes", "conversation", "sharedPrefix"];
    warn(replaced, "the trace takes their place");
  }
  if (together.length === 0) warn(["sharing"], "no class names another model");
  if (!writesText(model)) warn(["output"], `${model.name} writes no tokens`);
  const evenExperts = expertsWithoutEffect(model, options);
  if (evenExperts !== undefined) warn(["experts"], evenExperts);
  const foreign = others.filter((other) => other.placed.model !== model).map(({ name }) => name);
  if (foreign.length > 0 && (options.speculation !== undefined || options.adapters !== undefined)) {
    warnings.push(`speculation and adapters are those of ${model.name}: ${foreign.join(", ")} has none`);
  }
  if (placed.replicas + others.length === 1) warn(["router", "signalAge"], "there is one replica");
  if (options.prefixCache === undefined) warn(["sharedPrefix"], "there is no prefix cache");
  const { compiledBatch, prefill } = profile.behaviours;
  if (prefill === "packed") {
    warn(["batching.contextBuckets", "batching.compiledContext"], "the software does not pad prompts");
  }
  const ran = new Set(servingOperators(model).map(operatorName));
  const idle = Object.keys(options.kernels).filter((name) => !ran.has(name));
  warn(
    idle.map((name) => `kernels.${name}`),
    `${model.name} has no such operator`,
  );
  if (!compiledBatch) warn(["batching.batchBuckets"], "the software computes what is active");
  if (model.image === undefined) warn(["images"], "the model takes no images");
  if (options.kvCache.preemption === "recompute") warn(["kvCache.swapBandwidth"], "nothing is swapped");
  return warnings;
}
