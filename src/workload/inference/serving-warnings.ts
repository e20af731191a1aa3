/** What a serving scenario is warned of before it runs: hardware without work, files read in part, keys without effect. */
import { counted } from "../../base/counted.ts";
import { lazy } from "../../base/lazy.ts";
import { expertCount } from "../../models/layer-kinds.ts";
import { type Model, writesText } from "../../models/model.ts";
import { operatorName } from "../../timing/operator-name.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import { servingOperators } from "../operator-list.ts";
import type { WorkloadSetting } from "../workload.ts";
import { expertsWithoutEffect } from "./expert-spread.ts";
import { weighted } from "./fleet/routers/weighted.ts";
import { routers } from "./fleet/routers.ts";
import type { InferenceOptions } from "./inference-options.ts";
import type { LongestRequest } from "./load/request.ts";
import type { OtherPool } from "./pools-from-options.ts";
import type { BatchingPolicy } from "./replica/batching/batching-policy.ts";
import { shardWarnings } from "./replica/loadable-shard.ts";
import { priority } from "./replica/orders/priority.ts";
import { orders } from "./replica/orders.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";
import { prefixBlockTokensDefault } from "./replica/prefix-cache.ts";
import type { CompiledChoice } from "./time/compiled-shape.ts";

/** What was made of the options. */
export interface MadeFleet {
  placed: PlacedReplicas;
  /** Every model's placement where several share the chips; else empty. */
  together: readonly PlacedReplicas[];
  others: readonly OtherPool[];
  policy: BatchingPolicy;
}

/** Ranks without work, heads that do not divide, and fields of a model's file that were not used. */
export function placementWarnings(
  { cluster, profile, model }: WorkloadSetting,
  { placed, together, overlaps }: Pick<MadeFleet, "placed" | "together"> & { overlaps: boolean },
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
  { placed, together, others, policy }: MadeFleet,
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
  const evenExperts = expertsWithoutEffect(model, placed.shard.expert);
  if (evenExperts !== undefined) warn(["experts"], evenExperts);
  const foreign = others.filter((other) => other.placed.model !== model).map(({ name }) => name);
  if (foreign.length > 0 && (options.speculation !== undefined || options.adapters !== undefined)) {
    warnings.push(`speculation and adapters are those of ${model.name}: ${foreign.join(", ")} has none`);
  }
  const { classes = [], pools, regions, prefixCache, sharedPrefix } = options;
  if (placed.replicas + others.length === 1) {
    const shared = (prefixCache?.tiers ?? []).map((_, index) => `prefixCache.tiers.${index}.shared`);
    warn(["router", "signalAge", ...shared], "there is one replica");
  }
  if (regions?.places.length === 1) warn(["regions.latency", "regions.spillAbove"], "there is one region");
  // A policy of a plug-in may ask for what those of the lists do not.
  if (isOther(routers, options.router.kind, weighted)) {
    const weights = pools.map((_, index) => `pools.${index}.weight`);
    warn(weights, `the router ${options.router.kind} asks for no weights`);
  }
  if (isOther(orders, options.order.kind, priority)) {
    const priorities = classes.map((_, index) => `classes.${index}.priority`);
    warn(priorities, `the order ${options.order.kind} asks for no priorities`);
  }
  if (policy.reservesAnswer)
    warn(["kvCache.preemption", "kvCache.swapBandwidth"], "every answer has its room from its start");
  if ([model, ...foreignModels(others, together)].every(({ stack }) => expertCount(stack) === 0))
    warn(["precision.experts"], `${model.name} has no experts`);
  if (prefixCache === undefined) {
    warn(["sharedPrefix.kinds"], "there is no prefix cache, and every prompt computes its own");
  } else if (sharedPrefix && sharedPrefix.tokens < (prefixCache.blockTokens ?? prefixBlockTokensDefault)) {
    warn(["sharedPrefix.kinds"], `${sharedPrefix.tokens} tokens are less than a block of the prefix cache`);
  }
  const { compiledBatch, prefill } = profile.behaviours;
  if (prefill === "packed") {
    warn(["batching.contextBuckets", "batching.compiledContext"], "the software does not pad prompts");
  }
  const ran = lazy(() => new Set(servingOperators(model).map(operatorName)));
  const idle = Object.keys(options.kernels).filter((name) => !ran().has(name));
  warn(
    idle.map((name) => `kernels.${name}`),
    `${model.name} has no such operator`,
  );
  if (!compiledBatch) warn(["batching.batchBuckets"], "the software computes what is active");
  if (model.image === undefined) warn(["images"], "the model takes no images");
  if (options.kvCache.preemption === "recompute") warn(["kvCache.swapBandwidth"], "nothing is swapped");
  return warnings;
}

/** Counts of a fleet that are more than there is room for, and what counts instead. */
export function cutCounts(
  { autoscaling, regions }: InferenceOptions,
  { isWritten }: WorkloadSetting,
  replicas: number,
): string[] {
  if (autoscaling === undefined) return [];
  const [where, most] = regions
    ? ["its smallest region", Math.min(...regions.places.map((place) => place.replicas))]
    : ["the fleet", replicas];
  return (["min", "initial"] as const).flatMap((key) => {
    const wanted = autoscaling[key] ?? 0;
    const path = `workload.autoscaling.${key}`;
    return wanted > most && isWritten(path)
      ? [`${path}: ${counted(wanted, "replica")}, of which ${where} has room for ${most}`]
      : [];
  });
}

/** Written buckets that hold less than comes: what is beyond them counts at its own size, as no software would run it. */
export function bucketWarnings(
  { contextBuckets, batchBuckets }: CompiledChoice,
  { behaviours: { prefill, compiledBatch } }: SoftwareProfile,
  { drawn, maxBatch }: { drawn: LongestRequest; maxBatch: number },
): string[] {
  const beyond = (isUsed: boolean, key: string, list: readonly number[] | undefined, most: number) => {
    const largest = list?.at(-1) ?? most;
    return isUsed && largest < most
      ? [
          `workload.batching.${key}: up to ${most} come, the largest is ${largest}: beyond it each counts as it is`,
        ]
      : [];
  };
  return [
    ...beyond(prefill !== "packed", "contextBuckets", contextBuckets, drawn.inputTokens),
    ...beyond(compiledBatch, "batchBuckets", batchBuckets, maxBatch),
  ];
}

/** Whether `kind` is one of the `list`, and not `one`. */
function isOther(list: readonly { name: string }[], kind: string, one: { name: string }): boolean {
  return kind !== one.name && list.some(({ name }) => name === kind);
}

/** Models that answer beside the scenario's own. */
function foreignModels(others: readonly OtherPool[], together: readonly PlacedReplicas[]): Model[] {
  return [...others.map(({ placed }) => placed.model), ...together.map(({ model }) => model)];
}
