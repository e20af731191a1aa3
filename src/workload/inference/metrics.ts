/** Metrics of serving, with the names and definitions of vLLM's serving benchmark. */
import type { Interval } from "../../metrics/batch-means.ts";
import {
  type GroupingName,
  groupings,
  type InferenceMetrics,
  type RequestGroup,
} from "../../metrics/inference-metrics.ts";
import { type BandRule, type Judgement, type Metric, metricPart, metricsOver } from "../../metrics/metric.ts";
import { unansweredOf, unansweredText } from "../../metrics/request-count.ts";
import type { Sample } from "../../metrics/sample.ts";
import type { Statistics } from "../../metrics/statistics.ts";
import type { WorkloadResult } from "../workload.ts";

const ms = (ns: number | null) => (ns === null ? null : ns / 1e6);

function perSecond(count: number, { durationNs }: InferenceMetrics): number | null {
  return durationNs > 0 ? count / (durationNs / 1e9) : null;
}

/** Requests that count as infinitely late: those without an answer, beyond the share of all that may have none. */
function lateOf({ requests }: InferenceMetrics, allowed: number): number {
  // 1 % of 300 requests are 3, whatever rounding makes of the product.
  return Math.max(0, unansweredOf(requests) - Math.floor(allowed * requests.asked + 1e-6));
}

/** Quantile `q` of a latency over all requests: one without an answer is infinitely late. */
function judgedLatency(metrics: InferenceMetrics, sample: Sample, q: number, allowed: number): Judgement {
  const late = lateOf(metrics, allowed);
  return {
    value: ms(sample.quantileBelow(late, q) ?? null),
    why: late > 0 ? (unansweredText(metrics.requests) ?? null) : null,
  };
}

type LatencyName = "ttft" | "tpot" | "itl" | "e2el";
/** Judged by all requests, not by those alone that were answered. */
type JudgedName = keyof InferenceMetrics["samples"];
type LatencyMetric<Name extends LatencyName> = Metric<InferenceMetrics, `${keyof Statistics}_${Name}_ms`> & {
  of(metrics: InferenceMetrics): number | null;
};

const statistics: readonly { name: keyof Statistics; quantile?: number; objective?: string }[] = [
  { name: "mean" },
  { name: "median", quantile: 0.5, objective: "P50" },
  { name: "std" },
  { name: "p90", quantile: 0.9, objective: "P90" },
  { name: "p95" },
  { name: "p99", quantile: 0.99, objective: "P99" },
];

/** Mean, percentiles and spread of one latency. */
function latency<Name extends LatencyName>(
  name: Name,
  {
    title,
    meaning,
    headlines,
    key,
    isPace = false,
    insteadOf,
    band,
  }: {
    title: string;
    meaning: string;
    headlines: string[];
    key?: string;
    isPace?: boolean;
    insteadOf?: LatencyName; // Whose median comparisons show, where a run has some.
    /** Of the mean. */
    band?: BandRule;
  },
): LatencyMetric<Name>[] {
  const judged = name === "itl" ? undefined : (name as JudgedName);
  return statistics.map(
    ({ name: statistic, quantile, objective }): LatencyMetric<Name> => ({
      name: `${statistic}_${name}_ms`,
      title: `${title} ${statistic}`,
      unit: "ms",
      better: statistic === "std" ? null : "lower",
      meaning: `${meaning}; ${statistic} over answered requests`,
      isHeadline: headlines.includes(statistic),
      isWorded: headlines.includes(statistic),
      ...(insteadOf && statistic === "median" && { insteadOf: `median_${insteadOf}_ms` }),
      isKey: statistic === key,
      isPace: isPace && statistic === "mean",
      isExplained: (name === "ttft" || name === "tpot") && statistic === "mean",
      ...(band && statistic === "mean" && { band }),
      of: (metrics) => ms(metrics[name][statistic]),
      ...(judged !== undefined &&
        quantile !== undefined && {
          objective: `${judged}${objective}`,
          judged: (metrics, allowed) => judgedLatency(metrics, metrics.samples[judged], quantile, allowed),
        }),
    }),
  );
}

/** Where no rate was measured, steps say how far it is off. */
const measuredRate = { of: ["rate", "step"], isRate: true, isTold: true } as const;

const count = { unit: "count", better: null } as const;

