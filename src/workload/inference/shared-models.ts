/**
 * Several models on the same chips: the scenario's own, and those that request classes name. Every rank holds a part of each
 * (the same tensor and pipeline parallelism for all), a step of one model has the cores for itself, and memory is divided:
 *
 *     resident   usable memory = weights of all models + largest workspace + KV room of each model
 *     swapped    usable memory = weights of the largest model + largest workspace + KV room of each model;
 *                the others' weights wait in host memory and come over the chips' host links
 *
 * Each model has KV room for what its policy must hold at once; what is left is divided evenly.
 */
import { elementAt } from "../../base/element-at.ts";
import { InfeasibleError, ScenarioError } from "../../base/errors.ts";
import { formatBytes } from "../../base/units.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { namedModel } from "../../models/find-model.ts";
import type { Model } from "../../models/model.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import type { InferenceOptions } from "./inference-options.ts";
import { hostBandwidth } from "./pools-from-options.ts";
import type { KvNeed, OpenReplicaChoice, PlacedReplicas, ReplicaChoice } from "./replica/placed-replicas.ts";
import { countReplicas, loadableCandidates, planReplica } from "./replica/placement.ts";
import { type ReplicaMemory, withKvRoom } from "./replica/replica-memory.ts";
import type { CoreSharing } from "./replica/shared-cores.ts";

/** Models that share chips: the scenario's own is the first. */
export interface SharedModels {
  models: readonly Model[];
  /** By request class, the number of its model. */
  modelOfClass: readonly number[];
}

/** The models that the classes of `options` name beside `model`; undefined where there are none. */
export function sharedModels(
  options: InferenceOptions,
  model: Model,
  catalog: readonly Model[],
): SharedModels | undefined {
  const { classes = [], trace } = options;
  if (trace !== undefined || classes.every((each) => each.model === undefined)) return undefined;
  const models = [model];
  const modelOfClass = classes.map((each, index) => {
    if (each.model === undefined) return 0;
    const named = namedModel(catalog, each.model, `workload.classes[${index}].model`);
    const known = models.findIndex(({ name }) => name === named.name);
    return known >= 0 ? known : models.push(named) - 1;
  });
  const divider = (["regions", "autoscaling", "disaggregation"] as const).find(
    (key) => options[key] !== undefined,
  );
  const other = divider ?? (options.pools.length > 0 ? "pools" : undefined);
  if (models.length > 1 && other !== undefined) {
    throw new ScenarioError([
      {
        path: `workload.${other}`,
        found: `${other} beside classes with models of their own`,
        expected: "one fleet whose replicas all hold every model",
      },
    ]);
  }
  return models.length > 1 ? { models, modelOfClass } : undefined;
}

/** Memory of one rank as the models divide it, bytes. */
interface Division {
  weightsBytes: number;
  workspaceBytes: number;
  /** What is left when every model has the KV room it must have; negative when they do not fit together. */
  spareBytes: number;
}

function divide(memories: readonly ReplicaMemory[], needs: readonly KvNeed[], swapped: boolean): Division {
  const weights = memories.map(({ weightsBytes }) => weightsBytes);
  const weightsBytes = swapped ? Math.max(...weights) : weights.reduce((sum, each) => sum + each, 0);
  const workspaceBytes = Math.max(...memories.map((memory) => memory.workspaceBytes));
  const needed = memories.reduce(
    (sum, memory, index) => sum + neededBytes(memory, elementAt(needs, index)),
    0,
  );
  return {
    weightsBytes,
    workspaceBytes,
    spareBytes: elementAt(memories, 0).capacityBytes - weightsBytes - workspaceBytes - needed,
  };
}

/** KV cache that a model must have on a rank: of its sequences, or of the longest in its attention group. */
function neededBytes({ kvBytesPerToken, attentionGroups }: ReplicaMemory, need: KvNeed): number {
  const { tokens, sequenceTokens = tokens } = need;
  return kvBytesPerToken * Math.max(tokens, sequenceTokens * attentionGroups);
}

