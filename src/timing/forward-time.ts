/**
 * How long a list of operator groups takes on one rank: operators one after the other, each limited by compute or by
 * memory, plus the fixed cost of each layer and the exchanges between ranks.
 */
import type { RankDevice } from "../hardware/chip.ts";
import type { Exchange, OperatorGroup } from "../models/operator-group.ts";
import { operatorTime, type Precision } from "./operator-time.ts";
import type { ProfileConstants } from "./software-profile.ts";

/** Time by what limits it, ns; the parts sum to the total. */
export interface TimeParts {
  /** Operators limited by FLOPs. */
  compute: number;
  /** Operators limited by memory bandwidth. */
  memory: number;
  /** Launches, synchronisation, host. */
  overhead: number;
  /** Collectives on which the rank waits. */
  communication: number;
}

/** Sum of the parts, ns. */
export function totalNs(parts: TimeParts): number {
  return parts.compute + parts.memory + parts.overhead + parts.communication;
}

/** What timing needs to know of where the operators run. */
export interface ExecutionContext {
  device: RankDevice;
  precision: Precision;
  constants: ProfileConstants;
  /** Time on the wire of an exchange of `bytes`, ns. */
  exchangeNs(exchange: Exchange, bytes: number): number;
}

/** Time of `groups` on one rank, without the per-step overhead. */
export function groupsTime(groups: readonly OperatorGroup[], context: ExecutionContext): TimeParts {
  const { constants, precision } = context;
  const parts: TimeParts = { compute: 0, memory: 0, overhead: 0, communication: 0 };
  for (const group of groups) {
    for (const op of group.operators) {
      const { computeNs, memoryNs } = operatorTime(op, context.device, precision, constants);
      if (computeNs > memoryNs) parts.compute += group.repeat * computeNs;
      else parts.memory += group.repeat * memoryNs;
    }
    for (const exchange of group.exchanges) {
      const bytes = exchange.elements * precision.bytes.activations;
      parts.communication +=
        group.repeat * (constants.collectiveOverheadNs + context.exchangeNs(exchange, bytes));
    }
    parts.overhead += group.repeat * constants.layerOverheadNs;
  }
  return parts;
}
