/** The timer of a replica: its model's, with what a scenario puts beside the model (speculation, adapters). */

import { AdapterTimer, adapterBytes } from "./adapter-timer.ts";
import { ModelStepTimer } from "./model-step-timer.ts";
import type { PlacedReplicas } from "./replica-plan.ts";
import type { SpeculationMethod } from "./speculation/speculation-method.ts";
import { SpeculativeTimer } from "./speculation.ts";
import type { StepTimer } from "./step-timer.ts";

/** What stands beside the model. */
export interface ReplicaExtras {
  speculation?: SpeculationMethod;
  adapters?: { count: number; rank: number };
}

/** The timer of `placed` with `extras`. */
export function replicaTimer(placed: PlacedReplicas, extras: ReplicaExtras): StepTimer {
  const { speculation, adapters } = extras;
  const timer = speculation === undefined ? new ModelStepTimer(placed) : speculative(placed, speculation);
  if (adapters === undefined) return timer;
  const { context, ranksPerReplica, model } = placed;
  const bandwidth =
    context.device.memoryBandwidth * context.constants.weightBandwidthEfficiency * ranksPerReplica;
  return new AdapterTimer(timer, adapters.count, adapterBytes(model, adapters.rank) / bandwidth);
}

/** The proposer runs on the same ranks; fused into one program, it pays no host cost of its own. */
function speculative(placed: PlacedReplicas, method: SpeculationMethod): StepTimer {
  const { context } = placed;
  const { constants } = context;
  const host = method.fused ? { stepOverheadNs: 0, sequenceStepNs: 0 } : {};
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