const metrics = metricsOver<InferenceMetrics>()([
  {
    name: "duration",
    title: "Duration",
    unit: "s",
    better: null,
    meaning: "first measured arrival to last completion",
    of: ({ durationNs }) => durationNs / 1e9,
  },
  {
    name: "completed",
    title: "Completed",
    unit: "count",
    better: "higher",
    meaning: "requests with an answer",
    of: ({ completed }) => completed,
  },
  {
    name: "failed",
    title: "Failed",
    unit: "count",
    better: "lower",
    meaning: "requests rejected, timed out, too long or lost",
    of: ({ failed }) => failed,
  },
  {
    name: "unanswered_fraction",
    title: "Requests without an answer",
    unit: "fraction",
    better: "lower",
    meaning:
      "of those asked, whatever became of them; under way at the end of a run that was stopped included",
    objective: "failedShare",
    of: ({ requests }) => (requests.asked > 0 ? unansweredOf(requests) / requests.asked : null),
    judged: ({ requests }) => ({
      // Of nothing nothing failed.
      value: requests.asked > 0 ? unansweredOf(requests) / requests.asked : 0,
      why: requests.asked > 0 ? (unansweredText(requests) ?? null) : "nothing was asked",
    }),
  },
  {
    ...count,
    name: "total_input_tokens",
    title: "Input tokens",
    meaning: "of completed requests",
    of: ({ totalInputTokens }) => totalInputTokens,
  },
  {
    ...count,
    name: "total_output_tokens",
    title: "Output tokens",
    meaning: "of completed requests",
    of: ({ totalOutputTokens }) => totalOutputTokens,
  },
  {
    name: "output_throughput",
    title: "Output tokens/s",
    unit: "/s",
    better: "higher",
    meaning: "output tokens of completed requests over the duration",
    isHeadline: true,
    isKey: true,
    isExplained: true,
    objective: "outputThroughput",
    band: measuredRate,
    isWorded: true,
    of: (each) => (each.unit === "tokens" ? perSecond(each.totalOutputTokens, each) : null),
  },
  {
    name: "request_throughput",
    title: "Requests/s",
    unit: "/s",
    better: "higher",
    meaning: "completed requests over the duration",
    isHeadline: true,
    objective: "requestThroughput",
    band: measuredRate,
    isWorded: true,
    of: (each) => perSecond(each.completed, each),
  },
  {
    name: "request_goodput",
    title: "Goodput, requests/s",
    unit: "/s",
    better: "higher",
    meaning: "completed requests that meet every objective of their class, over the duration",
    of: (each) => perSecond(each.good, each),
  },
  {
    name: "total_token_throughput",
    title: "Tokens/s with input",
    unit: "/s",
    better: "higher",
    meaning: "input and output tokens of completed requests over the duration",
    of: (each) => {
      const tokens = each.totalInputTokens + each.totalOutputTokens;
      return tokens > 0 || each.unit === "tokens" ? perSecond(tokens, each) : null;
    },
  },
  ...latency("ttft", {
    title: "TTFT",
    meaning: "first token - arrival",
    headlines: ["median", "p99"],
    key: "p99",
    band: { of: ["first"], isTold: true },
  }),
  ...latency("tpot", {
    title: "TPOT",
    meaning: "(end to end - TTFT) / (output tokens - 1), one-token answers left out",
    headlines: ["median", "p99"],
    key: "median",
    band: { of: ["step"], isTold: true },
  }),
  ...latency("itl", {
    title: "ITL",
    meaning: "every gap between tokens of a request, percentiles from a sketch within 0.2 %",
    headlines: [],
  }),
  ...latency("e2el", {
    title: "End to end",
    meaning: "last token - arrival",
    headlines: ["median", "p99"],
    isPace: true,
    insteadOf: "ttft",
    band: { of: ["step"], firstToken: "mean_ttft_ms", isToldInstead: true },
  }),
  {
    ...count,
    name: "replicas",
    title: "Replicas",
    meaning: "copies of the model",
    of: ({ replicas }) => replicas,
  },
  {
    ...count,
    name: "mean_replicas",
    title: "Mean replicas",
    meaning: "up or starting, over time",
    of: ({ replicasMean }) => replicasMean,
  },
  {
    ...count,
    name: "mean_batch_size",
    title: "Mean batch",
    meaning: "requests in a mean decode step",
    of: ({ batchMean }) => batchMean,
  },
  {
    name: "max_kv_cache_use",
    title: "KV cache in use, at most",
    unit: "fraction",
    better: null,
    meaning: "of the capacity of the replica that was fullest",
    of: ({ kvUseMax }) => kvUseMax,
  },
  {
    ...count,
    name: "kv_cache_tokens",
    title: "KV cache, tokens",
    meaning: "tokens whose keys and values a replica has room for",
    of: ({ kvCapacityTokens }) => kvCapacityTokens,
  },
  {
    name: "preemptions",
    title: "Preemptions",
    unit: "count",
    better: "lower",
    meaning: "requests sent back to the line for want of KV cache, each time counted",
    of: (each) => each.preemptions,
  },
  {
    name: "rejected",
    title: "Rejected",
    unit: "count",
    better: "lower",
    meaning: "requests for which the line had no room",
    of: ({ requests }) => requests.rejected,
  },
  {
    name: "timed_out",
    title: "Timed out",
    unit: "count",
    better: "lower",
    meaning: "requests given up after their time",
    of: ({ requests }) => requests.timedOut,
  },
  {
    name: "too_long",
    title: "Too long",
    unit: "count",
    better: "lower",
    meaning: "requests longer than the model or its memory takes",
    of: ({ requests }) => requests.tooLong,
  },
  {
    name: "lost",
    title: "Lost",
    unit: "count",
    better: "lower",
    meaning: "requests lost with a failed replica once too often",
    of: ({ requests }) => requests.lost,
  },
  {
    name: "fairness",
    title: "Fairness",
    unit: "fraction",
    better: "higher",
    meaning: "Jain's index of the time per token: 1 where every request fares alike",
    of: (each) => each.fairness,
  },
  {
    name: "prefix_cache_hit_rate",
    title: "Prefix cache hits",
    unit: "fraction",
    better: "higher",
    meaning: "leading prompt blocks found, of those asked for at each request's first look-up",
    of: ({ prefixCache }) => (prefixCache ? prefixCache.foundBlocks / prefixCache.askedBlocks : undefined),
  },
  {
    ...count,
    name: "prefix_cache_blocks",
    title: "Prefix cache blocks",
    meaning: "prompt blocks asked for",
    of: ({ prefixCache }) => prefixCache?.askedBlocks,
  },
]);

