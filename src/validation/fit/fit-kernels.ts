/**
 * Fits the constants of kernels to timings of single kernels, a slot of one library on one chip at a time:
 *
 *     minimise  sum over rows  w (ln predicted - ln measured)^2 / 0.15^2  +  sum over constants ((ln c - ln prior) / s)^2
 *
 * with the weights w of a robust loss (rows that are off by more than 15 % count less). Priors are round values that the
 * datasheet and the kernels' published descriptions suggest, and have real weight: s = 0.15 for efficiencies, which the
 * datasheet bounds, 0.2 for ratios of two of them, 0.7 for the rest.
 */
import { elementAt } from "../../base/element-at.ts";
import type { AnyKernel, KernelCase } from "./kernel-cases.ts";
import { leastSquares } from "./least-squares.ts";

/** A timed call. */
export interface KernelPoint {
  call: KernelCase;
  measuredNs: number;
}

const scale = 0.15;
const rounds = 3;

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
  bandwidthEfficiency: 0.8,
  traffic: 3,
  launchNs: 30e3,
  expertNs: 100,
  oddShard: 2,
};
const decodePrior = {
  bandwidthEfficiency: 0.8,
  blockNs: 3300,
  keysNs: 1000,
  launchNs: 6000,
  few: 0.4,
  combineNs: 2000,
  groupedBatchNs: 0,
  splitsUngrouped: true,
  sharedHeadsMax: null,
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

/** Where the constants of each slot start from, and what holds them where rows say little. */
export const kernelPriors: Readonly<Record<string, AnyKernel>> = {
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
    exponentials: 0.05,
    rowNs: 2000,
    serial: 1,
    windowBlocks: 1.5,
    cacheBytes: 6,
    launchNs: 8000,
    packsHeads: false,
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

/**
 * Physical limits of a constant, as logarithms: what is a share of a peak stays below it. The largest tile of the menu need
 * not be the best one, so a smaller may beat it by a tenth.
 */
export function kernelLimits(name: string): readonly [number, number] {
  const most = /^smallTile$/.test(name)
    ? 1.1
    : /fficiency|^low$|^two$/.test(name)
      ? 1
      : /Ns$/.test(name)
        ? 1e6
        : 1e4;
  return [Math.log(1e-4), Math.log(most)];
}

function spreadOf(name: string): number {
  if (/fficiency/.test(name)) return 0.15;
  return /^smallTile$|^two$/.test(name) ? 0.2 : 0.7;
}

/** Constants of a slot from `prior`, whose zeros and yes-or-no answers stay as they are, fitted to `points`. */
export function fitKernel(points: readonly KernelPoint[], prior: AnyKernel): AnyKernel {
  const values = prior as unknown as Record<string, number | boolean | null>;
  const names = Object.keys(values).filter((name) => typeof values[name] === "number" && values[name] > 0);
  const start = names.map((name) => Math.log(values[name] as number));
  const limits = names.map(kernelLimits);
  const at = (logs: readonly number[]) =>
    ({
      ...values,
      ...Object.fromEntries(names.map((name, index) => [name, Math.exp(elementAt(logs, index))])),
    }) as unknown as AnyKernel;
  const errorsAt = (logs: readonly number[]) => {
    const constants = at(logs);
    return points.map(({ call, measuredNs }) => Math.log(call.timeNs(constants) / measuredNs));
  };
  let logs = start;
  let weights = points.map(() => 1);
  for (let round = 0; round < rounds; round++) {
    const residuals = (tried: readonly number[]) => [
      ...errorsAt(tried).map((error, index) => (Math.sqrt(elementAt(weights, index)) * error) / scale),
      ...names.map((name, index) => (elementAt(tried, index) - elementAt(start, index)) / spreadOf(name)),
    ];
    logs = leastSquares(residuals, logs, limits);
    weights = errorsAt(logs).map((error) => Math.min(1, scale / Math.abs(error)));
  }
  return at(logs);
}

/** Errors ln(predicted / measured) of `points`, each by constants fitted without its share of a fifth of them. */
export function crossValidated(points: readonly KernelPoint[], prior: AnyKernel, folds = 5): number[] {
  const errors = new Array<number>(points.length).fill(0);
  for (let fold = 0; fold < folds; fold++) {
    const constants = fitKernel(
      points.filter((_, index) => index % folds !== fold),
      prior,
    );
    points.forEach(({ call, measuredNs }, index) => {
      if (index % folds === fold) errors[index] = Math.log(call.timeNs(constants) / measuredNs);
    });
  }
  return errors;
}
