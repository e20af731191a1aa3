/**
 * A matmul kernel of a GPU: `[m, k] x [k, n]` cut into tiles of the result, each computed by one multiprocessor.
 *
 *     blocks  = ceil(m / rows) ceil(n / columns) splits
 *     waves   = half-way between blocks / SMs (not below 1) and that rounded up
 *     step    = longer of 2 filled columns / SM's peak and 2 rows columns / what an SM of its generation loads for
 *     compute = waves (k / splits + prologue) step / (efficiency x small ^ log2(32,768 / tile))
 *     memory  = bytes of both operands and the result / (bandwidth x efficiency), partial sums of a split added
 *     time    = launch + least over the menu of hypot(compute, memory) + quantisation of the activations
 *
 * A tile that has fewer rows than it could computes eights of them (Hopper multiplies transposed then: 64 columns of the
 * result by 8, 16, ... rows, wgmma m64nNk16), but loads its 64 columns all the same. On an H100 loading takes as long as the
 * whole tile's FLOPs, so that a short tile costs a whole one. The multiprocessors of an H20 load as fast and multiply at a
 * quarter of the rate: a product of 8 rows is bound by its memory there, not by 56 rows that nobody asked for. Generations
 * without such instructions compute whole tiles, but for weights of 4 bits, whose kernels have tiles of few rows everywhere.
 *
 * The hypotenuse stands for imperfect overlap: it is 41 % above either where both are equal. In 8 bits the kernel that casts
 * the activations reads and writes them once or more (`quantiseBytes` for each element of m x k). Where a library prepares
 * each call on the host, no call takes less than `hostNs`.
 *
 * Equal products of a group (one an expert) fill the multiprocessors together: their blocks are added up before waves are
 * counted, and each has tiles of its own, so that 40 rows of an expert cost the 64 of a tile.
 */
import { power } from "../../base/power.ts";
import type { RankDevice } from "../../hardware/chip.ts";
import { loadedPeak, multiprocessors } from "./multiprocessors.ts";

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
  /** Whether the kernel has tiles as short as the rows there are, by eights (Marlin's, for weights of 4 bits). */
  hasShortTiles?: boolean;
  /** Products of this shape that are computed side by side; 1 when absent. */
  count?: number;
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
/** Rows that a short tile fills. */
const filledRows = 8;
/** A second kernel adds the partial sums up. */
const reductionNs = 2000;
/** Partial sums are written and read in 32 bits. */
const partialBytes = 8;

/** Time of one matmul on `device`. */
export function matmulKernelTime(shape: MatmulShape, device: RankDevice, kernel: MatmulKernel): KernelTime {
  const { m, n, k, peak, count = 1 } = shape;
  const units = multiprocessors(device);
  const unitPeak = peak / units;
  const loadPeak = Math.max(unitPeak, loadedPeak(device, shape.leftBytes));
  const bandwidth = device.memoryBandwidth * kernel.bandwidthEfficiency;
  const operandsNs =
    (count * (m * k * shape.leftBytes + k * n * shape.rightBytes + m * n * shape.resultBytes)) / bandwidth;
  let best = { computeNs: 0, memoryNs: 0, totalNs: Number.POSITIVE_INFINITY };
  for (const [rows, columns, splits] of tiles) {
    const perUnit = (count * Math.ceil(m / rows) * Math.ceil(n / columns) * splits) / units;
    const waves = (Math.ceil(perUnit) + Math.max(1, perUnit)) / 2;
    const small = power(kernel.smallTile, Math.log2(wholeTile / (rows * columns)));
    const filled = Math.min(rows, Math.ceil(m / filledRows) * filledRows);
    const loadNs = shape.hasShortTiles ? 0 : rows / loadPeak;
    const stepNs = 2 * columns * Math.max(filled / unitPeak, loadNs);
    const computeNs = (waves * (k / splits + kernel.prologue) * stepNs) / (kernel.efficiency * small);
    const memoryNs = operandsNs + (splits > 1 ? (partialBytes * count * m * n * splits) / bandwidth : 0);
    const totalNs = Math.hypot(computeNs, memoryNs) + (splits > 1 ? reductionNs : 0);
    if (totalNs < best.totalNs) best = { computeNs, memoryNs, totalNs };
  }
  const quantiseNs = (kernel.quantiseBytes * count * m * k) / device.memoryBandwidth;
  const deviceNs = kernel.launchNs + best.totalNs + quantiseNs;
  // A smooth maximum: near the crossing both show.
  const wholeNs = kernel.hostNs > 0 ? power(power(deviceNs, 8) + power(kernel.hostNs, 8), 1 / 8) : deviceNs;
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
