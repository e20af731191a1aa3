/** Serving metrics, with the names and definitions of vLLM's serving benchmark. Times in ns inside, ms in the summary. */
import type { Interval } from "./batch-means.ts";
import type { RequestCount } from "./request-count.ts";
import type { Sample } from "./sample.ts";
import type { Statistics } from "./statistics.ts";

/** What a serving run measured of requests that have something in common. */
export interface RequestGroup {
  name: string;
  completed: number;
  failed: number;
  /** Completed within the limits of their class. */
  good: number;
  ttft: Statistics;
  tpot: Statistics;
  e2el: Statistics;
}

/** Ways in which requests are divided; each is empty where all would be in one group. */
export const groupings = ["classes", "turns", "pools", "regions"] as const;

/** A way to divide requests: by class, turn of a conversation, pool of replicas, region of the client. */
export type GroupingName = (typeof groupings)[number];

/** What a request is answered with: tokens, a vector for a sequence, an answer to an image or to another item. */
export type ServedUnit = "tokens" | "sequences" | "images" | "items";

/** What a serving run measured. */
export interface InferenceMetrics {
  unit: ServedUnit;
  /** First measured arrival to last completion, ns. */
  durationNs: number;
  /** First to last measured arrival of requests that come whatever the service does, ns; null of others. */
  offeredNs: number | null;
  completed: number;
  failed: number;
  /** 0 where what is served is no text. */
  totalInputTokens: number;
  /** 0 where no tokens are written. */
  totalOutputTokens: number;
  /** What was asked, and why some of it got no answer. */
  requests: RequestCount;
  /** Completed requests that meet every objective of their class. */
  good: number;
  /** First token - arrival. */
  ttft: Statistics;
  /** (end-to-end - TTFT) / (output tokens - 1); one-token answers left out. */
  tpot: Statistics;
  /** Every gap between consecutive tokens of a request. */
  itl: Statistics;
  /** End-to-end latency. */
  e2el: Statistics;
  /** The values behind `ttft`, `tpot` and `e2el`, ns: of answered requests. */
  samples: { ttft: Sample; tpot: Sample; e2el: Sample };
  /** Requests sent back to the line for want of KV cache, counted each time. */
  preemptions: number;
  /** Mean requests in a decode step. */
  batchMean: number | null;
  /** Most KV cache in use, of all replicas, as a fraction of its capacity. */
  kvUseMax: number | null;
  /** Tokens whose KV cache a replica has room for; null where nothing is cached. */
  kvCapacityTokens: number | null;
  replicas: number;
  /** Mean replicas that were up or starting: fewer than `replicas` with autoscaling. */
  replicasMean: number;
  /** 95 % intervals of the means, ns, by batch means; null for runs too short. */
  confidence: { ttft: Interval | null; tpot: Interval | null; e2el: Interval | null };
  /** Where the mean request spent its time, ns. */
  phases: {
    queueNs: number | null;
    prefillNs: number | null;
    decodeNs: number | null;
    /** In line after it lost its KV cache. */
    stalledNs: number | null;
    transferNs: number | null;
    networkNs: number | null;
  };
  /** Jain's index of the time per token: 1 when every request fares alike, 1/n when one gets everything. */
  fairness: number | null;
  /** The line grew without bound: what came and what was served, requests/ns; null when it did not. */
  saturation: { arrivedPerNs: number; servedPerNs: number } | null;
  /** Prompt blocks that the prefix cache was asked for, and had; null without one. */
  prefixCache: { askedBlocks: number; foundBlocks: number } | null;
  /** Figures by group. */
  groups: Readonly<Record<GroupingName, readonly RequestGroup[]>>;
}
