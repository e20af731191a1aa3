/** What a scenario demands of its result, held against what the run gave. */
import type { Objectives } from "../workload/workload.ts";
import type { Record } from "./simulate.ts";

/** One objective and how the run did. */
export interface ObjectiveResult {
  objective: string;
  /** In `unit`. */
  limit: number;
  /** Null where the run does not give it. */
  actual: number | null;
  unit: "ms" | "s" | "/s" | "usd" | "kWh" | "fraction";
  /** Whether the figure must stay below the limit or reach it. */
  must: "stay-below" | "reach";
  met: boolean;
}

interface Definition {
  unit: ObjectiveResult["unit"];
  must: ObjectiveResult["must"];
  /** Limits are in internal units: this many of them make one `unit`. */
  scale: number;
  /** In internal units. */
  actual(record: Record): number | null | undefined;
}

const nsPerSecond = 1e9;
const latencyPattern = /^(ttft|tpot|e2el)P(50|90|99)$/;

const others: Readonly<{ [name: string]: Definition }> = {
  requestThroughput: {
    unit: "/s",
    must: "reach",
    scale: 1 / nsPerSecond,
    actual: ({ result }) => result?.inference && result.inference.completed / result.inference.durationNs,
  },
  outputThroughput: {
    unit: "/s",
    must: "reach",
    scale: 1 / nsPerSecond,
    actual: ({ result }) =>
      result?.inference && result.inference.totalOutputTokens / result.inference.durationNs,
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

/** Every objective of the scenario in the order in which they were written. */
export function objectiveResults(record: Record): ObjectiveResult[] {
  return Object.entries(record.scenario.objectives as Objectives).flatMap(
    ([objective, limit]): ObjectiveResult[] => {
      const definition = definitionOf(objective);
      if (limit === undefined || definition === undefined) return [];
      const { unit, must, scale } = definition;
      const internal = definition.actual(record) ?? null;
      const met = internal !== null && (must === "reach" ? internal >= limit : internal <= limit);
      return [
        {
          objective,
          limit: limit / scale,
          actual: internal === null ? null : internal / scale,
          unit,
          must,
          met,
        },
      ];
    },
  );
}

function definitionOf(objective: string): Definition | undefined {
  const [, metric, percentile] = latencyPattern.exec(objective) ?? [];
  if (metric === undefined) return others[objective];
  const statistic = percentile === "50" ? "median" : (`p${percentile}` as "p90" | "p99");
  return {
    unit: "ms",
    must: "stay-below",
    scale: 1e6,
    actual: ({ result }) => result?.inference?.[metric as "ttft" | "tpot" | "e2el"][statistic],
  };
}
