/**
 * Fits the constants of kernels to timings of single kernels, a slot of one library on one chip at a time:
 *
 *     minimise  sum over rows  w (ln predicted - ln measured)^2 / 0.15^2  +  sum over constants ((ln c - ln prior) / s)^2
 *
 * with the weights w of a robust loss (rows that are off by more than 15 % count less). Priors (`kernel-priors.ts`) have real
 * weight: s = 0.15 for efficiencies, which the datasheet bounds, 0.2 for ratios of two of them, 0.7 for the rest.
 */
import { elementAt } from "../../base/element-at.ts";
import { countsHeads } from "../../timing/kernels/kernel-types.ts";
import type { AnyKernel, KernelCase } from "./kernel-cases.ts";
import { leastSquares } from "./least-squares.ts";

/** A timed call. */
export interface KernelPoint {
  call: KernelCase;
  measuredNs: number;
}

const scale = 0.15;
const rounds = 3;

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

/** Whether the constant `name` is fitted from `prior`: zeros, answers of yes or no and counts of heads stay as they are. */
function isFitted(name: string, prior: unknown): boolean {
  return typeof prior === "number" && prior > 0 && !countsHeads(name);
}

/** Constants of a slot from `prior`, fitted to `points`. */
export function fitKernel(points: readonly KernelPoint[], prior: AnyKernel): AnyKernel {
  const values = prior as unknown as Record<string, number | boolean | null>;
  const names = Object.keys(values).filter((name) => isFitted(name, values[name]));
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
