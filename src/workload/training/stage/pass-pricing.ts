/**
 * How long the passes of a stage take, by part: operators, overheads, and the collectives that a pass waits for. All groups
 * of a stage exchange at the same time and share what links they have in common.
 */

import type { Exchange, OperatorGroup } from "../../../models/operators/operator-group.ts";
import type { CollectiveOperation } from "../../../network/collectives/collective-plan.ts";
import { type ExecutionContext, groupsTime } from "../../../timing/forward-time.ts";
import { contextExchanges, meetingGroups, type PassAxis, sentShare } from "../exchange/pass-exchanges.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { PassTime } from "./pass-time.ts";

/** Prices passes of a job. */
export class PassPricing {
  readonly #job: TrainingJob;
  readonly #context: ExecutionContext;
  /** Part of tensor exchanges that the profile does not hide. */
  readonly #exposed: number;

  constructor(job: TrainingJob, context: Omit<ExecutionContext, "exchangeNs">) {
    this.#job = job;
    this.#exposed = 1 - context.constants.hiddenTensorFraction;
    this.#context = {
      ...context,
      exchangeNs: (exchange, bytes) =>
        exchange.group === "expert"
          ? this.#expertExchangeNs(exchange, bytes * (job.expertLoad ?? 1))
          : this.#exposed * this.#collectiveNs("tensor", exchange.kind, bytes),
    };
  }

  /** Time of `groups`; `blocks` counts the tensors that attention passes on: keys and values, or their gradients too. */
  price(groups: readonly OperatorGroup[], blocks: number): PassTime {
    const parts = groupsTime(groups, this.#context);
    const { compute, memory, overhead, communication, computeBusy, memoryBusy } = parts;
    const expert = this.#expertNs(groups);
    const waited = communication - expert;
    // No more is hidden than there is work for it to run beside.
    const least = this.#exposed < 1 ? this.#wholeTensorNs(groups) - compute - memory : 0;
    return {
      compute,
      memory,
      overhead,
      tensor: Math.max(
        least,
        this.#job.asyncTensor ? Math.min(waited, this.#besideMatmuls(groups).exposedNs) : waited,
      ),
      context: this.#contextNs(groups, blocks),
      expert,
      computeBusy,
      memoryBusy,
    };
  }

  /** Part of the tensor exchanges of `groups` that a pass waits for where they run beside matmuls; all where they do not. */
  tensorExposed(groups: readonly OperatorGroup[]): number {
    if (!this.#job.asyncTensor) return 1;
    const { exposedNs, wholeNs } = this.#besideMatmuls(groups);
    return wholeNs > 0 ? exposedNs / wholeNs : 1;
  }

  /**
   * Tensor exchanges in as many pieces as there are ranks, each beside the matmul of the piece before: a layer waits for one
   * piece, or for what its matmuls are too short to hide.
   */
  #besideMatmuls(groups: readonly OperatorGroup[]): { exposedNs: number; wholeNs: number } {
    const { tensor } = this.#job.degrees;
    const sum = { exposedNs: 0, wholeNs: 0 };
    for (const group of groups) {
      const once = { ...group, repeat: 1 };
      const matmuls = group.operators.filter(({ kind }) => kind === "matmul");
      const wholeNs = this.#wholeTensorNs([once]);
      const { compute, memory } = groupsTime([{ ...once, operators: matmuls, exchanges: [] }], this.#context);
      sum.wholeNs += group.repeat * wholeNs;
      sum.exposedNs += group.repeat * Math.max(wholeNs / tensor, wholeNs - compute - memory);
    }
    return sum;
  }

  /** All that the tensor ranks exchange in `groups`, hidden or not. */
  #wholeTensorNs(groups: readonly OperatorGroup[]): number {
    const exchangeNs: ExecutionContext["exchangeNs"] = ({ kind }, bytes) =>
      this.#collectiveNs("tensor", kind, bytes);
    const exchanging = groups.map((group) => ({
      ...group,
      operators: [],
      exchanges: group.exchanges.filter(({ group: ranks }) => ranks !== "expert"),
    }));
    return groupsTime(exchanging, { ...this.#context, exchangeNs }).communication;
  }

  #collectiveNs(axis: PassAxis, operation: CollectiveOperation, bytes: number): number {
    const [ranks = [], ...simultaneous] = meetingGroups(this.#job, axis);
    return this.#job.cluster.network.collectiveNs({ operation, bytes, ranks, simultaneous });
  }

  /**
   * An exchange of expert ranks. Where a token goes to each instance once, what is passed on inside goes on at the same time:
   * the longer of the two counts.
   */
  #expertExchangeNs(exchange: Exchange, bytes: number): number {
    const { kind } = exchange;
    const share = sentShare(this.#job, exchange);
    const betweenNs = this.#collectiveNs("expert", kind, bytes * share);
    if (share === 1) return betweenNs;
    const [ranks = [], ...simultaneous] = meetingGroups(this.#job, "expert ranks of an instance");
    return Math.max(
      betweenNs,
      this.#job.cluster.network.collectiveNs({ operation: kind, bytes, ranks, simultaneous }),
    );
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

  /** What a pass waits for its context ranks: all of an all-to-all, of a ring what attention does not hide. */
  #contextNs(groups: readonly OperatorGroup[], blocks: number): number {
    const { collectiveBandwidthEfficiency, collectiveOverheadNs } = this.#job.profile.constants;
    return contextExchanges(this.#job, groups, blocks).reduce((sum, { group, exchange }) => {
      const { operation, bytes, times } = exchange;
      const onceNs =
        collectiveOverheadNs +
        this.#collectiveNs("context", operation, bytes) / collectiveBandwidthEfficiency;
      if (operation === "all-to-all") return sum + times * onceNs;
      const operators = group.operators.filter(({ kind }) => kind === "attention");
      const { compute, memory } = groupsTime(
        [{ ...group, operators, exchanges: [], repeat: 1 }],
        this.#context,
      );
      const blockNs = (compute + memory) / (this.#job.degrees.context ?? 1);
      return sum + times * Math.max(0, onceNs - blockNs);
    }, 0);
  }
}
