/**
 * What a generated load will draw, as far as that does not depend on its answers: the same requests come when they are
 * recorded and played again as a trace, and graphs are compiled for the same lengths.
 */
import { min } from "d3-array";
import type { ArrivalProcess } from "./arrivals/arrival-process.ts";
import type { LongestRequest } from "./load-generator.ts";
import type { RequestMaker } from "./request-maker.ts";

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

/** Longest prompt and answer of the first `count` requests of `maker`, tokens. */
export function longestDrawn(maker: RequestMaker, count: number): LongestRequest {
  const longest = { inputTokens: 1, outputTokens: 1 };
  for (let drawn = 0; drawn < count; drawn++) {
    const { inputTokens, outputTokens } = maker.next(0);
    longest.inputTokens = Math.max(longest.inputTokens, inputTokens);
    longest.outputTokens = Math.max(longest.outputTokens, outputTokens);
  }
  return longest;
}