/** The part `inference` of a summary. */
export const inferencePart = metricPart<Pick<WorkloadResult, "inference">>()({
  part: "inference",
  of: ({ inference }) => inference,
  metrics,
  yardsticks: {
    cost: [{ name: "usd_per_million_output_tokens", words: "per million output tokens" }],
    time: [{ name: "median_e2el_ms", words: "for a request (median)", bandOf: "mean_e2el_ms" }],
    pace: [
      { name: "median_tpot_ms", words: "a token (median)" },
      { name: "median_e2el_ms", words: "for a request (median)" },
    ],
  },
  isNamedAlone: true,
  details: inferenceDetails,
});

/** What the part holds beside its metrics. */
function inferenceDetails(metrics: InferenceMetrics) {
  const { phases, confidence } = metrics;
  return {
    unit: metrics.unit,
    saturated: metrics.saturation !== null,
    mean_phases_ms: {
      queue: ms(phases.queueNs),
      prefill: ms(phases.prefillNs),
      decode: ms(phases.decodeNs),
      stalled: ms(phases.stalledNs),
      transfer: ms(phases.transferNs),
      network: ms(phases.networkNs),
    },
    confidence: {
      mean_ttft_ms: intervalMs(confidence.ttft),
      mean_tpot_ms: intervalMs(confidence.tpot),
      mean_e2el_ms: intervalMs(confidence.e2el),
    },
    ...(Object.fromEntries(
      groupings.flatMap((grouping): [GroupingName, GroupFigures[]][] => {
        const groups = metrics.groups[grouping];
        return groups.length === 0 ? [] : [[grouping, groups.map((each) => groupFigures(each, metrics))]];
      }),
    ) as Partial<Record<GroupingName, GroupFigures[]>>),
  };
}

/** Figures of the requests of a group, as a summary has them. */
export type GroupFigures = ReturnType<typeof groupFigures>;

function groupFigures({ ttft, tpot, e2el, ...group }: RequestGroup, all: InferenceMetrics) {
  return {
    name: group.name,
    completed: group.completed,
    failed: group.failed,
    request_goodput: perSecond(group.good, all),
    mean_ttft_ms: ms(ttft.mean),
    median_ttft_ms: ms(ttft.median),
    p99_ttft_ms: ms(ttft.p99),
    mean_tpot_ms: ms(tpot.mean),
    median_tpot_ms: ms(tpot.median),
    p99_tpot_ms: ms(tpot.p99),
    mean_e2el_ms: ms(e2el.mean),
    median_e2el_ms: ms(e2el.median),
    p99_e2el_ms: ms(e2el.p99),
  };
}

function intervalMs(interval: Interval | null) {
  return interval && { low: interval.low / 1e6, high: interval.high / 1e6 };
}
