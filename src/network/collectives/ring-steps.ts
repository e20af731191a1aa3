/**
 * Steps around a ring of n members on a share s of the buffer, all lines of a dimension at once.
 *
 *     reduce-scatter, all-gather   n - 1 steps; every member hands s/n to its neighbour in each
 *     all-to-all                   blocks of s/n are relayed hop by hop
 */
import type { Step, Transfer } from "./collective-plan.ts";
import type { Line } from "./grid-lines.ts";

/** Round which way. */
export type Direction = 1 | -1;

/** Both ways round. */
export const directions: readonly Direction[] = [1, -1];

/** Every member hands `fraction` to its neighbour. */
export function shift(lines: readonly Line[], fraction: number, direction: Direction): Transfer[] {
  const transfers: Transfer[] = [];
  for (const line of lines) {
    for (let index = 0; index < line.length; index++) {
      const target = line[(index + direction + line.length) % line.length]!;
      transfers.push({ source: line[index]!, target, fraction });
    }
  }
  return transfers;
}

/** One pass over the ring: the reduce-scatter or the all-gather of a share. */
export function ringPass(lines: readonly Line[], share: number, direction: Direction): Step[] {
  const size = lines[0]!.length;
  return size < 2 ? [] : [{ transfers: shift(lines, share / size, direction), repeat: size - 1 }];
}

/** All-to-all in one direction, one block a message: the block for distance d takes d hops, n (n - 1) / 2 in all. */
export function ringRelay(lines: readonly Line[], share: number): Step[] {
  const size = lines[0]!.length;
  return size < 2 ? [] : [{ transfers: shift(lines, share / size, 1), repeat: (size * (size - 1)) / 2 }];
}

/**
 * All-to-all both ways round, each block the shorter way (the one for the opposite member in halves): in step k a member
 * passes on, in one message, all blocks that still have to go.
 */
export function ringRelayBothWays(lines: readonly Line[], share: number): Step[] {
  const size = lines[0]!.length;
  const farthest = Math.floor(size / 2);
  return Array.from({ length: farthest }, (_, done) => {
    const blocks = farthest - done - (size % 2 === 0 ? 0.5 : 0);
    const fraction = (blocks * share) / size;
    return { transfers: [...shift(lines, fraction, 1), ...shift(lines, fraction, -1)], repeat: 1 };
  });
}
