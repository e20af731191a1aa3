/**
 * Fits constants of a software profile to measured rows by non-linear least squares (Levenberg-Marquardt):
 *
 *     minimise  sum over rows  w (ln predicted - ln measured)^2  +  sum over constants ((ln c - ln c0) / s)^2
 *
 * Errors are relative, because rows span four orders of magnitude. The weights w make it robust: a row that is off by
 * more than `outlier` counts as if it were off by the square root of that times its error (Huber). The second sum is a
 * weak prior at the profile's present constants (s = 1.5, a factor of 4.5): where the rows say nothing of a constant it
 * stays as it is. Constants are fitted as logarithms within their physical limits, efficiencies below 1.
 */

import { inverse, type Matrix } from "ml-matrix";
import { elementAt } from "../../base/element-at.ts";
import { type ConstantName, constantDefinitions, type ProfileConstants } from "../../timing/constants.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import { jacobianAt, leastSquares } from "./least-squares.ts";

/** A measured value and how a profile predicts it. */
export interface FitPoint {
  measured: number;
  /** Counts this much among the others; 1 for most. */
  weight: number;
  predict(profile: SoftwareProfile): number;
}

/** A fitted constant. */
export interface FittedConstant {
  name: ConstantName;
  value: number;
  /** 95 % confidence interval, from the curvature of the error. */
  low: number;
  high: number;
  /** Whether it stands at a physical limit: the rows ask for more than it may be, so that something else explains them. */
  atLimit: boolean;
}

/** What a fit gives. */
export interface Fit {
  profile: SoftwareProfile;
  constants: FittedConstant[];
  /** Correlation of the estimates, in the order of `constants`; near 1 or -1 = the rows cannot tell the two apart. */
  correlation: number[][];
}

const priorSpread = 1.5;
/** Relative error beyond which a row counts less. */
const outlier = 0.15;
const rounds = 3;
/** Relative distance from a limit at which a constant stands there. */
const nearLimit = 1e-3;

/** Fits `names` of `profile` to `points`. */
export function fitConstants(
  profile: SoftwareProfile,
  names: readonly ConstantName[],
  points: readonly FitPoint[],
): Fit {
  const limits = names.map((name) => logLimits(name));
  const start = names.map((name, index) =>
    clamp(Math.log(profile.constants[name]), elementAt(limits, index)),
  );
  const withLogs = (logs: readonly number[]) => withConstants(profile, names, logs.map(Math.exp));
  const errorsAt = (logs: readonly number[]) => {
    const priced = withLogs(logs);
    const errors = points.map((point) => Math.log(point.predict(priced) / point.measured));
    const priors = logs.map((log, index) => (log - elementAt(start, index)) / priorSpread);
    return [...errors, ...priors];
  };
  let logs = start;
  let weights = [...points.map(({ weight }) => weight), ...names.map(() => priorWeight)];
  for (let round = 0; round < rounds; round++) {
    const scaled = (at: readonly number[]) =>
      errorsAt(at).map((error, index) => Math.sqrt(elementAt(weights, index)) * error);
    logs = leastSquares(scaled, logs, limits);
    const errors = errorsAt(logs);
    weights = points.map(
      ({ weight }, index) => weight * Math.min(1, outlier / Math.abs(elementAt(errors, index))),
    );
    weights.push(...names.map(() => priorWeight));
  }
  const spread = estimateSpread(logs, errorsAt, weights, points.length);
  const constants = names.map((name, index): FittedConstant => {
    const halfWidth = 1.96 * Math.sqrt(spread.get(index, index));
    const limit = elementAt(limits, index);
    const at = (log: number) => Math.exp(clamp(log, limit));
    const log = elementAt(logs, index);
    const atLimit = limit.some((each) => Math.abs(log - each) < nearLimit);
    return { name, value: at(log), low: at(log - halfWidth), high: at(log + halfWidth), atLimit };
  });
  const correlation = names.map((_, row) =>
    names.map(
      (__, column) => spread.get(row, column) / Math.sqrt(spread.get(row, row) * spread.get(column, column)),
    ),
  );
  return { profile: withLogs(logs), constants, correlation };
}

/** A prior counts as much as one row that is off by a hundredth. */
const priorWeight = 0.01;

/** `profile` with other values for `names`; those of its own on a generation of cores, or offline, change in proportion. */
export function withConstants(
  profile: SoftwareProfile,
  names: readonly ConstantName[],
  values: readonly number[],
): SoftwareProfile {
  const constants = { ...profile.constants };
  names.forEach((name, index) => {
    constants[name] = elementAt(values, index);
  });
  const { onGeneration, offline } = profile;
  const inProportion = (own: Partial<ProfileConstants>): Partial<ProfileConstants> => {
    const changed = names.flatMap((name) => {
      const value = own[name];
      if (value === undefined) return [];
      const moved = (value * constants[name]) / profile.constants[name];
      return [[name, Math.min(moved, Math.exp(logLimits(name)[1]))]];
    });
    return { ...own, ...Object.fromEntries(changed) };
  };
  return {
    ...profile,
    constants,
    ...(onGeneration && { onGeneration: mapValues(onGeneration, inProportion) }),
    ...(offline && { offline: inProportion(offline) }),
  };
}

function mapValues<Value>(record: Readonly<Record<string, Value>>, change: (value: Value) => Value) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** Physical limits of a constant as logarithms: efficiencies and fractions up to 1, times from 1 ps to 100 s. */
function logLimits(name: ConstantName): readonly [number, number] {
  const { kind } = constantDefinitions[name];
  if (kind === "time") return [Math.log(1e-3), Math.log(1e11)];
  if (kind === "amount") return [Math.log(1e-3), Math.log(1e3)];
  return [Math.log(1e-3), 0];
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

/** Covariance of the estimates: (J' W J)^-1 times the mean squared error. */
function estimateSpread(
  logs: readonly number[],
  errorsAt: (logs: readonly number[]) => number[],
  weights: readonly number[],
  points: number,
): Matrix {
  const scaled = (at: readonly number[]) =>
    errorsAt(at).map((error, index) => Math.sqrt(elementAt(weights, index)) * error);
  const errors = scaled(logs);
  const jacobian = jacobianAt(scaled, logs, errors);
  const freedom = Math.max(1, points - logs.length);
  const squares = errors.reduce((sum, error) => sum + error ** 2, 0);
  return inverse(jacobian.transpose().mmul(jacobian), true).mul(squares / freedom);
}
