/** Steps in which every member of a line sends to every other at once: few steps, many messages. */
import type { Step, Transfer } from "./collective-plan.ts";
import type { Line } from "./grid-lines.ts";

/** Every member of each line sends `fraction` to every other member of it. */
export function everyPair(lines: readonly Line[], fraction: number): Transfer[] {
  const transfers: Transfer[] = [];
  for (const line of lines) {
    for (const source of line) {
      for (const target of line) if (target !== source) transfers.push({ source, target, fraction });
    }
  }
  return transfers;
}

/** Reduce-scatter, all-gather or all-to-all of a share in one step: s/n from each to each. */
export function directExchange(lines: readonly Line[], share: number): Step[] {
  const size = lines[0]!.length;
  return size < 2 ? [] : [{ transfers: everyPair(lines, share / size), repeat: 1 }];
}
