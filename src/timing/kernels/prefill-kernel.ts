/**
 * Fused attention of a GPU over whole prompts: a row block of 128 queries of one head, or 64, walks over blocks of 128 keys.
 *
 *     block  = rows x 128 (4 head width / (SM's peak x efficiency) + 1 / exponentials per ns and SM)
 *     spread = row blocks (mean key blocks x block + row) / SMs
 *     last   = most key blocks of a row block x block x serial + row
 *     time   = launch + cube root of (spread^3 + last^3 + memory^3) + keys and values written to the cache
 *
 * Exponentials run beside the products and matter most where heads are narrow. A causal mask halves the key blocks, a
 * window bounds them. Kernels that pack the query heads of a KV head into one row block fill it with short prompts too.
 * Backward passes compute `products / 2` times the products of the forward pass.
 */
import { power } from "../../base/power.ts";
import type { RankDevice } from "../../hardware/chip.ts";
import { type Attention, meanHeadDim } from "../../models/operators/operator.ts";
import { byBound, type KernelTime } from "./matmul-kernel.ts";
import { multiprocessors } from "./multiprocessors.ts";

/** Constants of a fused attention kernel. */
export interface PrefillKernel {
  /** Of the 16-bit peak, for the two products. */
  efficiency: number;
  /** Exponentials, as a fraction of the fp32 flops of the vector units. */
  exponentials: number;
  /** Fixed cost of a row block, of heads of 128, ns. */
  rowNs: number;
  /** Time of a block that runs alone on its SM, relative to one among others. */
  serial: number;
  /** Key blocks that a window touches beside its own length. */
  windowBlocks: number;
  /** Times that new keys and values pass through memory on their way to the cache. */
  cacheBytes: number;
  launchNs: number;
  /** Query heads that share a KV head stand in one row block. */
  packsHeads: boolean;
  /** Row blocks are of 64 queries. */
  halfRows: boolean;
}

const side = 128;
const bandwidthEfficiency = 0.8;

/** Time of attention over whole prompts on `device`, whose 16-bit peak is `peak`. */
export function prefillKernelTime(
  op: Attention,
  device: RankDevice,
  peak: number,
  kernel: PrefillKernel,
): KernelTime {
  const { sequences, queryTokens, contextTokens, heads, kvHeads, causal } = op;
  const headDim = meanHeadDim(op);
  const units = multiprocessors(device);
  const group = kernel.packsHeads ? heads / kvHeads : 1;
  const rows = kernel.halfRows ? side / 2 : side;
  const rowBlocks = Math.ceil((queryTokens * group) / rows) / group;
  const keys = keyBlocks(op, kernel.windowBlocks, causal);
  const exponentials = (device.vectorPeak / units) * kernel.exponentials;
  const products = (op.products ?? 2) / 2;
  const blockNs =
    side * rows * ((4 * headDim * products) / ((peak / units) * kernel.efficiency) + 1 / exponentials);
  const rowNs = kernel.rowNs * Math.sqrt(headDim / side);
  const spreadNs = (sequences * heads * rowBlocks * (keys.mean * blockNs + rowNs)) / units;
  const lastNs = keys.most * blockNs * kernel.serial + rowNs;
  const moved = 2 * (2 * heads * queryTokens + 2 * kvHeads * contextTokens) * sequences * headDim;
  const memoryNs = moved / (device.memoryBandwidth * bandwidthEfficiency);
  const writeNs =
    products > 1
      ? 0
      : (sequences * queryTokens * kvHeads * headDim * kernel.cacheBytes) / device.memoryBandwidth;
  const workNs = Math.cbrt(power(spreadNs, 3) + power(lastNs, 3) + power(memoryNs, 3)) + writeNs;
  return byBound(spreadNs + lastNs, memoryNs + writeNs, workNs, workNs + kernel.launchNs);
}

/** Key blocks that a row block walks over, on average and at most. */
function keyBlocks(op: Attention, windowBlocks: number, causal: boolean): { mean: number; most: number } {
  const { queryTokens, contextTokens, window = 0 } = op;
  const own = Math.ceil(queryTokens / side);
  const before = (contextTokens - queryTokens) / side;
  const full = causal ? before + (own + 1) / 2 : Math.ceil(contextTokens / side);
  const most = causal ? before + own : full;
  if (window === 0) return { mean: full, most };
  const reach = window / side + windowBlocks;
  if (most <= reach) return { mean: full, most };
  // Row blocks near the start see less than the whole window.
  const rising = Math.max(0, Math.min(own, reach - before));
  const risingSum = rising * before + (rising * (rising + 1)) / 2;
  return { mean: Math.min(full, (risingSum + (own - rising) * reach) / own), most: Math.min(most, reach) };
}
