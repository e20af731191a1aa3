/**
 * How long operators take on a GPU whose stack runs measured kernels: the kernel layer, by the operator's own shape. Which
 * kernel an operator runs in:
 *
 * - matmuls with the tiles of the library; those of experts in its grouped matmul, which holds their activation, routing
 *   weights and weighted sum as well, or, in software that groups plain matmuls, in these, side by side, the tokens put in
 *   the order of experts before;
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
      if (!isExpert(op)) return matmulTime(op, family, setting);
      if (setting.behaviours.expertMatmuls === "grouped") return groupedTime(op, family, setting);
      return op.weights ? expertTime(op, family, setting) : matmulTime(op, family, setting);
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

/** Whether weights of `weightBytes` an element are widened by the vector units for every tile of the result. */
function isWidened(weightBytes: number, { precision }: OperatorSetting): boolean {
  return weightBytes < 1 && precision.compute !== "fp4";
}

/**
 * Rate of the products with weights of `weightBytes` an element. Where they are widened, in small tiles, products take
 * longer, reading the weights does not.
 */
function productPeak(weightBytes: number, setting: OperatorSetting): number {
  const peak = matmulPeak(setting.device, setting.precision.compute);
  return isWidened(weightBytes, setting) ? peak * setting.constants.wideningEfficiency : peak;
}

function timeOf(time: KernelTime, efficiency: number, { constants }: OperatorSetting): OperatorTime {
  return {
    computeNs: time.computeNs / efficiency,
    memoryNs: time.memoryNs / efficiency,
    overheadNs: time.launchNs * (1 - constants.hiddenLaunchFraction),
  };
}

function matmulTime(op: Matmul, family: string, setting: OperatorSetting): OperatorTime {
  const { device, precision } = setting;
  const narrow = isNarrow(setting);
  const leftBytes = narrow ? 1 : precision.bytes.activations;
  const rightBytes = op.weights ? weightElementBytes(precision.bytes, op.family) : leftBytes;
  const shape = {
    m: op.m,
    n: op.n,
    k: op.k,
    leftBytes,
    rightBytes,
    resultBytes: precision.bytes.activations,
    peak: productPeak(rightBytes, setting),
    hasShortTiles: op.weights && isWidened(rightBytes, setting),
  };
  const constantsOf = kernel(narrow ? "matmul.fp8" : "matmul.wide", family, device);
  const time = matmulKernelTime({ ...shape, count: op.count }, device, constantsOf);
  return timeOf(time, matmulShare(op, setting), setting);
}

/**
 * Matmuls of experts side by side, each launched by itself; tokens are gathered in their order on the way in, and gradients
 * on the way back.
 */
function groupedTime(op: Matmul, family: string, setting: OperatorSetting): OperatorTime {
  const { device, precision, constants } = setting;
  const time = matmulTime(op, family, setting);
  const overheadNs = time.overheadNs + op.count * constants.expertMatmulNs;
  const gathers = /(gate-up|up) projection$|down projection input gradient$/.test(op.name);
  if (!gathers) return { ...time, overheadNs };
  const moved = 2 * op.m * op.count * op.k * precision.bytes.activations;
  const bandwidth = device.memoryBandwidth * streaming * constants.activationBandwidthEfficiency;
  return { ...time, overheadNs: overheadNs + moved / bandwidth + launchOf(setting) };
}

function expertTime(op: Matmul, family: string, setting: OperatorSetting): OperatorTime {
  const { device, precision } = setting;
  const narrow = isNarrow(setting);
  const columns = /down/.test(op.name) ? op.k : /gate/.test(op.name) ? op.n / 2 : op.n;
  const weightBytes = weightElementBytes(precision.bytes, op.family);
  const shape = {
    choices: op.m * op.count,
    touched: op.count,
    k: op.k,
    n: op.n,
    columns,
    weightBytes,
    activationBytes: precision.bytes.activations,
    peak: productPeak(weightBytes, setting),
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

function vectorTime(op: VectorWork, setting: OperatorSetting): OperatorTime {
  const { device, precision, constants, behaviours } = setting;
  const { expertMatmuls } = behaviours;
  const isFused = (isExpert(op) && expertMatmuls === "fused") || /residual|router softmax/.test(op.name);
  const none = { computeNs: 0, memoryNs: 0, overheadNs: 0 };
  if (isFused) return none;
  // The residual sum that a norm takes along reads one tensor and writes one beside its own.
  const tensors = /norm$/.test(op.name) && !/query-key|final/.test(op.name) ? 2 : 1;
  const bytes = tensors * operatorActivationBytes(op, precision.bytes);
  const bandwidth = device.memoryBandwidth * streaming * constants.activationBandwidthEfficiency;
  return {
    ...none,
    memoryNs: bytes / bandwidth,
    overheadNs: launchOf(setting),
  };
}

function launchOf({ constants }: OperatorSetting): number {
  return elementwiseLaunchNs * (1 - constants.hiddenLaunchFraction);
}
