/** What is asked of a placement of replicas, and what it answers. */
import type { ElementBytes } from "../../../models/operators/operator.ts";
import type { Shard } from "../../../models/shard.ts";
import type { WrittenFormats } from "../../../models/weight-bytes.ts";
import type { StorageType } from "../../../timing/data-types.ts";
import type { OwnKernels } from "../../../timing/own-kernels.ts";
import type { CompiledShape } from "../time/compiled-shape.ts";
import type { ReplicaPlan } from "../time/model-step-timer.ts";
import type { BesideModel, ReplicaMemory } from "./replica-memory.ts";

/** What the scenario says of placement and formats. */
export interface ReplicaChoice {
  tensor: number | "auto";
  pipeline: number;
  /** Tensor ranks that whole experts are spread over; 1 when absent. */
  expert?: number | undefined;
  /** Tokens of the busiest expert rank over the mean; 1 when absent. */
  expertLoad?: number;
  /** Groups of tensor ranks that attend to sequences of their own; 1 when absent. */
  attentionGroups?: number | undefined;
  /** Ranks that share each sequence; 1 when absent. */
  context?: number;
  replicas: number | "auto";
  /** Format of all weights, or what a scenario says of them. */
  weights: StorageType | WrittenFormats;
  kvCache: StorageType;
  /** The scenario's own kernels, by operator name. */
  ownKernels?: OwnKernels | undefined;
  /** bf16 when absent. */
  activations?: StorageType | undefined;
  /** Pattern of weights that are kept, such as `4:16`; all when absent. */
  sparsity?: string | undefined;
  /** What else lies on a rank of a replica split so. */
  beside?: ((shard: Shard, bytes: ElementBytes, ranks: number) => BesideModel | undefined) | undefined;
}

/** What a scenario says where it may leave open into how many stages a replica is cut, and how experts are spread. */
export interface OpenReplicaChoice extends Omit<ReplicaChoice, "pipeline"> {
  pipeline: number | "auto";
  /** Ways to spread them over so many tensor ranks, a slice of each on every rank first; `expert` alone when absent. */
  expertSpreads?: ((tensor: number) => readonly number[]) | undefined;
}

/** What the KV cache must hold for the batching policy to work at all. */
export interface KvNeed {
  /** Tokens of all sequences that must fit at once. */
  tokens: number;
  /** Tokens of the longest of them; all of them when absent. */
  sequenceTokens?: number | undefined;
  /** In words, for the message. */
  description: string;
  /** Tokens of the longest request there is, which a degree left open should hold; `sequenceTokens` when absent. */
  longestTokens?: number;
  /** Prompt tokens in the largest prefill step. */
  prefillTokens: number;
  /** What graphs are compiled for; the smallest when absent. */
  compiled?: CompiledShape;
  /** The scenario leaves the batch open: graphs have as many slots of `compiled` as whole caches fit. */
  openBatch?: boolean;
}

/** A placed replica and how many there are. */
export interface PlacedReplicas extends ReplicaPlan {
  memory: ReplicaMemory;
  replicas: number;
  tensor: number;
  ranksPerReplica: number;
  /** Why this degree, and this spread of experts, where the scenario leaves them open. */
  degreeWhy?: string;
}
