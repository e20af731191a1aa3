/**
 * How long a list of operator groups takes on one rank: the operators of a layer one after the other, the exchanges
 * between ranks, and the fixed cost of the layer. Where operators are launched from the host one by one, a layer takes as
 * long as the slower of the two:
 *
 *     layer = max(sum of operators + exchanges + overhead, launches x host time of a launch)
 */

import type { RankDevice } from "../hardware/chip.ts";
import type { Operator } from "../models/operators/operator.ts";
import type { Exchange, OperatorGroup } from "../models/operators/operator-group.ts";
import { type Behaviours, plainBehaviours } from "./behaviours.ts";
import type { ProfileConstants } from "./constants.ts";
import { widensWeights } from "./data-types.ts";
import { kernelOperatorTime } from "./kernel-operator-time.ts";
import {
  type OperatorSetting,
  type OperatorTime,
  operatorTime,
  type Precision,
  widest,
} from "./operator-time.ts";
import { type OwnKernels, withOwnKernel } from "./own-kernels.ts";

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
  /** No parts: the time in which the engines compute, and in which the memory works, whichever of them operators wait for. */
  computeBusy: number;
  memoryBusy: number;
}

/** Sum of the parts, ns. */
export function totalNs(parts: TimeParts): number {
  return parts.compute + parts.memory + parts.overhead + parts.communication;
}

/** What timing needs to know of where the operators run. */
export interface ExecutionContext {
  device: RankDevice;
  /** The device at the rates it has for the weights of layers; the same when absent. */
  weightDevice?: RankDevice | undefined;
  precision: Precision;
  constants: ProfileConstants;
  /** What the software does with the work; no more than it must when absent. */
  behaviours?: Behaviours;
  /** Library whose measured kernels operators run in; priced from the datasheet and the constants alone when absent. */
  kernels?: string | undefined;
  /** The scenario's own kernels, by operator name; none when absent. */
  ownKernels?: OwnKernels | undefined;
  /** Time on the wire of an exchange of `bytes`, ns. */
  exchangeNs(exchange: Exchange, bytes: number): number;
}

function noParts(): TimeParts {
  return { compute: 0, memory: 0, overhead: 0, communication: 0, computeBusy: 0, memoryBusy: 0 };
}

/** What a group is before its ranks exchange anything and software adds its fixed costs. */
export interface GroupWork extends Pick<OperatorGroup, "name" | "repeat" | "exchanges"> {
  /** Operators that are launched. */
  launches: number;
  /** Time of the operators, once. */
  parts: Readonly<TimeParts>;
}

/** Time of `groups` on one rank, without the per-step overhead. */
export function groupsTime(groups: readonly OperatorGroup[], context: ExecutionContext): TimeParts {
  return workTime(
    groups.map((group) => groupWork(group, context)),
    context,
  );
}

/** The same where the work of the groups is known. */
export function workTime(works: readonly GroupWork[], context: ExecutionContext): TimeParts {
  const parts = noParts();
  for (const work of works) addScaled(parts, onceTime(work, context), work.repeat);
  return parts;
}

/** The work of `group`, which hangs on no network. */
export function groupWork(
  { name, repeat, operators, exchanges }: OperatorGroup,
  context: Omit<ExecutionContext, "exchangeNs">,
): GroupWork {
  const { behaviours = plainBehaviours } = context;
  const parts = noParts();
  let launches = 0;
  for (const op of operators) {
    const { computeNs, memoryNs, overheadNs } = timeOf(op, context);
    launches += launchesOf(op, context.precision);
    if (!behaviours.overlap) {
      parts.compute += computeNs;
      parts.memory += memoryNs;
    } else if (computeNs > memoryNs) parts.compute += computeNs;
    else parts.memory += memoryNs;
    parts.overhead += overheadNs;
    parts.computeBusy += computeNs;
    parts.memoryBusy += memoryNs;
  }
  return { name, repeat, exchanges, launches, parts };
}

/** Before a matmul in 8 bits or fewer a kernel is launched that narrows its input. */
function launchesOf(op: Operator, { compute, families }: Precision): number {
  if (op.kind !== "matmul" || !op.weights) return 1;
  const own = (op.family && families?.[op.family]) ?? compute;
  return widest(own) === own ? 1 : 2;
}

/** Time of `op` in the kernel that runs it. */
function timeOf(op: Operator, context: Omit<ExecutionContext, "exchangeNs">): OperatorTime {
  const { device, constants, precision, behaviours = plainBehaviours } = context;
  const own = forOperator(op, { device, precision, constants, behaviours }, context.weightDevice);
  const inKernel = context.kernels === undefined ? undefined : kernelOperatorTime(op, context.kernels, own);
  const time = inKernel ?? operatorTime(op, own);
  return context.ownKernels === undefined ? time : withOwnKernel(op, time, context.ownKernels, own);
}

/** Time of one repetition of `work`. */
function onceTime(work: GroupWork, context: ExecutionContext): TimeParts {
  const { constants, precision } = context;
  const parts = { ...work.parts };
  for (const exchange of work.exchanges) {
    const bytes = exchange.elements * precision.bytes.activations;
    const wireNs = context.exchangeNs(exchange, bytes) / constants.collectiveBandwidthEfficiency;
    parts.communication += constants.collectiveOverheadNs + wireNs;
  }
  if (isLayer(work)) {
    parts.overhead += constants.layerOverheadNs;
    if (widensWeights(precision.bytes.weights, precision.compute))
      parts.overhead += constants.wideningOverheadNs;
  }
  const launches = work.launches + work.exchanges.length;
  parts.overhead += Math.max(0, launches * constants.hostLaunchNs - totalNs(parts));
  return parts;
}

/** Layers have a fixed cost of their own; embedding and head are launched with the step. */
function isLayer(group: GroupWork): boolean {
  return group.name.endsWith("layers");
}

/**
 * Some families of weights are stored, and computed, in a format of their own; the output head may be wider than the rest, and
 * adapters that are trained beside narrow weights are.
 */
function forOperator(op: Operator, given: OperatorSetting, weightDevice?: RankDevice): OperatorSetting {
  const isLayerWeight = op.kind === "matmul" && op.weights && op.name !== "vocabulary projection";
  const setting = weightDevice && isLayerWeight ? { ...given, device: weightDevice } : given;
  const { precision, behaviours } = setting;
  const own = op.kind === "matmul" && op.weights && op.family ? precision.families?.[op.family] : undefined;
  if (own !== undefined) return { ...setting, precision: { ...precision, compute: own } };
  if (op.kind !== "matmul" || precision.bytes.weights >= 2) return setting;
  const isHead = op.name === "vocabulary projection" && behaviours.headUnquantised;
  if (!isHead && !op.name.startsWith("adapter ")) return setting;
  return { ...setting, precision: { compute: "bf16", bytes: { ...precision.bytes, weights: 2 } } };
}

function addScaled(sum: TimeParts, parts: TimeParts, factor: number): void {
  sum.compute += factor * parts.compute;
  sum.memory += factor * parts.memory;
  sum.overhead += factor * parts.overhead;
  sum.communication += factor * parts.communication;
  sum.computeBusy += factor * parts.computeBusy;
  sum.memoryBusy += factor * parts.memoryBusy;
}
