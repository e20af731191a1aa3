/** Messages that ranks send in one step: each of them starts after the one before. */
import type { Transfer } from "../collectives/collective-plan.ts";

/** Of each of `transfers`, how many its source sends. */
export function messagesSent(transfers: readonly Transfer[]): Int32Array {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const { source } of transfers) [first, last] = [Math.min(first, source), Math.max(last, source)];
  // One hop of a long ring has one source, whichever it is.
  const sent = new Int32Array(transfers.length === 0 ? 0 : last - first + 1);
  for (const { source } of transfers) sent[source - first]!++;
  const each = new Int32Array(transfers.length);
  for (const [index, { source }] of transfers.entries()) each[index] = sent[source - first]!;
  return each;
}
