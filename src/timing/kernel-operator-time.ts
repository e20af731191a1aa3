/**
 * How long operators take on a GPU whose stack runs measured kernels: the kernel layer, by the operator's own shape. Which
 * kernel an operator runs in:
 *
 * - matmuls with the tiles of the library; those of experts in its grouped matmul, which holds their activation, routing
 *   weights and weighted sum as well;
 * - attention of whole prompts in the fused kernel, of new tokens in the decode kernel;
 * - residual sums in the kernel of the norm that follows; other element-wise work in one kernel each, at `streaming` of the
 *   memory bandwidth.
 *
 * 8-bit experts run the kernel with scales of blocks of 128, as checkpoints of such models come; 8-bit dense layers the one
 * with a scale a tensor. Weights narrower than the product (4 bits; 8 bits where the chip has no such rate) are widened on
 * the way in. A profile's efficiencies say which share of the kernel's own speed its stack reaches.
 */
import type { RankDevice } from "../hardware/chip.ts";
import {
  type Attention,
  type Matmul,
  type Operator,
  operatorActivationBytes,
  type VectorWork,
  weightElementBytes,
} from "../models/operators/operator.ts";
import { decodeKernelTime } from "./kernels/decode-kernel.ts";
import { expertKernelTime } from "./kernels/expert-kernel.ts";
import { kernelFor } from "./kernels/kernel-library.ts";
import type { KernelConstants, KernelSlot } from "./kernels/kernel-types.ts";
import { type KernelTime, matmulKernelTime } from "./kernels/matmul-kernel.ts";
import { prefillKernelTime } from "./kernels/prefill-kernel.ts";
import {
  decodeQueriesMax,
  matmulPeak,
  type OperatorSetting,
  type OperatorTime,
  widest,
} from "./operator-time.ts";

/** Of the memory bandwidth, by element-wise kernels (the two-term fits of memory-bound matmuls have .85 to .95). */
const streaming = 0.8;
/** An element-wise kernel in a graph. */
const elementwiseLaunchNs = 2000;

/** Time of `op` in the kernels of `family`; undefined for operators that have none there. */
export function kernelOperatorTime(
  op: Operator,
  family: string,
  setting: OperatorSetting,
): OperatorTime | undefined {
  switch (op.kind) {
    case "matmul":
      return isExpert(op) && op.weights ? expertTime(op, family, setting) : matmulTime(op, family, setting);
    case "attention":
      return attentionTime(op, family, setting);
    case "vector":
      return vectorTime(op, setting);
    default:
      return undefined;
  }
}

function kernel<Slot extends KernelSlot>(
  slot: Slot,
  family: string,
  device: RankDevice,
): KernelConstants[Slot] {
  return kernelFor(slot, family, device.chip).constants;
}

/** Names of routed experts' operators begin so; a shared expert is a dense layer. */
const isExpert = ({ name }: Operator) => name.startsWith("expert ");

function isNarrow({ precision }: OperatorSetting): boolean {
  return precision.compute === "fp8" || precision.compute === "int8" || precision.compute === "fp4";
}

/** Share of the kernels' speed that matmuls of the stack reach. */
function matmulShare(op: Matmul, setting: OperatorSetting): number {
  const { constants } = setting;
  const share = isNarrow(setting) ? constants.matmulEfficiency8Bit : constants.matmulEfficiency;
  return isExpert(op) ? share * constants.expertEfficiency : share;
}

function timeOf(time: KernelTime, efficiency: number, { constants }: OperatorSetting): OperatorTime {
  return {
    computeNs: time.computeNs / efficiency,
    memoryNs: time.memoryNs / efficiency,
    overheadNs: time.launchNs * (1 - constants.hiddenLaunchFraction),
  };
}

function scaled(time: KernelTime, factor: number): KernelTime {
  return {
    computeNs: time.computeNs * factor,
    memoryNs: time.memoryNs * factor,
    launchNs: time.launchNs * factor,
  };
}

function matmulTime(op: Matmul, family: string, setting: OperatorSetting): OperatorTime {
  const { device, precision } = setting;
  const narrow = isNarrow(setting);
  const leftBytes = narrow ? 1 : precision.bytes.activations;
  const shape = {
    m: op.m,
    n: op.n,
    k: op.k,
    leftBytes,
    rightBytes: op.weights ? weightElementBytes(precision.bytes, op.family) : leftBytes,
    resultBytes: precision.bytes.activations,
    peak: matmulPeak(device, precision.compute),
  };
  const constantsOf = kernel(narrow ? "matmul.fp8" : "matmul.wide", family, device);
  const once = matmulKernelTime(shape, device, constantsOf);
  return timeOf(
    // Several products of one operator are one launch.
    { ...scaled(once, op.count), launchNs: once.launchNs },
    matmulShare(op, setting),
    setting,
  );
}

function expertTime(op: Matmul, family: string, setting: OperatorSetting): OperatorTime {
  const { device, precision } = setting;
  const narrow = isNarrow(setting);
  const columns = /down/.test(op.name) ? op.k : /gate/.test(op.name) ? op.n / 2 : op.n;
  const shape = {
    choices: op.m * op.count,
    touched: op.count,
    k: op.k,
    n: op.n,
    columns,
    weightBytes: weightElementBytes(precision.bytes, op.family),
    activationBytes: precision.bytes.activations,
    peak: matmulPeak(device, precision.compute),
  };
  const constantsOf = kernel(narrow ? "experts.fp8Block" : "experts.wide", family, device);
  return timeOf(expertKernelTime(shape, device, constantsOf), matmulShare(op, setting), setting);
}

function attentionTime(op: Attention, family: string, setting: OperatorSetting): OperatorTime | undefined {
  const { device, precision, constants, behaviours } = setting;
  if (op.fromCache && op.queryTokens <= decodeQueriesMax) {
    const slot = precision.bytes.kvCache < 2 ? "decode.narrow" : "decode.wide";
    const time = decodeKernelTime(op, device, precision.bytes.kvCache, kernel(slot, family, device));
    return timeOf(time, constants.attentionDecodeEfficiency, setting);
  }
  if (behaviours.flashFromTokens === null) return undefined;
  const peak = matmulPeak(device, widest(precision.compute));
  const time = prefillKernelTime(op, device, peak, kernel("prefill", family, device));
  return timeOf(time, constants.flashAttentionEfficiency, setting);
}

function vectorTime(op: VectorWork, { device, precision, constants }: OperatorSetting): OperatorTime {
  const isFused = isExpert(op) || /residual|router softmax/.test(op.name);
  const none = { computeNs: 0, memoryNs: 0, overheadNs: 0 };
  if (isFused) return none;
  // The residual sum that a norm takes along reads one tensor and writes one beside its own.
  const tensors = /norm$/.test(op.name) && !/query-key|final/.test(op.name) ? 2 : 1;
  const bytes = tensors * operatorActivationBytes(op, precision.bytes);
  const bandwidth = device.memoryBandwidth * streaming * constants.activationBandwidthEfficiency;
  return {
    ...none,
    memoryNs: bytes / bandwidth,
    overheadNs: elementwiseLaunchNs * (1 - constants.hiddenLaunchFraction),
  };
}
