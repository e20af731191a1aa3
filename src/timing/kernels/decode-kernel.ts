/**
 * Attention of a GPU for one new token a sequence: bound by the KV cache it reads, or, where that is little, by its blocks.
 *
 *     blocks = sequences x KV heads, split along the context in parts of 256 tokens while SMs are idle
 *     memory = KV bytes / (bandwidth x efficiency x (share of SMs at work) ^ few) + queries and results
 *     blocks = waves (block + 128 keys of it)
 *     time   = launch + hypot(blocks, memory) + combining the parts of a split
 *
 * A window bounds the keys. Some kernels do not split where every query head has its own KV head, some pay more for
 * batches of grouped heads. Some libraries have a second kernel (TensorRT-LLM: XQA beside its masked attention) for query
 * heads that share keys and values without a window, which starts faster and reads them once for each tile of query heads;
 * where very many share one KV head the first takes over, whose every query head is a block that reads keys and values for
 * itself.
 */
import { power } from "../../base/power.ts";
import type { RankDevice } from "../../hardware/chip.ts";
import { type Attention, meanHeadDim } from "../../models/operators/operator.ts";
import { byBound, type KernelTime } from "./matmul-kernel.ts";
import { multiprocessors } from "./multiprocessors.ts";

/** Constants of a decode attention kernel for one format of the KV cache. */
export interface DecodeKernel {
  /** Of the memory bandwidth. */
  bandwidthEfficiency: number;
  /** A block of one SM, whatever it reads, ns. */
  blockNs: number;
  /** 128 keys of heads of 128 beside that, ns. */
  keysNs: number;
  launchNs: number;
  /** The same of a second kernel for heads that share keys and values; `launchNs` where absent. */
  sharedLaunchNs?: number;
  /** A block of the first kernel, of one query head, where there are two; `blockNs` where absent. */
  headBlockNs?: number;
  /** Exponent of the loss where few SMs have work; 0 none. */
  few: number;
  /** Adding up the parts of a split context, ns. */
  combineNs: number;
  /** Batches of more than one sequence with grouped heads cost this more, ns. */
  groupedBatchNs: number;
  /** Contexts are split even where every query head has its own KV head. */
  splitsUngrouped: boolean;
  /** Query heads of a KV head beyond which it is read for each of them; `null` never. */
  sharedHeadsMax: number | null;
  /** Query heads of a KV head that stand in one block; those beyond read keys and values again. All of them where absent. */
  tileHeads?: number;
}

const partTokens = 256;
const bandwidthOfIo = 0.7;

/** Time of decode attention on `device` with a KV cache of `kvBytes` an element. */
export function decodeKernelTime(
  op: Attention,
  device: RankDevice,
  kvBytes: number,
  kernel: DecodeKernel,
): KernelTime {
  const { sequences, heads, kvHeads, queryTokens } = op;
  const headDim = meanHeadDim(op);
  const units = multiprocessors(device);
  const keys = Math.min(op.contextTokens, op.window ?? op.contextTokens);
  const group = heads / kvHeads;
  const readHeads = kernel.sharedHeadsMax !== null && group > kernel.sharedHeadsMax ? heads : kvHeads;
  const isShared = group > 1 && readHeads === kvHeads;
  const tiles = isShared && kernel.tileHeads !== undefined ? Math.ceil(group / kernel.tileHeads) : 1;
  const blockNs = isShared ? kernel.blockNs : (kernel.headBlockNs ?? kernel.blockNs);
  const blocks = sequences * readHeads * tiles;
  const maySplit = kernel.splitsUngrouped || group > 1;
  const parts = maySplit
    ? Math.min(Math.max(1, Math.ceil(keys / partTokens)), Math.max(1, units / blocks))
    : 1;
  const share = Math.min(1, (blocks * parts) / units);
  // A compressed cache (latent attention) is read as it is stored.
  const perToken = op.cacheElements ?? 2 * readHeads * headDim;
  const read = sequences * keys * perToken * tiles * kvBytes;
  const moved = 2 * 2 * sequences * queryTokens * heads * headDim;
  const memoryNs =
    read / (device.memoryBandwidth * kernel.bandwidthEfficiency * power(share, kernel.few)) +
    moved / (device.memoryBandwidth * bandwidthOfIo);
  const waves = Math.max(1, (blocks * parts) / units);
  const blocksNs = waves * (blockNs + (kernel.keysNs * Math.min(keys / parts, 128) * headDim) / 128 ** 2);
  const workNs = Math.hypot(blocksNs, memoryNs);
  const fixedNs =
    ((isShared && op.window === undefined ? kernel.sharedLaunchNs : undefined) ?? kernel.launchNs) +
    (parts > 1 ? kernel.combineNs : 0) +
    (sequences > 1 && kvHeads > 1 && group > 1 ? kernel.groupedBatchNs : 0);
  return byBound(blocksNs, memoryNs, workNs, workNs + fixedNs);
}
