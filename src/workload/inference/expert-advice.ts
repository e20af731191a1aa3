/**
 * Experts that tensor ranks cut into slices too thin to compute well: 64 ranks leave 32 of the 2,048 columns of each of
 * DeepSeek-V3's experts, a quarter of the width of a matrix engine, and every rank computes a slice of every expert. Whole
 * experts, dealt out over the same ranks, are the other way; which is faster is told by trying it.
 */

import { formatTime } from "../../base/units.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { expertSize } from "../../models/layer-kinds.ts";
import type { Model } from "../../models/model.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import { expertSpreads } from "./expert-spread.ts";
import { type LongestRequest, Request } from "./load/request.ts";
import { loads } from "./replica/loadable-shard.ts";
import type { KvNeed, PlacedReplicas, ReplicaChoice } from "./replica/placed-replicas.ts";
import { planReplica } from "./replica/placement.ts";
import { fits } from "./replica/replica-fit.ts";
import { equalBatch, type StepTimer } from "./time/step-timer.ts";

/** How many times as fast a pass must become before anybody is told. */
const worthTelling = 2;

/** What is placed, and what it was placed for. */
export interface PlacedExperts {
  placed: PlacedReplicas;
  choice: ReplicaChoice;
  need: KvNeed;
  /** Longest prompt and answer that come, tokens; requests in the largest batch. */
  longest: LongestRequest;
  maxBatch: number;
}

/** Says that whole experts over the ranks of a replica would make a prompt or a step much faster, where they would. */
export function expertAdvice(
  parts: { cluster: Cluster; model: Model; profile: SoftwareProfile },
  { placed, choice, need, longest, maxBatch }: PlacedExperts,
  timerOf: (placed: PlacedReplicas) => StepTimer,
): string[] {
  const size = expertSize(parts.model.stack);
  const expert = expertSpreads(parts.model, placed.tensor).at(-1) ?? 1;
  if (size === undefined || expert === 1 || placed.shard.expert > 1) return [];
  const whole = planReplica(parts, { ...choice, expert }, need, placed.tensor);
  const software = { chip: parts.cluster.instance.chip, profile: parts.profile };
  if (!fits(whole, need) || !loads(whole.model, whole.shard, software)) return [];
  const { inputTokens, outputTokens } = longest;
  const prompt = new Request(0, { arrivalNs: 0, inputTokens, outputTokens }, false);
  const held = Math.floor(placed.memory.kvCapacityTokens / (inputTokens + outputTokens));
  const batch = Math.max(1, Math.min(maxBatch, held));
  const passes = [placed, whole].map((each) => {
    const timer = timerOf(each);
    return {
      prompt: timer.prefill([prompt]).totalNs,
      step: timer.decode(equalBatch(batch, inputTokens + outputTokens, inputTokens)).first.totalNs,
    };
  }) as [Passes, Passes];
  const [sliced, dealt] = passes;
  const told = (pass: keyof Passes, what: string) =>
    sliced[pass] > worthTelling * dealt[pass]
      ? [`${what} ${formatTime(dealt[pass])} instead of ${formatTime(sliced[pass])}`]
      : [];
  const gains = [
    ...told("prompt", `a prompt of ${inputTokens} tokens`),
    ...told("step", `a decode step of ${batch}`),
  ];
  if (gains.length === 0) return [];
  return [
    `${placed.tensor} tensor ranks have ${Math.ceil(size.width / placed.tensor)} of the ${size.width} columns of every expert each: ` +
      `whole experts on each (workload.parallelism.expert: ${expert}), evenly loaded, would make ${gains.join(" and ")}`,
  ];
}

interface Passes {
  prompt: number;
  step: number;
}
