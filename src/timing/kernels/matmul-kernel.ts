/**
 * A matmul kernel of a GPU: `[m, k] x [k, n]` cut into tiles of the result, each computed by one multiprocessor.
 *
 *     blocks  = ceil(m / rows) ceil(n / columns) splits
 *     waves   = half-way between blocks / SMs (not below 1) and that rounded up
 *     compute = waves (k / splits + prologue) 2 rows columns / (SM's peak x efficiency x small ^ log2(32,768 / tile))
 *     memory  = bytes of both operands and the result / (bandwidth x efficiency), partial sums of a split added
 *     time    = launch + least over the menu of hypot(compute, memory) + quantisation of the activations
 *
 * The hypotenuse stands for imperfect overlap: it is 41 % above either where both are equal. In 8 bits the kernel that casts
 * the activations reads and writes them once or more (`quantiseBytes` for each element of m x k). Where a library prepares
 * each call on the host, no call takes less than `hostNs`.
 */
import type { RankDevice } from "../../hardware/chip.ts";
import { multiprocessors } from "./multiprocessors.ts";

/** Constants of the matmul kernels of one library, chip and number format. */
export interface MatmulKernel {
  /** Of the peak, for a tile of 256 x 128 in its main loop. */
  efficiency: number;
  /** Of the memory bandwidth. */
  bandwidthEfficiency: number;
  launchNs: number;
  /** Efficiency of a tile of half the size, relative to the whole. */
  smallTile: number;
  /** Steps of the contraction that filling and draining a tile costs. */
  prologue: number;
  /** Bytes moved for each element of the left operand to bring it into 8 bits; 0 in 16. */
  quantiseBytes: number;
  /** Least time of a call, spent on the host; 0 where calls are recorded in a graph. */
  hostNs: number;
}

/** What a matmul is to its kernel. */
export interface MatmulShape {
  m: number;
  n: number;
  k: number;
  /** Bytes of an element of either operand, and of the result. */
  leftBytes: number;
  rightBytes: number;
  resultBytes: number;
  /** Peak of the whole rank in the format of the product, flops/ns. */
  peak: number;
}

/** Time of a kernel and what bounds it: its launch apart, the rest under the larger of the two. */
export interface KernelTime {
  computeNs: number;
  memoryNs: number;
  launchNs: number;
}

/** Tiles that libraries choose from: rows, columns and parts into which the contraction is split. */
const tiles: readonly (readonly [rows: number, columns: number, splits: number])[] = [
  [256, 128, 1],
  [128, 256, 1],
  [128, 128, 1],
  [128, 64, 1],
  [64, 128, 1],
  [64, 64, 1],
  [128, 128, 4],
  [64, 128, 4],
  [64, 64, 4],
  [64, 64, 16],
];
const wholeTile = 256 * 128;
/** A second kernel adds the partial sums up. */
const reductionNs = 2000;
/** Partial sums are written and read in 32 bits. */
const partialBytes = 8;

/** Time of one matmul on `device`. */
export function matmulKernelTime(shape: MatmulShape, device: RankDevice, kernel: MatmulKernel): KernelTime {
  const { m, n, k, peak } = shape;
  const units = multiprocessors(device);
  const bandwidth = device.memoryBandwidth * kernel.bandwidthEfficiency;
  const operandsNs =
    (m * k * shape.leftBytes + k * n * shape.rightBytes + m * n * shape.resultBytes) / bandwidth;
  let best = { computeNs: 0, memoryNs: 0, totalNs: Number.POSITIVE_INFINITY };
  for (const [rows, columns, splits] of tiles) {
    const perUnit = (Math.ceil(m / rows) * Math.ceil(n / columns) * splits) / units;
    const waves = (Math.ceil(perUnit) + Math.max(1, perUnit)) / 2;
    const small = kernel.smallTile ** Math.log2(wholeTile / (rows * columns));
    const rate = (peak / units) * kernel.efficiency * small;
    const computeNs = (waves * (k / splits + kernel.prologue) * 2 * rows * columns) / rate;
    const memoryNs = operandsNs + (splits > 1 ? (partialBytes * m * n * splits) / bandwidth : 0);
    const totalNs = Math.hypot(computeNs, memoryNs) + (splits > 1 ? reductionNs : 0);
    if (totalNs < best.totalNs) best = { computeNs, memoryNs, totalNs };
  }
  const quantiseNs = (kernel.quantiseBytes * m * k) / device.memoryBandwidth;
  const deviceNs = kernel.launchNs + best.totalNs + quantiseNs;
  // A smooth maximum: near the crossing both show.
  const wholeNs = kernel.hostNs > 0 ? (deviceNs ** 8 + kernel.hostNs ** 8) ** (1 / 8) : deviceNs;
  return byBound(best.computeNs, best.memoryNs, best.totalNs + quantiseNs, wholeNs);
}

/** `workNs` under what bounds it, and what is left of `wholeNs` as launch. */
export function byBound(computeNs: number, memoryNs: number, workNs: number, wholeNs: number): KernelTime {
  const isCompute = computeNs > memoryNs;
  return {
    computeNs: isCompute ? workNs : 0,
    memoryNs: isCompute ? 0 : workNs,
    launchNs: wholeNs - workNs,
  };
}
