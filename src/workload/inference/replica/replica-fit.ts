/** Whether a replica's ranks hold the model and its work; if not, by how much they miss it, and what they would hold. */
import { InfeasibleError } from "../../../base/errors.ts";
import { formatBytes } from "../../../base/units.ts";
import type { Cluster } from "../../../cluster/cluster.ts";
import { heldTokens } from "../../../models/kv-cache.ts";
import type { Model } from "../../../models/model.ts";
import type { KvNeed, PlacedReplicas } from "./placed-replicas.ts";

/** Whether the ranks of a replica hold it with `need`. */
export function fits({ memory, model }: PlacedReplicas, need: KvNeed): boolean {
  const { tokens, sequenceTokens = tokens } = need;
  const share = heldShare(model, sequenceTokens);
  return (
    memory.kvRoomBytes >= 0 &&
    memory.kvCapacityTokens >= tokens * share &&
    memory.kvSequenceTokens >= sequenceTokens * share
  );
}

/** Part of the KV cache of a sequence of `tokens` tokens that the windows of `model` leave. */
function heldShare(model: Model, tokens: number): number {
  return (heldTokens(model)?.of(tokens) ?? tokens) / tokens;
}

/** What is thrown where they do not; `remedies` are what would. */
export function doesNotFit(
  { cluster, model }: { cluster: Cluster; model: Model },
  { memory, ranksPerReplica, tensor, stages }: PlacedReplicas,
  need: KvNeed,
  remedies: readonly string[],
): InfeasibleError {
  const { tokens, sequenceTokens = tokens } = need;
  const kvBytes = tokens * heldShare(model, sequenceTokens) * memory.kvBytesPerToken;
  const total = (bytes: number) => formatBytes(bytes * ranksPerReplica);
  const { besideBytes, stateBytes } = memory;
  const neededBytes = memory.weightsBytes + besideBytes + memory.workspaceBytes + stateBytes + kvBytes;
  const more =
    (besideBytes > 0 ? `${total(besideBytes)} beside the model + ` : "") +
    (stateBytes > 0 ? `${total(stateBytes)} states + ` : "");
  const degrees = stages > 1 ? `, pipeline parallelism ${stages}` : "";
  const message =
    `${model.name} does not fit ${cluster.count} x ${cluster.instance.name} at tensor parallelism ${tensor}${degrees}: ` +
    `${total(memory.weightsBytes)} weights + ${more}${total(kvBytes)} KV cache (${need.description}) + ` +
    `${total(memory.workspaceBytes)} workspace = ${total(neededBytes)}; ${ranksPerReplica} ranks have ` +
    `${total(memory.capacityBytes)}: ${total(neededBytes - memory.capacityBytes)} too much` +
    (remedies.length > 0 ? `; what fits: ${remedies.join(", or ")}` : "");
  return new InfeasibleError(message, {
    neededBytes: neededBytes * ranksPerReplica,
    availableBytes: memory.capacityBytes * ranksPerReplica,
    parts: {
      weights: memory.weightsBytes * ranksPerReplica,
      kv_cache: kvBytes * ranksPerReplica,
      workspace: memory.workspaceBytes * ranksPerReplica,
    },
  });
}