/**
 * Places every model of `models` on the same ranks, with the smallest tensor parallelism at which the software loads all of
 * them and they fit together where it is `auto`, in one stage where the stages are open. What stands beside a model, adapters and drafts, stands beside the first. The first one's memory tells of all weights. Throws an `InfeasibleError` when they do not fit.
 */
export function placeTogether(
  parts: { cluster: Cluster; profile: SoftwareProfile },
  models: readonly Model[],
  open: OpenReplicaChoice,
  options: { needs: readonly KvNeed[]; swapped: boolean },
): PlacedReplicas[] {
  const { needs, swapped } = options;
  const choice: ReplicaChoice = { ...open, pipeline: open.pipeline === "auto" ? 1 : open.pipeline };
  const tried = loadableCandidates(parts, models, choice).map((tensor) => {
    const plans = models.map((model, index) =>
      planReplica(
        { ...parts, model },
        index === 0 ? choice : { ...choice, beside: undefined },
        elementAt(needs, index),
        tensor,
      ),
    );
    const memories = plans.map(({ memory }) => memory);
    return { plans, division: divide(memories, needs, swapped) };
  });
  const fitting = tried.find(({ division }) => division.spareBytes >= 0);
  const { plans, division } = fitting ?? elementAt(tried, -1);
  const replicas = countReplicas(parts.cluster, elementAt(plans, 0), choice);
  if (fitting === undefined) throw doNotFit(parts.cluster, plans, division, swapped);
  return plans.map((plan, index) => ({
    ...plan,
    replicas,
    memory: {
      ...withKvRoom(
        plan.memory,
        neededBytes(plan.memory, elementAt(needs, index)) + division.spareBytes / models.length,
      ),
      workspaceBytes: division.workspaceBytes,
    },
  }));
}

function doNotFit(
  { count, instance }: Cluster,
  plans: readonly PlacedReplicas[],
  { weightsBytes, workspaceBytes, spareBytes }: Division,
  swapped: boolean,
): InfeasibleError {
  const { ranksPerReplica, tensor, memory } = elementAt(plans, 0);
  const total = (bytes: number) => formatBytes(bytes * ranksPerReplica);
  const kvBytes = memory.capacityBytes - spareBytes - weightsBytes - workspaceBytes;
  const names = plans.map(({ model }) => model.name).join(", ");
  const advice = swapped ? "" : "; with `workload.sharing.weights: swapped` only the largest must fit";
  return new InfeasibleError(
    `${names} do not fit ${count} x ${instance.name} together at tensor parallelism ${tensor}: ` +
      `${total(weightsBytes)} weights${swapped ? " of the largest" : ""} + ${total(kvBytes)} KV cache (the longest requests of each) + ` +
      `${total(workspaceBytes)} workspace = ${total(memory.capacityBytes - spareBytes)}; ${ranksPerReplica} ranks have ` +
      `${total(memory.capacityBytes)}: ${total(-spareBytes)} too much${advice}`,
    {
      neededBytes: (memory.capacityBytes - spareBytes) * ranksPerReplica,
      availableBytes: memory.capacityBytes * ranksPerReplica,
      parts: {
        weights: weightsBytes * ranksPerReplica,
        kv_cache: kvBytes * ranksPerReplica,
        workspace: workspaceBytes * ranksPerReplica,
      },
    },
  );
}

/** How the engines of `placed` take turns. */
export function coreSharing(
  { weights, slice }: InferenceOptions["sharing"],
  placed: readonly PlacedReplicas[],
): CoreSharing {
  if (weights === "resident") return { sliceNs: slice };
  const bytes = placed.map(({ memory, ranksPerReplica }) => memory.weightsBytes * ranksPerReplica);
  return {
    sliceNs: slice,
    swapping: {
      roomBytes: Math.max(...bytes),
      weightsBytes: bytes,
      loadNs: bytes.map((each, model) => each / hostBandwidth(elementAt(placed, model))),
    },
  };
}
