/**
 * Does a replica fit its ranks, and how much room is left for the KV cache?
 *
 *     usable memory = weights + what stands beside the model + workspace + states + KV cache   (the fullest rank)
 *
 * Weights are split over tensor and pipeline ranks, the vocabulary over tensor ranks. The workspace holds the activations
 * of one prefill step, about eight hidden-sized and three feed-forward-sized vectors a token, and the logits of a full batch. With attention groups a
 * sequence lives in one of them; their load is taken as balanced, so that together they hold what each holds times their
 * number.
 */
import type { RankDevice } from "../../../hardware/chip.ts";
import { kvBytesPerToken, stateBytesPerSequence } from "../../../models/kv-cache.ts";
import { workingElements } from "../../../models/layer-kinds.ts";
import type { Model } from "../../../models/model.ts";
import type { ElementBytes } from "../../../models/operators/operator.ts";
import { familyParameters } from "../../../models/parameters.ts";
import type { Shard } from "../../../models/shard.ts";
import { storedBytes } from "../../../models/weight-bytes.ts";

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
  /** Sequences of a full batch: each keeps its states, and its logits in 32 bits while one is chosen. */
  sequences: number;
  /** Every rank gathers the logits of all words to choose tokens. */
  gathersLogits: boolean;
  /** What else lies on the rank: draft models, adapters. */
  beside?: BesideModel | undefined;
}

/** What stands beside a model on a rank, bytes. */
export interface BesideModel {
  weightsBytes: number;
  /** KV cache of one token of a draft model. */
  kvBytesPerToken: number;
  /** Tokens of a sequence that one step verifies: each has its logits. */
  verifiedTokens: number;
}

/** Memory of one rank of the fullest stage, bytes. */
export interface ReplicaMemory {
  capacityBytes: number;
  weightsBytes: number;
  workspaceBytes: number;
  /** Of the workspace, logits of a full batch. */
  samplingBytes: number;
  /** Draft models, speculative layers and adapters. */
  besideBytes: number;
  /** States of the sequences of a full batch, which do not grow with their length. */
  stateBytes: number;
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

/** Logits are kept in 32 bits while a token is chosen. */
const logitBytes = 4;

/**
 * Logits of a full batch on one rank while tokens are chosen: of its part of the vocabulary, and of all words where the parts
 * are gathered. 256 sequences, 128,256 words, 8 ranks: 16.4 MB, gathered 131.3 MB more; as many times that as tokens are
 * verified at once.
 */
function samplingBuffers({ model, shard, sequences, gathersLogits, beside }: ReplicaMemoryInput): number {
  if (!model.head) return 0;
  const own = Math.ceil(model.vocabulary / shard.tensor);
  const words = own + (gathersLogits && shard.tensor > 1 ? model.vocabulary : 0);
  return sequences * (beside?.verifiedTokens ?? 1) * words * logitBytes;
}

/** Memory of a replica's fullest rank. */
export function replicaMemory(input: ReplicaMemoryInput): ReplicaMemory {
  const { model, shard, stages, bytes, device, sequences, beside } = input;
  const { embeddings = 0, head = 0, ...layers } = familyParameters(model, shard);
  const layerBytes = storedBytes(layers, bytes);
  const embeddingBytes = storedBytes({ embeddings }, bytes);
  const weightsBytes =
    stages === 1
      ? layerBytes + embeddingBytes + storedBytes({ head }, bytes)
      : layerBytes / stages + embeddingBytes;
  const hidden = model.stack?.hidden ?? 0;
  const ffn = workingElements(model.stack, shard);
  const groups = shard.attentionGroups ?? 1;
  const activations =
    groups * (input.prefillTokens / (shard.context ?? 1)) * (8 * hidden + 3 * ffn) * bytes.activations;
  const samplingBytes = samplingBuffers(input);
  const workspaceBytes = activations + samplingBytes;
  // As many batches are in flight as stages, each of which has its part of the layers.
  const stateBytes = (sequences * stateBytesPerSequence(model, shard)) / groups;
  const besideBytes = beside?.weightsBytes ?? 0;
  const capacityBytes = device.usableMemoryBytes * (1 - input.reserveFraction);
  const kvRoomBytes = capacityBytes - weightsBytes - workspaceBytes - stateBytes - besideBytes;
  const perToken =
    kvBytesPerToken(model, bytes.kvCache, shard) / stages / (shard.context ?? 1) +
    groups * (beside?.kvBytesPerToken ?? 0);
  return withKvRoom(
    {
      capacityBytes,
      weightsBytes,
      workspaceBytes,
      samplingBytes,
      besideBytes,
      stateBytes,
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
