/**
 * The least that an exchange of the ranks of a stage can take, whatever the algorithm: what enters or leaves an instance passes
 * its cards. Nothing is known where something else than cards joins instances.
 */
import { elementAt } from "../../../base/element-at.ts";
import type { Exchange } from "../../../models/operators/operator-group.ts";
import { trainedParameters } from "../job/stage-parameters.ts";
import type { TrainingJob } from "../job/training-job.ts";
import { dataExchange, groupsOf, type Position, type Span } from "./gradient-exchange.ts";
import { axisGroups, instanceOf, sentShare } from "./pass-exchanges.ts";

/** What is exchanged, by who takes part: tokens among expert ranks, or weights that ranks hold a shard of each. */
type Crossing = "tokens" | Span;

/** Buffers that cross the cards of an instance, of jobs already asked for. */
const known = new WeakMap<TrainingJob, Map<Crossing, number>>();

/** What an exchange of `bytes` among expert ranks takes at least, ns: an instance sends what its ranks have for those of others. */
export function leastExpertNs(job: TrainingJob, exchange: Exchange, bytes: number): number {
  if (exchange.kind !== "all-to-all") return 0;
  const sentBytes = bytes * (job.expertLoad ?? 1) * sentShare(job, exchange);
  const among = () => buffersOf(job, axisGroups(job, "expert"), (inside) => inside);
  return crossingNs(job, sentBytes, "tokens", among);
}

/**
 * What sharded weights of `stage` take at least for each micro-batch, ns (ZeRO-3): before the forward and the backward pass comes
 * into an instance what its ranks hold no shard of, and after the latter the gradients of what they hold. A ring of instances
 * brings each as much of these as it sends on, and so do all others in the mean, for no switch between instances adds.
 */
export function leastShardedNs(job: TrainingJob, { stage, bidirectional }: Position): number {
  // Each end of a bidirectional pipeline collects other weights for a part of the micro-batches.
  if (job.zero !== 3 || bidirectional) return 0;
  const gradients = { parameters: trainedParameters(job, stage), matrices: [] };
  const { gather, scatter } = dataExchange(job, gradients, { stage });
  return [...gather, ...gather, ...scatter].reduce((sum, { bytes, times, span }) => {
    const among = () => buffersOf(job, groupsOf(job, span), () => 1);
    return sum + crossingNs(job, bytes * times, span, among);
  }, 0);
}

function crossingNs(job: TrainingJob, bytes: number, crossing: Crossing, among: () => number): number {
  const { cluster, profile } = job;
  const { plan, instance } = cluster;
  if (plan.topology !== undefined || bytes === 0) return 0;
  const ofJob = known.get(job) ?? new Map<Crossing, number>();
  known.set(job, ofJob);
  const buffers = ofJob.get(crossing) ?? among();
  ofJob.set(crossing, buffers);
  return (bytes * buffers) / instance.scaleOut.bandwidth / profile.constants.collectiveBandwidthEfficiency;
}

/** Of `held` buffers by each of `groups` on the first instance of the stage, the part that is of ranks elsewhere. */
function buffersOf(
  job: TrainingJob,
  groups: readonly (readonly number[])[],
  held: (inside: number) => number,
): number {
  const instance = instanceOf(job, elementAt(elementAt(groups, 0), 0));
  return groups.reduce((sum, ranks) => {
    const inside = ranks.reduce((count, rank) => count + (instanceOf(job, rank) === instance ? 1 : 0), 0);
    return inside === 0 ? sum : sum + (held(inside) * (ranks.length - inside)) / ranks.length;
  }, 0);
}
