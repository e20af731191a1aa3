/** The lines of a grid of members along one dimension: a 4x2 grid has the lines 0 1 2 3 and 4 5 6 7 along dimension 0. */
import type { Dimension } from "../topology.ts";

/** Members of one line, in order. */
export type Line = readonly number[];

/** Every line of a grid along one of its dimensions, none of which is written out: there may be a hundred thousand. */
export class GridLines {
  /** Members of each. */
  readonly size: number;
  /** From one member of a line to the next. */
  readonly stride: number;
  readonly length: number;

  constructor({ size, stride, members }: { size: number; stride: number; members: number }) {
    this.size = size;
    this.stride = stride;
    this.length = members / size;
  }

  /** The first member of the line of a number. */
  first(line: number): number {
    const { size, stride } = this;
    return Math.floor(line / stride) * stride * size + (line % stride);
  }
}

/** Lines that begin equally far apart, whose members lie between the beginnings; the levels of a tree are such pairs. */
export class SpacedLines {
  /** Members of each. */
  readonly size: number;
  /** From one member of a line to the next. */
  readonly stride: number;
  readonly length: number;
  /** From the first member of a line to that of the next. */
  readonly spacing: number;

  constructor(lines: { size: number; stride: number; length: number; spacing: number }) {
    this.size = lines.size;
    this.stride = lines.stride;
    this.length = lines.length;
    this.spacing = lines.spacing;
  }

  /** The first member of the line of a number. */
  first(line: number): number {
    return line * this.spacing;
  }
}

/** Lines of equally many members: those of a grid, or written out. */
export type Lines = GridLines | readonly Line[];

/** Members of each of `lines`. */
export function lineSize(lines: Lines): number {
  return lines instanceof GridLines ? lines.size : lines[0]!.length;
}

/** Every line along `dimension`; first dimension fastest. */
export function linesAlong(dimensions: readonly Pick<Dimension, "size">[], dimension: number): GridLines {
  const product = (some: typeof dimensions) => some.reduce((total, { size }) => total * size, 1);
  return new GridLines({
    size: dimensions[dimension]!.size,
    stride: product(dimensions.slice(0, dimension)),
    members: product(dimensions),
  });
}
