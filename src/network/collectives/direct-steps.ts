/** Steps in which every member of a line sends to every other at once: few steps, many messages. */
import type { Step, Transfer } from "./collective-plan.ts";
import type { Line } from "./grid-lines.ts";

/** Every member of each line sends `fraction` to every other member of it. */
export function everyPair(lines: readonly Line[], fraction: number): Transfer[] {
  return lines.flatMap((line) =>
    line.flatMap((source) =>
      line.filter((target) => target !== source).map((target) => ({ source, target, fraction })),
    ),
  );
}

/** Reduce-scatter, all-gather or all-to-all of a share in one step: s/n from each to each. */
export function directExchange(lines: readonly Line[], share: number): Step[] {
  const size = lines[0]!.length;
  return size < 2 ? [] : [{ transfers: everyPair(lines, share / size), repeat: 1 }];
}
