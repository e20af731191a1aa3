/** Messages that ranks send in one step: each of them starts after the one before. */
import type { Transfer } from "../collectives/collective-plan.ts";

/** Of each of `transfers`, how many its source sends. By index, as most runs ask this few times of tens of thousands. */
export function messagesSent(transfers: readonly Transfer[]): Int32Array {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (let at = 0; at < transfers.length; at++) {
    const { source } = transfers[at]!;
    first = Math.min(first, source);
    last = Math.max(last, source);
  }
  // One hop of a long ring has one source, whichever it is.
  const sent = new Int32Array(transfers.length === 0 ? 0 : last - first + 1);
  for (let at = 0; at < transfers.length; at++) sent[transfers[at]!.source - first]!++;
  const each = new Int32Array(transfers.length);
  for (let at = 0; at < transfers.length; at++) each[at] = sent[transfers[at]!.source - first]!;
  return each;
}
