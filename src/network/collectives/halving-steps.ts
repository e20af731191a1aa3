/**
 * Steps between partners whose numbers differ in one bit. On a ring the numbers are a Gray code of the position, so that a
 * ring of four is a square whose partners are all neighbours: a 4x4 torus becomes the four-dimensional hypercube it is.
 *
 *     reduce-scatter by halving   s/2, s/4, ... s/n      all-gather by doubling   s/n, ... s/4, s/2
 */
import type { DimensionShape } from "../topology.ts";
import type { Step } from "./collective-plan.ts";
import { type Lines, lineSize } from "./grid-lines.ts";
import { alongLines } from "./line-step.ts";

/** Whether `size` members pair up evenly. */
export function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(Math.log2(size));
}

/** Every member exchanges `fraction` with its partner across `bit`. */
export function exchangeAcross(lines: Lines, shape: DimensionShape, bit: number, fraction: number): Step {
  const codes = Array.from({ length: lineSize(lines) }, (_, position) =>
    shape === "ring" ? position ^ (position >> 1) : position,
  );
  const positions: number[] = [];
  for (const [position, code] of codes.entries()) positions[code] = position;
  const moves = codes.map((code, source) => ({ source, target: positions[code ^ (1 << bit)]!, fraction }));
  return alongLines(lines, moves);
}

/** Reduce-scatter of a share; the farthest partner, with the most bits between, comes last and gets least. */
export function halving(lines: Lines, shape: DimensionShape, share: number): Step[] {
  const bits = Math.log2(lineSize(lines));
  return Array.from({ length: bits }, (_, bit) => exchangeAcross(lines, shape, bit, share / 2 ** (bit + 1)));
}

/** All-gather of a share: the steps of `halving` backwards. */
export function doubling(lines: Lines, shape: DimensionShape, share: number): Step[] {
  return halving(lines, shape, share).reverse();
}
