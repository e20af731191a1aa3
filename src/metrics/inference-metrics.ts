/** Serving metrics, with the names and definitions of vLLM's serving benchmark. Times in ns inside, ms in the summary. */
import type { Statistics } from "./sample.ts";

/** What a serving run measured. */
export interface InferenceMetrics {
  /** First measured arrival to last completion, ns. */
  durationNs: number;
  completed: number;
  failed: number;
  totalInputTokens: number;
  totalOutputTokens: number;
  /** Completed requests that meet every objective. */
  good: number;
  /** First token - arrival. */
  ttft: Statistics;
  /** (end-to-end - TTFT) / (output tokens - 1); one-token answers left out. */
  tpot: Statistics;
  /** Every gap between consecutive tokens of a request. */
  itl: Statistics;
  /** End-to-end latency. */
  e2el: Statistics;
  /** Requests sent back to the line for want of KV cache, counted each time. */
  preemptions: number;
  /** Mean requests in a decode step. */
  batchMean: number | null;
  /** Most KV cache in use, of all replicas, as a fraction of its capacity. */
  kvUseMax: number | null;
  replicas: number;
}
