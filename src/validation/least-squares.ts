/**
 * Levenberg-Marquardt within bounds, for residuals that are expensive to compute (each is a simulation) and need few
 * parameters: forward differences, a step only where it helps, damping scaled by each parameter's own curvature, and a
 * stop when a step gains less than a thousandth.
 *
 *     (J' J + d diag(J' J)) step = -J' r
 */

import { Matrix, solve } from "ml-matrix";
import { elementAt } from "../base/element-at.ts";

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
      const moves = dampedStep(jacobian, errors, damping);
      const moved = parameters.map((value, index) => {
        const move = Math.max(-stepLengthMax, Math.min(stepLengthMax, elementAt(moves, index)));
        const [low, high] = elementAt(limits, index);
        return Math.max(low, Math.min(high, value + move));
      });
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

function dampedStep(jacobian: Matrix, errors: readonly number[], damping: number): number[] {
  const transposed = jacobian.transpose();
  const normal = transposed.mmul(jacobian);
  for (let index = 0; index < normal.rows; index++) {
    normal.set(index, index, normal.get(index, index) * (1 + damping) + 1e-12);
  }
  const descent = transposed.mmul(Matrix.columnVector([...errors])).mul(-1);
  return solve(normal, descent).to1DArray();
}

function squares(errors: readonly number[]): number {
  return errors.reduce((sum, error) => sum + error * error, 0);
}
