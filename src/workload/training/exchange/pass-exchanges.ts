/**
 * The collectives that a pass of a stage waits for: those of its operator groups among tensor and expert ranks, and what
 * context-parallel ranks show each other: keys and values round a ring, c - 1 times, each hop beside the attention on the
 * block before, or four all-to-alls a layer that turn sequence shards into head shards.
 */

import { group } from "d3-array";
import { elementAt } from "../../../base/element-at.ts";
import { power } from "../../../base/power.ts";
import { type Attention, cacheElements, meanHeadDim } from "../../../models/operators/operator.ts";
import type { Exchange, OperatorGroup } from "../../../models/operators/operator-group.ts";
import type { CollectiveOperation } from "../../../network/collectives/collective-plan.ts";
import { Placement } from "../job/placement.ts";
import { elementBytes, type TrainingJob } from "../job/training-job.ts";

/** Ranks among which a pass exchanges. */
export type PassAxis = "tensor" | "expert" | "context";

/** What exchanges at the same time: groups along an axis, its parts inside instances, or pairs of ranks of neighbouring stages. */
type AtOnce = PassAxis | "expert ranks of an instance" | "sends";

/** Collectives of one size in a row. */
export interface PassExchange {
  axis: PassAxis;
  operation: CollectiveOperation;
  /** Of each. */
  bytes: number;
  times: number;
}

/** Collectives of `groups` among tensor and expert ranks; `activationBytes` is the size of an element. */
export function operatorExchanges(
  job: TrainingJob,
  groups: readonly OperatorGroup[],
  activationBytes: number,
): PassExchange[] {
  return groups.flatMap(({ repeat, exchanges }) =>
    exchanges.map((exchange): PassExchange => {
      const { kind, group, elements } = exchange;
      const isExpert = group === "expert";
      const load = isExpert ? (job.expertLoad ?? 1) : 1;
      return {
        axis: isExpert ? "expert" : "tensor",
        operation: kind,
        bytes: elements * activationBytes * load * sentShare(job, exchange),
        times: repeat,
      };
    }),
  );
}

/** Instances of the expert groups of jobs already asked for. */
const spans = new WeakMap<TrainingJob, number>();

/**
 * Of the copies of tokens that expert ranks send, the part that is left where a token goes to each instance once: of c evenly
 * chosen experts on n instances, n (1 - (1 - 1/n)^c) / c. All of them where the software sends every copy.
 */
export function sentShare(job: TrainingJob, { group, copies }: Pick<Exchange, "group" | "copies">): number {
  if (group !== "expert" || copies === undefined) return 1;
  if (!job.profile.behaviours.sendsOncePerInstance) return 1;
  const span =
    spans.get(job) ??
    new Set(elementAt(axisGroups(job, "expert"), 0).map((rank) => instanceOf(job, rank))).size;
  spans.set(job, span);
  return span === 1 ? 1 : (span * (1 - power(1 - 1 / span, copies))) / copies;
}

/** Instance that holds `rank`. */
export function instanceOf({ cluster }: TrainingJob, rank: number): number {
  return Math.floor(rank / cluster.ranksPerInstance);
}

/** What context ranks pass on in each group that attends; `blocks` counts the tensors: keys and values, or their gradients too. */
export function contextExchanges(
  job: TrainingJob,
  groups: readonly OperatorGroup[],
  blocks: number,
): { group: OperatorGroup; exchange: PassExchange }[] {
  const { degrees, microBatch, sequenceLength } = job;
  const { context = 1 } = degrees;
  if (context === 1 || blocks === 0) return [];
  const tokenBytes = elementBytes(job) * (sequenceLength / context) * microBatch;
  return groups.flatMap((group) => {
    const op = group.operators.find(({ kind }) => kind === "attention") as Attention | undefined;
    if (op === undefined) return [];
    const exchange: PassExchange =
      job.contextExchange === "all-to-all"
        ? {
            axis: "context",
            operation: "all-to-all",
            bytes: tokenBytes * op.heads * meanHeadDim(op),
            times: group.repeat * 2 * blocks,
          }
        : {
            axis: "context",
            operation: "permute",
            bytes: (tokenBytes * blocks * cacheElements(op)) / 2,
            times: group.repeat * (context - 1),
          };
    return [{ group, exchange }];
  });
}

/** What exchanges at the same time in the first stage of jobs already asked for, as far as it meets on links: the same arrays each time. */
const meetings = new WeakMap<TrainingJob, Map<AtOnce, Groups>>();

type Groups = readonly (readonly number[])[];

/** Groups of the first stage that exchange at once and can meet the first of them: along an axis, or each rank with its like in the next stage. */
export function meetingGroups(job: TrainingJob, what: AtOnce): Groups {
  const ofJob = meetings.get(job) ?? new Map<typeof what, Groups>();
  meetings.set(job, ofJob);
  const groups = ofJob.get(what) ?? job.cluster.network.meeting(groupsAtOnce(job, what));
  ofJob.set(what, groups);
  return groups;
}

function groupsAtOnce(job: TrainingJob, what: AtOnce): Groups {
  if (what === "expert ranks of an instance")
    return axisGroups(job, "expert").flatMap((ranks) => [
      ...group(ranks, (rank) => instanceOf(job, rank)).values(),
    ]);
  if (what !== "sends") return axisGroups(job, what);
  const { tensor, data, pipeline, context = 1 } = job.degrees;
  return new Placement({ tensor, context, data, pipeline }, job.placement).sends(0);
}

/** All groups of `axis` in one stage, which exchange at the same time. */
export function axisGroups(job: TrainingJob, axis: PassAxis, stage = 0): number[][] {
  const { tensor, data, pipeline, context = 1, expert = 1 } = job.degrees;
  const placement = new Placement({ tensor, context, data, pipeline }, job.placement);
  return axis === "expert"
    ? placement.expertGroups(expert, stage)
    : placement.stageGroups(axis, undefined, stage);
}
