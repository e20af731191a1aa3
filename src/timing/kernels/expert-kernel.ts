/**
 * The grouped matmul of a mixture of experts on a GPU: permute the tokens by expert, two matmuls over the chosen experts,
 * permute back.
 *
 *     memory  = weights of the experts touched / (bandwidth x efficiency)
 *     compute = FLOPs / (peak x efficiency)
 *     time    = launch + hypot(memory, compute) + traffic of activations + a cost for each expert touched
 *
 * Both matmuls share the fixed costs in halves. Shards whose width is no multiple of 64 take `oddShard` times as long.
 */
import type { RankDevice } from "../../hardware/chip.ts";
import { byBound, type KernelTime } from "./matmul-kernel.ts";

/** Constants of the grouped matmuls of one library, chip and number format. */
export interface ExpertKernel {
  efficiency: number;
  bandwidthEfficiency: number;
  /** Times that the activations of a chosen token pass through memory. */
  traffic: number;
  /** Of both matmuls, with permutations, ns. */
  launchNs: number;
  /** For each expert touched, both matmuls, ns. */
  expertNs: number;
  /** Time of shards of no whole 64 columns, relative to others. */
  oddShard: number;
}

/** One of the two matmuls: `choices` rows in all over `touched` experts of `k x n` weights. */
export interface ExpertShape {
  choices: number;
  touched: number;
  k: number;
  n: number;
  /** Columns of an expert's inner width on this rank. */
  columns: number;
  weightBytes: number;
  activationBytes: number;
  peak: number;
}

const shardMultiple = 64;

/** Time of one of the two matmuls on `device`. */
export function expertKernelTime(shape: ExpertShape, device: RankDevice, kernel: ExpertKernel): KernelTime {
  const { choices, touched, k, n, columns } = shape;
  // Weights of 4 bits are laid out and padded for their kernel when they are loaded.
  const isPadded = shape.weightBytes < 1 || columns % shardMultiple === 0;
  const odd = isPadded ? 1 : kernel.oddShard;
  const bytes = touched * k * n * shape.weightBytes;
  const memoryNs = (odd * bytes) / (device.memoryBandwidth * kernel.bandwidthEfficiency);
  const computeNs = (odd * 2 * choices * k * n) / (shape.peak * kernel.efficiency);
  const trafficNs = (kernel.traffic * choices * (k + n) * shape.activationBytes) / device.memoryBandwidth;
  const workNs = Math.hypot(memoryNs, computeNs) + trafficNs;
  const fixedNs = (kernel.launchNs + touched * kernel.expertNs) / 2;
  return byBound(computeNs, memoryNs + trafficNs, workNs, workNs + fixedNs);
}
