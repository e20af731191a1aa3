/**
 * A serving replica of a row: model, hardware, precision and software brought together as the inference workload does,
 * whether or not it would fit memory (it was measured, so it did).
 */
import { buildCluster, type Cluster } from "../../cluster/cluster.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { Model } from "../../models/model.ts";
import type { StorageType } from "../../timing/data-types.ts";
import { profileOn, type SoftwareProfile } from "../../timing/software-profile.ts";
import {
  ModelStepTimer,
  type PlacedReplicas,
  planReplica,
  Request,
} from "../../workload/inference/inference.ts";

/** What a replica is made of. */
export interface ReplicaParts {
  model: Model;
  instance: Instance;
  profile: SoftwareProfile;
  tensor: number;
  /** Ranks that whole experts are spread over; 1 when absent. */
  expert?: number;
  attentionGroups?: number | undefined;
  pipeline?: number;
  weights: StorageType;
  kvCache: StorageType;
  /** bf16 when absent. */
  activations?: StorageType | undefined;
  /** Pattern of weights that are kept; all when absent. */
  sparsity?: string | undefined;
  /** Compiled batch and longest sequence. */
  batch: number;
  tokens: number;
  /** Lengths that prompts are padded to; what the software does when absent. */
  contextBuckets?: readonly number[];
}

/** A placed replica and its timer. */
export interface Replica {
  plan: PlacedReplicas;
  timer: ModelStepTimer;
  cluster: Cluster;
}

/** Places the replica on as many instances as it needs. */
export function replicaOf(parts: ReplicaParts): Replica {
  const { model, instance, tensor, expert, attentionGroups, pipeline = 1 } = parts;
  const cluster = clusterFor(instance, tensor * pipeline);
  const profile = profileOn(instance.chip, parts.profile);
  const choice = {
    pipeline,
    replicas: 1,
    weights: parts.weights,
    kvCache: parts.kvCache,
    activations: parts.activations,
    sparsity: parts.sparsity,
    tensor,
    expert,
    attentionGroups,
  };
  const need = {
    tokens: parts.tokens,
    description: "",
    prefillTokens: Math.min(parts.tokens, 8192),
    compiled: { batch: parts.batch, tokens: parts.tokens, contextBuckets: parts.contextBuckets },
  };
  const plan = planReplica({ cluster, model, profile }, choice, need, tensor);
  return { plan, timer: new ModelStepTimer(plan), cluster };
}

/** Clusters already wired, by instance and count; nothing here takes a part of one down. */
const wired = new WeakMap<Instance, Map<number, Cluster>>();

/** The smallest cluster of `instance` with `ranks` ranks. */
export function clusterFor(instance: Instance, ranks: number): Cluster {
  const perInstance = clusterOf(instance, 1).ranks;
  return clusterOf(instance, Math.ceil(ranks / perInstance));
}

function clusterOf(instance: Instance, count: number): Cluster {
  const known = wired.get(instance) ?? new Map<number, Cluster>();
  wired.set(instance, known);
  const cluster = known.get(count) ?? buildCluster({ instance, count });
  known.set(count, cluster);
  return cluster;
}

/** A request of `inputTokens` that has produced nothing yet. */
export function promptOf(inputTokens: number, outputTokens: number): Request {
  return new Request(0, { arrivalNs: 0, inputTokens, outputTokens }, true);
}
