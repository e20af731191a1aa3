/**
 * How long the passes of a stage take, by part: operators, overheads, and the collectives that a pass waits for. Tensor and
 * expert exchanges stand in the operator groups; context-parallel ranks pass keys and values round a ring, c - 1 times,
 * each hop beside the attention on the block before, or turn sequence shards into head shards by four all-to-alls a layer.
 */
import type { OperatorGroup } from "../../models/operator-group.ts";
import { kvHeadsPerRank } from "../../models/shard.ts";
import { type ExecutionContext, groupsTime } from "../../timing/forward-time.ts";
import { Placement } from "./placement.ts";
import type { PassTime } from "./stage-times.ts";
import { elementBytes, shardOf, type TrainingJob } from "./training-job.ts";

/** Prices passes of a job. */
export class PassPricing {
  readonly #job: TrainingJob;
  readonly #context: ExecutionContext;
  readonly #placement: Placement;

  constructor(job: TrainingJob, context: Omit<ExecutionContext, "exchangeNs">) {
    this.#job = job;
    const { tensor, data, pipeline, context: parts = 1, expert = 1 } = job.degrees;
    this.#placement = new Placement({ tensor, context: parts, data, pipeline }, job.placement);
    const tensorRanks = this.#placement.group("tensor");
    const expertRanks = this.#placement.group("data", 0, expert);
    const { network } = job.cluster;
    this.#context = {
      ...context,
      exchangeNs: (exchange, bytes) =>
        exchange.group === "expert"
          ? network.collectiveNs({
              operation: exchange.kind,
              bytes: bytes * (job.expertLoad ?? 1),
              ranks: expertRanks,
            })
          : (1 - context.constants.hiddenTensorFraction) *
            network.collectiveNs({ operation: exchange.kind, bytes, ranks: tensorRanks }),
    };
  }

  /** Time of `groups`; `blocks` counts the tensors that attention passes on: keys and values, or their gradients too. */
  price(groups: readonly OperatorGroup[], blocks: number): PassTime {
    const { compute, memory, overhead, communication } = groupsTime(groups, this.#context);
    const expert = this.#expertNs(groups);
    return {
      compute,
      memory,
      overhead,
      tensor: communication - expert,
      context: this.#contextNs(groups, blocks),
      expert,
    };
  }

  /** The part of the exchanges that expert ranks have. */
  #expertNs(groups: readonly OperatorGroup[]): number {
    if ((this.#job.degrees.expert ?? 1) === 1) return 0;
    const alone = groups.map((group) => ({
      ...group,
      operators: [],
      exchanges: group.exchanges.filter(({ group: ranks }) => ranks === "expert"),
    }));
    return groupsTime(alone, this.#context).communication;
  }

  #contextNs(groups: readonly OperatorGroup[], blocks: number): number {
    const { degrees, model, microBatch, sequenceLength, cluster, contextExchange, profile } = this.#job;
    const { context = 1, tensor } = degrees;
    const { stack } = model;
    if (context === 1 || stack === undefined || blocks === 0) return 0;
    const { collectiveBandwidthEfficiency: efficiency, collectiveOverheadNs } = profile.constants;
    const tokens = (sequenceLength / context) * microBatch;
    const attention = groups
      .map((group) => ({
        ...group,
        operators: group.operators.filter(({ kind }) => kind === "attention"),
        exchanges: [],
      }))
      .filter(({ operators }) => operators.length > 0);
    const layers = attention.reduce((sum, { repeat }) => sum + repeat, 0);
    const ranks = this.#placement.group("context");
    if (contextExchange === "all-to-all") {
      const bytes = (elementBytes(this.#job) * tokens * stack.heads * stack.headDim) / tensor;
      const once = cluster.network.collectiveNs({ operation: "all-to-all", bytes, ranks });
      return layers * 2 * blocks * (collectiveOverheadNs + once / efficiency);
    }
    const bytes =
      elementBytes(this.#job) * blocks * tokens * kvHeadsPerRank(stack, shardOf(this.#job)) * stack.headDim;
    const hopNs =
      collectiveOverheadNs +
      cluster.network.collectiveNs({ operation: "permute", bytes, ranks }) / efficiency;
    const { compute, memory } = groupsTime(attention, this.#context);
    const blockNs = (compute + memory) / layers / context;
    return layers * (context - 1) * Math.max(0, hopNs - blockNs);
  }
}
