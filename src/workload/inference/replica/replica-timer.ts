/** The timer of a replica: its model's, with what a scenario puts beside the model (speculation, adapters). */

import { kvBytesPerToken } from "../../../models/kv-cache.ts";
import { type Model, writesText } from "../../../models/model.ts";
import type { ElementBytes } from "../../../models/operators/operator.ts";
import { familyParameters } from "../../../models/parameters.ts";
import type { Shard } from "../../../models/shard.ts";
import { bytesOfFamilies, formatsOf } from "../../../models/weight-bytes.ts";
import { AdapterTimer, adapterBytes } from "../time/adapter-timer.ts";
import { ModelStepTimer } from "../time/model-step-timer.ts";
import { PassStepTimer } from "../time/pass-step-timer.ts";
import type { SpeculationMethod } from "../time/speculation/speculation-method.ts";
import { SpeculativeTimer } from "../time/speculative-timer.ts";
import type { StepTimer } from "../time/step-timer.ts";
import type { PlacedReplicas } from "./placed-replicas.ts";
import type { BesideModel } from "./replica-memory.ts";

/** What stands beside the model. */
export interface ReplicaExtras {
  speculation?: SpeculationMethod | undefined;
  adapters?: { count: number; rank: number; resident: number } | undefined;
}

/** What `extras` of `model` put on each of `ranks` ranks beside it, bytes; a draft model is split as the model is. */
export function besideModel(
  model: Model,
  extras: ReplicaExtras,
  split: { shard: Shard; bytes: ElementBytes; ranks: number },
): BesideModel | undefined {
  const { speculation, adapters } = extras;
  if (speculation === undefined && adapters === undefined) return undefined;
  const { shard, bytes, ranks } = split;
  // Context ranks hold the same adapters each.
  const adapterShare = adapters
    ? (adapters.resident * adapterBytes(model, adapters.rank) * (shard.context ?? 1)) / ranks
    : 0;
  if (speculation === undefined) {
    return { weightsBytes: adapterShare, kvBytesPerToken: 0, verifiedTokens: 1 };
  }
  const { proposer, sharesEnds, verifiedTokens } = speculation;
  const { embeddings = 0, head = 0, image: _, ...layers } = familyParameters(proposer, shard);
  const own = sharesEnds ? layers : { ...layers, embeddings, head };
  const formats = formatsOf(proposer, {});
  const stages = ranks / shard.tensor / (shard.context ?? 1);
  return {
    weightsBytes: adapterShare + bytesOfFamilies(own, formats) / stages,
    kvBytesPerToken: kvBytesPerToken(proposer, bytes.kvCache, shard) / stages,
    verifiedTokens,
  };
}

/** The timer of `placed` with `extras`. */
export function replicaTimer(placed: PlacedReplicas, extras: ReplicaExtras): StepTimer {
  if (!writesText(placed.model)) return new PassStepTimer(placed);
  const { speculation, adapters } = extras;
  const timer = speculation === undefined ? new ModelStepTimer(placed) : speculative(placed, speculation);
  if (adapters === undefined) return timer;
  const { context, ranksPerReplica, model } = placed;
  const bandwidth =
    context.device.memoryBandwidth * context.constants.weightBandwidthEfficiency * ranksPerReplica;
  return new AdapterTimer(timer, {
    adapters: adapters.count,
    readNs: adapterBytes(model, adapters.rank) / bandwidth,
  });
}

/** The proposer runs on the same ranks; fused into one program, it pays no host cost of its own. */
function speculative(placed: PlacedReplicas, method: SpeculationMethod): StepTimer {
  const { context } = placed;
  const { constants } = context;
  const host = method.fused ? { stepOverheadNs: 0, sequenceStepNs: 0, runningStepNs: 0 } : {};
  return new SpeculativeTimer({
    verifier: new ModelStepTimer({ ...placed, queryTokens: method.verifiedTokens }),
    proposer: new ModelStepTimer({
      ...placed,
      model: method.proposer,
      images: 0,
      context: { ...context, constants: { ...constants, ...host } },
    }),
    proposals: method.proposals,
    speculation: method,
  });
}
