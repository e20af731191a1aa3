/**
 * How long the passes of a stage take, by part: operators, overheads, and the collectives that a pass waits for. Tensor and
 * expert exchanges stand in the operator groups; context-parallel ranks pass keys and values round a ring, c - 1 times,
 * each hop beside the attention on the block before, or turn sequence shards into head shards by four all-to-alls a layer.
 */
import { type Attention, cacheElements, meanHeadDim } from "../../models/operator.ts";
import type { OperatorGroup } from "../../models/operator-group.ts";
import { type ExecutionContext, groupsTime } from "../../timing/forward-time.ts";
import { Placement } from "./placement.ts";
import type { PassTime } from "./stage-times.ts";
import { elementBytes, type TrainingJob } from "./training-job.ts";

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
    const { context = 1 } = degrees;
    if (context === 1 || model.stack === undefined || blocks === 0) return 0;
    const { collectiveBandwidthEfficiency: efficiency, collectiveOverheadNs } = profile.constants;
    const tokens = (sequenceLength / context) * microBatch;
    const attention = groups
      .map((group) => ({
        ...group,
        operators: group.operators.filter(({ kind }) => kind === "attention"),
        exchanges: [],
      }))
      .filter(({ operators }) => operators.length > 0);
    const ranks = this.#placement.group("context");
    const timeNs = (operation: "all-to-all" | "permute", elements: number) =>
      collectiveOverheadNs +
      cluster.network.collectiveNs({
        operation,
        bytes: elementBytes(this.#job) * tokens * elements,
        ranks,
      }) /
        efficiency;
    return attention.reduce((sum, group) => {
      const op = group.operators.find(({ kind }) => kind === "attention") as Attention;
      if (contextExchange === "all-to-all") {
        return sum + group.repeat * 2 * blocks * timeNs("all-to-all", op.heads * meanHeadDim(op));
      }
      const hopNs = timeNs("permute", (blocks * cacheElements(op)) / 2);
      const { compute, memory } = groupsTime([group], this.#context);
      const blockNs = (compute + memory) / group.repeat / context;
      return sum + group.repeat * (context - 1) * Math.max(0, hopNs - blockNs);
    }, 0);
  }
}
