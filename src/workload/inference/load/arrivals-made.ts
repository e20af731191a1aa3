/**
 * How many requests a generated load makes, as far as that does not depend on its answers: so many are drawn ahead, for whose
 * lengths graphs are compiled, and the same come when they are recorded and played again as a trace.
 */
import { min } from "d3-array";
import type { ArrivalProcess } from "./arrivals/arrival-process.ts";

/** Beyond this many requests the lengths to plan for are those of the laws. */
const drawnMost = 100_000;

/** Requests that `process` makes within `limits`; undefined where that depends on answers, or where they are too many. */
export function arrivalsMade(
  process: ArrivalProcess,
  { durationNs, requests }: { durationNs: number; requests: number },
): number | undefined {
  const first = process.first().filter((atNs) => atNs <= durationNs);
  let count = first.length;
  const earliest = min(first);
  let next = earliest === undefined ? undefined : process.afterArrival(earliest);
  if (next === undefined && process.afterCompletion(0, true) !== undefined) {
    return Number.isFinite(requests) && durationNs === Number.POSITIVE_INFINITY ? requests : undefined;
  }
  while (next !== undefined && next <= durationNs && count < requests) {
    if (++count > drawnMost) return undefined;
    next = process.afterArrival(next);
  }
  return Math.min(count, requests);
}
