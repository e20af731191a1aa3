/** What a load asks for on average, as far as that can be known before it has met a fleet. */
import { mean } from "d3-array";
import type { ArrivalProcess } from "./arrivals/arrival-process.ts";
import type { RequestSpec } from "./request.ts";

/** Mean lengths, and how many come. */
export interface ExpectedLoad {
  /** Tokens of a prompt and of an answer. */
  inputTokens: number;
  outputTokens: number;
  /** Requests/ns that come whatever the system does; absent where they come as fast as they are served. */
  ratePerNs?: number;
  /** Requests that are under way at once, where each waits for the one before; absent where the rate tells. */
  users?: number | undefined;
  /** Mean time between an answer and the same user's next request, ns; absent where nobody comes again. */
  thinkNs?: number | undefined;
}

/** Arrivals that tell the rate. */
const arrivalsSeen = 20_000;
/** Answers that tell how long users think. */
const answersSeen = 1000;

/**
 * Rate of a process that nobody answers, within `durationNs` and `requests`: its own mean where it changes with time, else that
 * of its first arrivals. Arrivals that follow from arrivals make a rate, those of the start alone are users, who may come again.
 */
export function expectedArrivals(
  process: ArrivalProcess,
  { durationNs, requests }: { durationNs: number; requests: number },
): Pick<ExpectedLoad, "ratePerNs" | "users" | "thinkNs"> {
  const isLimited = Number.isFinite(durationNs) || Number.isFinite(requests);
  if (process.meanRate && isLimited) return { ratePerNs: process.meanRate(durationNs, requests) };
  const users = process.first().length;
  let [count, lastNs] = [0, 0];
  while (count < arrivalsSeen) {
    const next = process.afterArrival(lastNs);
    if (next === undefined || next > durationNs) break;
    lastNs = next;
    count++;
  }
  return lastNs > 0 ? { ratePerNs: count / lastNs } : { users, thinkNs: meanThinkNs(process) };
}

/** Mean time after which the users of `process` come again; undefined where they do not. */
function meanThinkNs(process: ArrivalProcess): number | undefined {
  return mean(Array.from({ length: answersSeen }, () => process.afterCompletion(0, true)));
}

/** What the requests of a trace ask for on average. */
export function tracedLoad(requests: readonly RequestSpec[]): ExpectedLoad {
  const [first] = requests;
  const sum = { inputTokens: 0, outputTokens: 0 };
  let lastNs = 0;
  for (const { inputTokens, outputTokens, arrivalNs } of requests) {
    sum.inputTokens += inputTokens;
    sum.outputTokens += outputTokens;
    lastNs = Math.max(lastNs, arrivalNs);
  }
  const spanNs = lastNs - (first?.arrivalNs ?? 0);
  const count = Math.max(1, requests.length);
  return {
    inputTokens: sum.inputTokens / count,
    outputTokens: sum.outputTokens / count,
    ...(spanNs > 0 ? { ratePerNs: (count - 1) / spanNs } : { users: count }),
  };
}
