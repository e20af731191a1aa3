/**
 * What kernels are like before any is timed: round values that the datasheet and the kernels' published descriptions suggest,
 * with what is known of a library's kernels on a chip:
 *
 * - a multiprocessor has 16 lanes for exponentials beside 128 that do two flops each: 1 / 16;
 * - a new key and value is read and written in 16 bits, 8 bytes an element in all, at .7 of the bandwidth: 12;
 * - attention is two launches, of itself and of the write to the cache, whether in prefill or decode;
 * - 128 keys and values of a head of 128 are 64 KiB, which a multiprocessor draws at twice its share of an H100's bandwidth;
 * - weights of experts stream as those of a matmul do;
 * - vLLM's FlashAttention 3 on Hopper packs the query heads of a KV head into row blocks of 128; FlashAttention 2 and
 *   TensorRT-LLM do not, and take rows of 64;
 * - FlashAttention 2 does not split contexts where every query head has its own KV head, and pays for batches of grouped heads;
 * - TensorRT-LLM reads keys and values once a query head where more than 32 share one, else once for 16 query heads, or 8
 *   beside keys and values of 8 bits (reading them again for the rest takes long contexts of 12 to 24 heads from 35-50 % too
 *   fast to within 20 %), and widens those of 8 bits in registers as they stream, where FlashAttention 3 transposes values on
 *   chip;
 * - vLLM prepares 8-bit matmuls with block scales on the host.
 */
import type { KernelConstants, KernelSlot } from "./kernel-types.ts";

const matmulPrior = {
  efficiency: 0.8,
  bandwidthEfficiency: 0.85,
  launchNs: 2500,
  smallTile: 0.95,
  prologue: 130,
  quantiseBytes: 0,
  hostNs: 0,
};
const expertPrior = {
  efficiency: 0.55,
  bandwidthEfficiency: 0.85,
  traffic: 3,
  launchNs: 30e3,
  expertNs: 100,
  oddShard: 2,
};
const decodePrior = {
  bandwidthEfficiency: 0.8,
  blockNs: 3300,
  keysNs: 1500,
  launchNs: 8000,
  few: 0.4,
  combineNs: 2000,
  groupedBatchNs: 0,
  splitsUngrouped: true,
  sharedHeadsMax: null,
};
const trtllmDecode = {
  bandwidthEfficiency: decodePrior.bandwidthEfficiency,
  sharedLaunchNs: 6000,
  headBlockNs: 1500,
  sharedHeadsMax: 32,
};
const ncclPrior = {
  startNs: 5000,
  stepNs: 900,
  bandwidthEfficiency: 0.75,
  low: 0.4,
  handshakeNs: 17e3,
  two: 0.8,
  direct: false,
};
const directPrior = {
  ...ncclPrior,
  startNs: 3500,
  stepNs: 150,
  low: 0.75,
  handshakeNs: 5000,
  two: 1,
  direct: true,
};

const priors: KernelConstants = {
  "matmul.wide": matmulPrior,
  "matmul.fp8": { ...matmulPrior, efficiency: 0.72, launchNs: 5000, prologue: 250, quantiseBytes: 6 },
  "matmul.fp8Block": {
    ...matmulPrior,
    efficiency: 0.7,
    launchNs: 5000,
    prologue: 250,
    smallTile: 0.8,
    quantiseBytes: 6,
  },
  prefill: {
    efficiency: 0.75,
    exponentials: 0.0625,
    rowNs: 2000,
    serial: 1,
    windowBlocks: 1.5,
    cacheBytes: 12,
    launchNs: 8000,
    packsHeads: false,
    halfRows: false,
  },
  "decode.wide": decodePrior,
  "decode.narrow": { ...decodePrior, bandwidthEfficiency: 0.55 },
  "experts.wide": expertPrior,
  "experts.fp8": expertPrior,
  "experts.fp8Block": { ...expertPrior, efficiency: 0.4 },
  allReduce: directPrior,
  eagerAllReduce: { ...directPrior, startNs: 30e3 },
  "nccl.all-reduce": ncclPrior,
  "nccl.all-gather": ncclPrior,
  "nccl.reduce-scatter": ncclPrior,
  "nccl.all-to-all": { ...ncclPrior, low: 0.1, stepNs: 250, handshakeNs: 6000 },
};

/** Whether the kernels of `chip` are built like Hopper's (Blackwell runs those too); older and workstation cards run Ampere's. */
export const isHopperLike = (chip: string) => /^(g?[hb][1-3]00|h20)/.test(chip);

/** What the kernel `slot` of `family` is taken to be on `chip`, nothing timed. */
export function kernelPrior<Slot extends KernelSlot>(
  slot: Slot,
  family: string,
  chip: string,
): KernelConstants[Slot] {
  return { ...priors[slot], ...known(slot, family, isHopperLike(chip)) };
}

function known(slot: KernelSlot, family: string, hopperLike: boolean): object {
  if (slot === "prefill")
    return { packsHeads: family === "vllm" && hopperLike, halfRows: family === "trtllm" || !hopperLike };
  if (slot.startsWith("decode")) {
    const flash2 = hopperLike ? {} : { splitsUngrouped: false, groupedBatchNs: 5000 };
    const tileHeads = slot === "decode.narrow" ? 8 : 16;
    return { ...flash2, ...(family === "trtllm" && { ...trtllmDecode, tileHeads }) };
  }
  return slot === "matmul.fp8Block" && family === "vllm" ? { hostNs: 90e3 } : {};
}
