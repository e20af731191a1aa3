/**
 * Steps around a ring of n members on a share s of the buffer, all lines of a dimension at once.
 *
 *     reduce-scatter, all-gather   n - 1 steps; every member hands s/n to its neighbour in each
 *     all-to-all                   blocks of s/n are relayed hop by hop
 */
import type { Step } from "./collective-plan.ts";
import { type Lines, lineSize } from "./grid-lines.ts";
import { alongLines, type Move, turned } from "./line-step.ts";

/** Round which way. */
export type Direction = 1 | -1;

/** Both ways round. */
export const directions: readonly Direction[] = [1, -1];

/** Every one of `size` members in a line hands `fraction` to its neighbour. */
export function shift(size: number, fraction: number, direction: Direction): Move[] {
  return Array.from({ length: size }, (_, source) => {
    return { source, target: (source + direction + size) % size, fraction };
  });
}

/** One pass over the ring: the reduce-scatter or the all-gather of a share. */
export function ringPass(lines: Lines, share: number, direction: Direction): Step[] {
  const size = lineSize(lines);
  return size < 2 ? [] : [turned(lines, { places: direction, fraction: share / size }, size - 1)];
}

/** All-to-all in one direction, one block a message: the block for distance d takes d hops, n (n - 1) / 2 in all. */
export function ringRelay(lines: Lines, share: number): Step[] {
  const size = lineSize(lines);
  return size < 2 ? [] : [turned(lines, { places: 1, fraction: share / size }, (size * (size - 1)) / 2)];
}

/**
 * All-to-all both ways round, each block the shorter way (the one for the opposite member in halves): in step k a member
 * passes on, in one message, all blocks that still have to go.
 */
export function ringRelayBothWays(lines: Lines, share: number): Step[] {
  const size = lineSize(lines);
  const farthest = Math.floor(size / 2);
  return Array.from({ length: farthest }, (_, done) => {
    const blocks = farthest - done - (size % 2 === 0 ? 0.5 : 0);
    const fraction = (blocks * share) / size;
    return alongLines(lines, [...shift(size, fraction, 1), ...shift(size, fraction, -1)]);
  });
}
