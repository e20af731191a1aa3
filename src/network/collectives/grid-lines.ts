/** The lines of a grid of members along one dimension: a 4x2 grid has the lines 0 1 2 3 and 4 5 6 7 along dimension 0. */
import type { Dimension } from "../topology.ts";

/** Members of one line, in order. */
export type Line = readonly number[];

/** Every line along `dimension`; first dimension fastest. */
export function linesAlong(dimensions: readonly Pick<Dimension, "size">[], dimension: number): Line[] {
  const stride = dimensions.slice(0, dimension).reduce((product, { size }) => product * size, 1);
  const { size } = dimensions[dimension]!;
  const members = dimensions.reduce((product, each) => product * each.size, 1);
  const lines: number[][] = [];
  for (let first = 0; first < members; first++) {
    if (Math.floor(first / stride) % size !== 0) continue;
    const line: number[] = [];
    for (let index = 0; index < size; index++) line.push(first + index * stride);
    lines.push(line);
  }
  return lines;
}
