/**
 * Levenberg-Marquardt within bounds, for residuals that are expensive to compute (each is a simulation) and need few
 * parameters: forward differences, a step only where it helps, damping scaled by each parameter's own curvature, and a
 * stop when a step gains less than a thousandth.
 *
 *     (J' J + d diag(J' J)) step = -J' r
 */

import { Matrix, solve } from "ml-matrix";
import { elementAt } from "../../base/element-at.ts";

const difference = 1e-3;
const stepsMax = 25;
const gainMin = 1e-3;
const stepLengthMax = 1.5;

/** Parameters that minimise the sum of squared `residuals`, from `start`, each within its limits. */
export function leastSquares(
  residuals: (parameters: readonly number[]) => number[],
  start: readonly number[],
  limits: readonly (readonly [number, number])[],
): number[] {
  let parameters = [...start];
  let errors = residuals(parameters);
  let damping = 1e-2;
  for (let step = 0; step < stepsMax; step++) {
    const jacobian = jacobianAt(residuals, parameters, errors);
    let gain = 0;
    for (let attempt = 0; attempt < 6 && gain <= 0; attempt++) {
      const room = parameters.map((value, index): [number, number] => {
        const [low, high] = elementAt(limits, index);
        return [Math.max(-stepLengthMax, low - value), Math.min(stepLengthMax, high - value)];
      });
      const moves = dampedStep(jacobian, errors, damping, room);
      const moved = parameters.map((value, index) => value + elementAt(moves, index));
      const movedErrors = residuals(moved);
      gain = 1 - squares(movedErrors) / squares(errors);
      if (gain > 0) {
        parameters = moved;
        errors = movedErrors;
        damping = Math.max(1e-6, damping / 6);
      } else damping *= 8;
    }
    if (gain < gainMin) break;
  }
  return parameters;
}

/** Derivatives of `residuals` at `parameters`, a row for each residual. */
export function jacobianAt(
  residuals: (parameters: readonly number[]) => number[],
  parameters: readonly number[],
  errors: readonly number[],
): Matrix {
  const columns = parameters.map((_, column) => {
    const moved = residuals(
      parameters.map((value, index) => (index === column ? value - difference : value)),
    );
    return moved.map((error, row) => (elementAt(errors, row) - error) / difference);
  });
  return new Matrix(columns).transpose();
}

function dampedStep(
  jacobian: Matrix,
  errors: readonly number[],
  damping: number,
  room: readonly (readonly [number, number])[],
): number[] {
  const transposed = jacobian.transpose();
  const normal = transposed.mmul(jacobian);
  for (let index = 0; index < normal.rows; index++) {
    normal.set(index, index, normal.get(index, index) * (1 + damping) + 1e-12);
  }
  const descent = transposed.mmul(Matrix.columnVector([...errors])).mul(-1);
  return boundedSolution(normal, descent.to1DArray(), room);
}

/**
 * The x within `room` that solves `normal` x = `right` best: an x that would leave its room stays at the edge, and the others
 * are solved for anew beside it, so that none makes up for a move that is not made.
 */
export function boundedSolution(
  normal: Matrix,
  right: readonly number[],
  room: readonly (readonly [number, number])[],
): number[] {
  const held = new Map<number, number>();
  for (;;) {
    const free = right.map((_, index) => index).filter((index) => !held.has(index));
    if (free.length === 0) return right.map((_, index) => held.get(index) ?? 0);
    const left = free.map((row) =>
      [...held].reduce(
        (sum, [column, value]) => sum - normal.get(row, column) * value,
        elementAt(right, row),
      ),
    );
    const found = solve(normal.selection(free, free), Matrix.columnVector(left)).to1DArray();
    const beyond = free.filter((index, at) => {
      const [low, high] = elementAt(room, index);
      return elementAt(found, at) < low || elementAt(found, at) > high;
    });
    const solved = (index: number) => elementAt(found, free.indexOf(index));
    if (beyond.length === 0) return right.map((_, index) => held.get(index) ?? solved(index));
    for (const index of beyond) {
      const [low, high] = elementAt(room, index);
      held.set(index, Math.max(low, Math.min(high, solved(index))));
    }
  }
}

function squares(errors: readonly number[]): number {
  return errors.reduce((sum, error) => sum + error * error, 0);
}
