/**
 * Does a replica fit its ranks, and how much room is left for the KV cache?
 *
 *     usable memory = weights + workspace of a prefill + KV cache          (per rank, the fullest stage)
 *
 * Weights are split over tensor and pipeline ranks, the vocabulary over tensor ranks. The workspace holds the activations
 * of one prefill step: about eight hidden-sized and three feed-forward-sized vectors a token. With attention groups a
 * sequence lives in one of them; their load is taken as balanced, so that together they hold what each holds times their
 * number.
 */
import type { RankDevice } from "../../hardware/chip.ts";
import { kvBytesPerToken } from "../../models/kv-cache.ts";
import { workingElements } from "../../models/layer-kinds.ts";
import type { Model } from "../../models/model.ts";
import type { ElementBytes } from "../../models/operator.ts";
import { embeddingParameters, headParameters, parameterCount } from "../../models/parameters.ts";
import type { Shard } from "../../models/shard.ts";

/** What a replica has to hold, and on what. */
export interface ReplicaMemoryInput {
  model: Model;
  shard: Shard;
  stages: number;
  bytes: ElementBytes;
  device: RankDevice;
  /** Fraction of a rank's memory kept by runtime and fragmentation. */
  reserveFraction: number;
  /** Prompt tokens in the largest prefill step, of each attention group. */
  prefillTokens: number;
}

/** Memory of one rank of the fullest stage, bytes. */
export interface ReplicaMemory {
  capacityBytes: number;
  weightsBytes: number;
  workspaceBytes: number;
  /** What is left for the KV cache; negative when the rest alone does not fit. */
  kvRoomBytes: number;
  /** KV cache of one token on this rank; the mean over attention groups, of which one holds it. */
  kvBytesPerToken: number;
  /** Tokens whose KV cache fits. */
  kvCapacityTokens: number;
  /** Tokens that one sequence can have: those of one attention group. */
  kvSequenceTokens: number;
  attentionGroups: number;
}

/** Memory of a replica's fullest rank. */
export function replicaMemory(input: ReplicaMemoryInput): ReplicaMemory {
  const { model, shard, stages, bytes, device } = input;
  const ends = embeddingParameters(model, shard) + headParameters(model, shard);
  const layers = parameterCount(model, shard) - ends;
  const fullest = stages === 1 ? layers + ends : layers / stages + embeddingParameters(model, shard);
  const weightsBytes = fullest * bytes.weights;
  const hidden = model.stack?.hidden ?? 0;
  const ffn = workingElements(model.stack, shard);
  const groups = shard.attentionGroups ?? 1;
  const workspaceBytes = groups * input.prefillTokens * (8 * hidden + 3 * ffn) * bytes.activations;
  const capacityBytes = device.usableMemoryBytes * (1 - input.reserveFraction);
  const kvRoomBytes = capacityBytes - weightsBytes - workspaceBytes;
  const perToken = kvBytesPerToken(model, bytes.kvCache, shard) / stages;
  return withKvRoom(
    {
      capacityBytes,
      weightsBytes,
      workspaceBytes,
      kvBytesPerToken: perToken / groups,
      attentionGroups: groups,
    },
    kvRoomBytes,
  );
}

/** `memory` with `kvRoomBytes` for the KV cache: how many tokens that holds. */
export function withKvRoom(
  memory: Omit<ReplicaMemory, "kvRoomBytes" | "kvCapacityTokens" | "kvSequenceTokens">,
  kvRoomBytes: number,
): ReplicaMemory {
  const { kvBytesPerToken: meanBytes, attentionGroups } = memory;
  const perToken = meanBytes * attentionGroups;
  const groupTokens =
    perToken > 0
      ? Math.max(0, Math.floor(kvRoomBytes / perToken))
      : Math.floor(Number.MAX_SAFE_INTEGER / attentionGroups);
  return {
    ...memory,
    kvRoomBytes,
    kvCapacityTokens: groupTokens * attentionGroups,
    kvSequenceTokens: groupTokens,
  };
}
