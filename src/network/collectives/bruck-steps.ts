/**
 * Bruck's steps (IEEE TPDS 8, 1997) for any number n of members: ceil(log2 n) of them, with partners 1, 2, 4, ... places away
 * around the line.
 *
 *     all-gather       step k passes on what is held, 2^k blocks of s/n or what is still missing: n - 1 blocks in all
 *     reduce-scatter   the same backwards
 *     all-to-all       step k passes on, 2^k places, every block whose distance has bit k: about half of the buffer a step
 */
import type { Step } from "./collective-plan.ts";
import { type Lines, lineSize } from "./grid-lines.ts";
import { turned } from "./line-step.ts";

const stepsOf = (members: number) => Math.ceil(Math.log2(members));

/** All-gather of a share. */
export function bruckGather(lines: Lines, share: number): Step[] {
  const members = lineSize(lines);
  return Array.from({ length: stepsOf(members) }, (_, step) => {
    const places = 2 ** step;
    return turned(lines, { places, fraction: (share * Math.min(places, members - places)) / members });
  });
}

/** Reduce-scatter of a share. */
export function bruckScatter(lines: Lines, share: number): Step[] {
  return bruckGather(lines, share).reverse();
}

/** All-to-all of a share. */
export function bruckAllToAll(lines: Lines, share: number): Step[] {
  const members = lineSize(lines);
  return Array.from({ length: stepsOf(members) }, (_, step) => {
    const places = 2 ** step;
    let blocks = 0;
    for (let distance = 1; distance < members; distance++) {
      if (Math.floor(distance / places) % 2 === 1) blocks++;
    }
    return turned(lines, { places, fraction: (share * blocks) / members });
  });
}
