/**
 * What a load test of a Neuron server sent at it, and when it stopped. A test at a rate lasts 120 s and counts what was answered
 * by then: what was sent in 120 s is what was answered and what was under way (answers a second times latency), within 2.5 %
 * in fifteen of 24 tests (in others the server fell behind); in 60 s it would be 5 to 15 % more than was sent. Of other loads
 * all is answered and counts. A rate is what was answered over the time to the last answer.
 *
 * - LLMPerf: a burst of `concurrency` requests, 0.15 s apart.
 * - guidellm, one user: the next request after an answer, until the window is over.
 * - guidellm, at a rate: evenly, for the window.
 * - guidellm, as much as the server takes: users in a closed loop, or all requests in one burst. Little's law tells which: with u
 *   users in a closed loop nearly u are under way on average, in one burst about half to three quarters of it, since nobody
 *   follows those that were answered. Where far fewer were under way than are stated, the statement is not believed.
 */
import { RandomStreams } from "../../base/random.ts";
import {
  closedLoop,
  GeneratedLoad,
  type LoadGenerator,
  plainRequests,
  TraceLoad,
} from "../../workload/inference/inference.ts";
import { normalLengths } from "./drawn-lengths.ts";
import type { Row } from "./row.ts";

/**
 * A number of requests at even distances, of which what is answered within the window counts where there is one, or users who
 * wait for their answers, until `seconds` are over.
 */
export type NeuronLoad =
  | { kind: "spaced"; requests: number; gapNs: number; windowSeconds?: number }
  | { kind: "users"; users: number; seconds: number };

/** Window of guidellm's tests at a rate, s. */
const rateSeconds = 120;
/** Distance of requests in a burst of LLMPerf, ns. */
const llmperfGapNs = 0.15e9;
/** The same of guidellm as of late 2025, on vLLM; the one before it sent all at the same time. */
const guidellmGapNs = 0.05e9;

/** Least share of the users that is under way on average where they make a closed loop, and where all come in one burst. */
const loopShare = 0.75;
const burstShare = 0.4;

/** What the test of `row` sent at a server that has `slots` for sequences. */
export function neuronLoad(row: Row, slots: number): NeuronLoad {
  const stated = row.number("concurrency");
  if (isLlmperf(row)) return { kind: "spaced", requests: stated ?? 1, gapNs: llmperfGapNs };
  const isVllm = row.text("framework") === "vLLM";
  const seconds = isVllm ? 60 : 120;
  const mode = row.text("load_mode") ?? "";
  if (/^(asynchronous|constant)$/.test(mode)) {
    const gapNs = 1e9 / row.need("offered_rps");
    const requests = Math.ceil((rateSeconds * 1e9) / gapNs);
    return { kind: "spaced", requests, gapNs, windowSeconds: rateSeconds };
  }
  if (mode === "synchronous") return { kind: "users", users: stated ?? 1, seconds };
  const share = shareUnderWay(row);
  if (stated === undefined || share < burstShare) return { kind: "users", users: slots, seconds };
  if (share >= loopShare) return { kind: "users", users: stated, seconds };
  return { kind: "spaced", requests: stated, gapNs: isVllm ? guidellmGapNs : 0 };
}

/** Whether LLMPerf made the test, whose latency per token is that of the whole request. */
export function isLlmperf(row: Row): boolean {
  return /llmperf/i.test(row.text("load_mode") ?? "");
}

/** Requests under way on average, of those that are stated; 1 where the row does not tell. */
function shareUnderWay(row: Row): number {
  const [rate, seconds] = [row.number("completed_rps"), row.number("request_latency_s")];
  if (rate === undefined || seconds === undefined) return 1;
  return (rate * seconds) / (row.number("concurrency") ?? 1);
}

/** The requests of `load`, of the lengths that `row` tells. */
export function loadGenerator(load: NeuronLoad, row: Row): LoadGenerator {
  const input = normalLengths(row.need("input_len_mean"), row.number("input_len_sd") ?? 0, "input");
  const output = normalLengths(answerTokens(row), row.number("output_len_sd") ?? 0, "output");
  if (load.kind === "spaced") {
    const requests = Array.from({ length: load.requests }, (_, index) => ({
      arrivalNs: index * load.gapNs,
      inputTokens: input.draw(),
      outputTokens: output.draw(),
    }));
    return new TraceLoad(requests, Number.POSITIVE_INFINITY);
  }
  const arrivals = closedLoop.create(
    { users: load.users, think: 0, retryAfter: 1e9 },
    { random: new RandomStreams(1).stream("arrivals") },
  );
  return new GeneratedLoad(arrivals, plainRequests(input, output), {
    durationNs: load.seconds * 1e9,
    requests: Number.POSITIVE_INFINITY,
  });
}

/** Tokens of an answer: what was produced over what was completed, where both are printed; many answers end before the limit. */
export function answerTokens(row: Row): number {
  const [perSecond, completed] = [row.number("throughput_tok_s"), row.number("completed_rps")];
  return perSecond !== undefined && completed ? perSecond / completed : row.need("output_len_mean");
}
