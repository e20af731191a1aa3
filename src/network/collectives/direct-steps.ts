/** Steps in which every member of a line sends to every other at once: few steps, many messages. */
import type { Step } from "./collective-plan.ts";
import { type Lines, lineSize } from "./grid-lines.ts";
import { alongLines, type Move } from "./line-step.ts";

/** Every member of each line sends `fraction` to every other member of it. */
export function everyPair(lines: Lines, fraction: number): Step {
  const size = lineSize(lines);
  const moves: Move[] = [];
  for (let source = 0; source < size; source++) {
    for (let target = 0; target < size; target++)
      if (target !== source) moves.push({ source, target, fraction });
  }
  return alongLines(lines, moves);
}

/** Reduce-scatter, all-gather or all-to-all of a share in one step: s/n from each to each. */
export function directExchange(lines: Lines, share: number): Step[] {
  const size = lineSize(lines);
  return size < 2 ? [] : [everyPair(lines, share / size)];
}
