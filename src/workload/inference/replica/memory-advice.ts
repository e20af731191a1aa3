/**
 * What would make a replica fit that does not: more ranks in a layer, stages of layers (on more instances where these have too
 * few ranks), lighter weights, a lighter KV cache.
 */
import { counted } from "../../../base/counted.ts";
import { remedies, type Setting } from "../../../base/remedies.ts";
import type { Cluster } from "../../../cluster/cluster.ts";
import type { Model } from "../../../models/model.ts";
import { formatsOf } from "../../../models/weight-bytes.ts";
import { type StorageType, storageBytes } from "../../../models/weight-format.ts";
import { moreStages } from "./open-stages.ts";
import type { KvNeed, PlacedReplicas, ReplicaChoice } from "./placed-replicas.ts";
import { fits } from "./replica-fit.ts";

/** A way to place a replica. */
interface Placed {
  choice: ReplicaChoice;
  tensor: number;
}

/** How changes are tried. */
interface Tried {
  /** What does not fit. */
  plan: PlacedReplicas;
  /** Degrees of tensor parallelism that the software loads. */
  wider: readonly number[];
  planned(choice: ReplicaChoice, tensor: number): PlacedReplicas;
}

/** Formats that weights and KV caches are quantised to, the widest first. */
const narrower: readonly StorageType[] = ["fp8", "int4"];
/** Changes of `choice` with which the replica would fit, and how many more instances would do. */
export function whatFits(
  { cluster, model }: { cluster: Cluster; model: Model },
  choice: ReplicaChoice,
  need: KvNeed,
  { plan, wider, planned }: Tried,
): string[] {
  const settings: readonly Setting<Placed>[] = [
    (from) =>
      wider
        .filter((tensor) => tensor > from.tensor)
        .map((tensor) => ({
          text: `tensor ${tensor}`,
          state: { choice: { ...from.choice, tensor }, tensor },
        })),
    (from) => inMoreStages(from, model).filter(({ state }) => instancesOf(state, cluster) <= cluster.count),
    (from) => lighterWeights(from, model),
    (from) => lighterCache(from),
  ];
  const start = { choice, tensor: plan.tensor };
  const holds = (placed: Placed) => fits(planned(placed.choice, placed.tensor), need);
  const staged = inMoreStages(start, model).find(({ state }) => holds(state));
  const instances = staged === undefined ? 0 : instancesOf(staged.state, cluster);
  const more = instances > cluster.count ? [`${staged?.text} on ${counted(instances, "instance")}`] : [];
  return [...remedies(start, settings, holds), ...more];
}

function inMoreStages({ choice, tensor }: Placed, model: Model) {
  return moreStages(choice.pipeline, model).map((pipeline) => ({
    text: `pipeline ${pipeline}`,
    state: { choice: { ...choice, pipeline }, tensor },
  }));
}

/** Instances that one replica takes. */
function instancesOf({ choice, tensor }: Placed, { ranksPerInstance }: Cluster): number {
  return Math.ceil((choice.pipeline * tensor * (choice.context ?? 1)) / ranksPerInstance);
}

function lighterWeights({ choice, tensor }: Placed, model: Model) {
  const written = typeof choice.weights === "string" ? { weights: choice.weights } : choice.weights;
  const bytes = storageBytes[formatsOf(model, written).weights];
  return narrower
    .filter((format) => storageBytes[format] < bytes)
    .map((weights) => ({
      text: `weights: ${weights}`,
      state: { choice: { ...choice, weights: { ...written, weights } }, tensor },
    }));
}

function lighterCache({ choice, tensor }: Placed) {
  const isLight = storageBytes[choice.kvCache] <= storageBytes.fp8;
  return isLight
    ? []
    : [{ text: "kvCache: fp8", state: { choice: { ...choice, kvCache: "fp8" as const }, tensor } }];
}
