/**
 * What a scenario demands of its result, held against what the run gave.
 *
 * All requests are judged: in a percentile of latency a request that got no answer counts as infinitely late. The share
 * that `failedShare` allows is left out; only what goes beyond it counts. Rates are of answered requests.
 */
import type { InferenceMetrics } from "../metrics/inference-metrics.ts";
import { unansweredOf, unansweredText } from "../metrics/request-count.ts";
import type { Objectives } from "../workload/workload.ts";
import type { Record } from "./simulate.ts";

/** One objective and how the run did. */
export interface ObjectiveResult {
  objective: string;
  /** In `unit`. */
  limit: number;
  /** Null where the run does not give it: `why` says the reason. */
  actual: number | null;
  unit: "ms" | "s" | "/s" | "usd" | "kWh" | "fraction";
  /** Whether the figure must stay below the limit or reach it. */
  must: "stay-below" | "reach";
  met: boolean;
  /** What a reader must know of `actual`: requests without an answer that it counts; null where there is nothing. */
  why: string | null;
}

/** What is judged: a run, or one of its jobs. */
export type Judged = Pick<Record, "result" | "cost" | "energy">;

interface Definition {
  unit: ObjectiveResult["unit"];
  must: ObjectiveResult["must"];
  /** Limits are in internal units: this many of them make one `unit`. */
  scale: number;
  /** In internal units. */
  actual(judged: Judged, objectives: Objectives): number | null | undefined;
  /** Requests without an answer that `actual` counts. */
  counted?(judged: Judged, objectives: Objectives): number;
}

const nsPerSecond = 1e9;
const latencyPattern = /^(ttft|tpot|e2el)P(50|90|99)$/;

const others: Readonly<{ [name: string]: Definition }> = {
  failedShare: {
    unit: "fraction",
    must: "stay-below",
    scale: 1,
    actual: ({ result }) => result?.inference && unansweredShare(result.inference),
    counted: ({ result }) => (result?.inference ? unansweredOf(result.inference.requests) : 0),
  },
  requestThroughput: {
    unit: "/s",
    must: "reach",
    scale: 1 / nsPerSecond,
    actual: ({ result }) => result?.inference && rateOf(result.inference, result.inference.completed),
  },
  outputThroughput: {
    unit: "/s",
    must: "reach",
    scale: 1 / nsPerSecond,
    actual: ({ result }) => result?.inference && rateOf(result.inference, result.inference.totalOutputTokens),
  },
  stepTime: {
    unit: "s",
    must: "stay-below",
    scale: nsPerSecond,
    actual: ({ result }) => result?.training?.stepNs,
  },
  timeToTrain: {
    unit: "s",
    must: "stay-below",
    scale: nsPerSecond,
    actual: ({ result }) => result?.training?.timeToTrainNs,
  },
  usdTotal: { unit: "usd", must: "stay-below", scale: 1, actual: ({ cost }) => cost.usdTotal },
  usdPerHour: { unit: "usd", must: "stay-below", scale: 1, actual: ({ cost }) => cost.usdPerHour },
  energyKwh: { unit: "kWh", must: "stay-below", scale: 1, actual: ({ energy }) => energy.kwh },
  memoryUse: {
    unit: "fraction",
    must: "stay-below",
    scale: 1,
    actual: ({ result }) => result?.memory && result.memory.perDeviceBytes / result.memory.capacityBytes,
  },
};

/** Every one of `objectives` in the order in which they were written. */
export function objectiveResults(judged: Judged, objectives: Objectives): ObjectiveResult[] {
  return Object.entries(objectives).flatMap(([objective, limit]): ObjectiveResult[] => {
    const definition = definitionOf(objective);
    if (limit === undefined || definition === undefined) return [];
    const { unit, must, scale } = definition;
    const internal = definition.actual(judged, objectives) ?? null;
    const met = internal !== null && (must === "reach" ? internal >= limit : internal <= limit);
    const isCounted = (definition.counted?.(judged, objectives) ?? 0) > 0;
    const requests = judged.result?.inference?.requests;
    return [
      {
        objective,
        limit: limit / scale,
        actual: internal === null ? null : internal / scale,
        unit,
        must,
        met,
        why: (isCounted && requests && unansweredText(requests)) || null,
      },
    ];
  });
}

function definitionOf(objective: string): Definition | undefined {
  const [, name, percentile] = latencyPattern.exec(objective) ?? [];
  if (name === undefined) return Object.hasOwn(others, objective) ? others[objective] : undefined;
  const metric = name as "ttft" | "tpot" | "e2el";
  return {
    unit: "ms",
    must: "stay-below",
    scale: 1e6,
    actual: ({ result }, objectives) =>
      result?.inference?.samples[metric].quantileBelow(
        lateOf(result.inference, objectives),
        Number(percentile) / 100,
      ),
    counted: ({ result }, objectives) => (result?.inference ? lateOf(result.inference, objectives) : 0),
  };
}

/** Requests that count as infinitely late: those without an answer, beyond the share that is allowed. */
function lateOf({ requests }: InferenceMetrics, { failedShare = 0 }: Objectives): number {
  // 1 % of 300 requests are 3, whatever rounding makes of the product.
  return Math.max(0, unansweredOf(requests) - Math.floor(failedShare * requests.asked + 1e-6));
}

function unansweredShare({ requests }: InferenceMetrics): number | null {
  return requests.asked > 0 ? unansweredOf(requests) / requests.asked : null;
}

/** `amount` per ns of the run; null where nothing was answered. */
function rateOf({ durationNs }: InferenceMetrics, amount: number): number | null {
  return durationNs > 0 ? amount / durationNs : null;
}
