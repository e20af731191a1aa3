/** What a step puts on the links: the exchanges of a first and a last stage's passes, sends, and gradients. */
import type { OperatorGroup } from "../../../models/operators/operator-group.ts";
import { type LinkLoad, LinkLoads } from "../../../network/link-loads.ts";
import { type DataCollective, dataExchange, groupsOf } from "../exchange/gradient-exchange.ts";
import { sentShare } from "../exchange/pass-exchanges.ts";
import { Placement } from "../job/placement.ts";
import { elementBytes, type TrainingJob } from "../job/training-job.ts";
import type { StagePlan } from "./stage-plan.ts";

/** Enough for all links of an UltraServer (both ways, 256 of ranks and 192 of chips) and its like beside it, for drawings. */
const linksShown = 2048;

/** The links that carry most for their width in a step of `stepNs`; undefined where nothing is exchanged. */
export function trainingLinks(
  job: TrainingJob,
  stages: readonly StagePlan[],
  stepNs: number,
): LinkLoad[] | undefined {
  const { cluster, degrees, microBatch, sequenceLength, model } = job;
  const { tensor, data, pipeline, context = 1, expert = 1, microBatches } = degrees;
  const bytesPerElement = elementBytes(job);
  const loads = new LinkLoads(cluster.network);
  const placement = new Placement({ tensor, context, data, pipeline }, job.placement);
  const [first] = stages;
  if (first === undefined) return undefined;
  const within = cluster.ranksPerInstance;
  // Alike groups of other instances load other links the same way.
  const near = (groups: readonly (readonly number[])[]) => {
    const inside = groups.filter((ranks) => ranks.every((rank) => rank < within));
    return inside.length > 0 ? inside : groups.slice(0, 1);
  };
  const groups = {
    tensor: near(placement.groups("tensor", ["context", "data", "pipeline"], tensor, within)),
    expert: near(
      expert > data ? placement.expertGroups(expert) : placement.groups("data", ["tensor"], expert, within),
    ),
    // Training has no attention groups, and prices what context ranks exchange beside the layers.
    attention: [],
    context: [],
  };
  const exchange = (work: readonly OperatorGroup[]) => {
    for (const { repeat, exchanges } of work) {
      for (const each of exchanges) {
        const { kind, group, elements } = each;
        const bytes = elements * bytesPerElement * sentShare(job, each);
        for (const ranks of groups[group]) {
          loads.addCollective({ operation: kind, bytes, ranks }, repeat * microBatches);
        }
      }
    }
  };
  exchange(first.work.forward);
  exchange(first.work.recompute);
  exchange(first.work.backward);
  if (pipeline > 1) {
    const bytes =
      (microBatch * sequenceLength * (model.stack?.hidden ?? 0) * bytesPerElement) / tensor / context;
    loads.addTransfer(bytes, 0, placement.stride("pipeline"), microBatches);
  }
  const own = { stage: 0 };
  const { once, gather, scatter } = dataExchange(job, first.gradients, own);
  const add = (collectives: readonly DataCollective[], passes: number) => {
    for (const { operation, bytes, times, span } of collectives) {
      const [ranks = [], ...simultaneous] = groupsOf(job, span);
      loads.addCollective({ operation, bytes, ranks, simultaneous }, times * passes);
    }
  };
  add(once, 1);
  // Weights are collected before the forward pass of every micro-batch and before its backward pass.
  add(gather, 2 * microBatches);
  add(scatter, microBatches);
  const hottest = loads.hottest(stepNs, linksShown);
  return hottest.length > 0 ? hottest : undefined;
}
