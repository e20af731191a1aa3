/** Metrics of every run, whatever the workload: what it runs on, what it costs, what it draws, what its memory is filled with. */
import type { Cluster } from "../cluster/cluster.ts";
import { hoursPerMonth } from "../hardware/break-even.ts";
import type { Cost } from "../metrics/cost.ts";
import type { Energy } from "../metrics/energy.ts";
import type { MemoryUse } from "../metrics/memory.ts";
import { metricPart, metricsOver, type SummaryPart, summaryPart } from "../metrics/metric.ts";
import type { WorkloadResult } from "../workload/workload.ts";

/** What these metrics are read from: a run, or one of its jobs. */
export interface Accounts {
  cost: Cost;
  energy: Energy;
  result?: WorkloadResult | undefined;
}

const clusterMetrics = metricsOver<Cluster>()([
  {
    name: "instances",
    title: "Instances",
    unit: "count",
    better: null,
    meaning: "of the cluster",
    of: ({ count }) => count,
  },
  {
    name: "chips",
    title: "Chips",
    unit: "count",
    better: null,
    meaning: "of the cluster",
    isHeadline: true,
    isOfHardware: true,
    isWorded: true,
    of: ({ chips }) => chips,
  },
  {
    name: "ranks",
    title: "Ranks",
    unit: "count",
    better: null,
    meaning: "logical NeuronCores, GPUs",
    of: ({ ranks }) => ranks,
  },
  {
    name: "memory_bytes",
    title: "Memory",
    unit: "bytes",
    better: null,
    meaning: "of all chips",
    of: ({ memoryBytes }) => memoryBytes,
  },
]);

/** The part `cluster`. */
export const clusterPart = metricPart<Cluster>()({
  part: "cluster",
  of: (cluster) => cluster,
  metrics: clusterMetrics,
  details: ({ instance }) => ({ instance: instance.name }),
});

const dollars = { unit: "usd", better: "lower" } as const;

const costMetrics = metricsOver<Cost>()([
  {
    ...dollars,
    name: "usd_per_hour",
    title: "$ per hour",
    meaning: "of all that is held; with autoscaling of its mean over time",
    isHeadline: true,
    isOfHardware: true,
    objective: "usdPerHour",
    isWorded: true,
    of: ({ usdPerHour }) => usdPerHour,
  },
  {
    ...dollars,
    name: "usd_per_month",
    title: "$ per month",
    meaning: "of 730 hours, a twelfth of a year",
    objective: "usdPerMonth",
    of: ({ usdPerHour }) => usdPerHour && usdPerHour * hoursPerMonth,
  },
  {
    ...dollars,
    name: "usd_per_year",
    title: "$ per year",
    meaning: "of 8,760 hours",
    objective: "usdPerYear",
    of: ({ usdPerHour }) => usdPerHour && usdPerHour * 12 * hoursPerMonth,
  },
  {
    ...dollars,
    name: "usd_total",
    title: "$ for the whole run",
    meaning: "for the time it holds the cluster",
    isHeadline: true,
    isHeadlineIfWeighed: true,
    objective: "usdTotal",
    isWorded: true,
    of: ({ usdTotal }) => usdTotal,
  },
  {
    ...dollars,
    name: "usd_per_million_output_tokens",
    title: "$ per million output tokens",
    meaning: "at the throughput of the run",
    isHeadline: true,
    band: { follows: "output_throughput" },
    isWorded: true,
    of: (cost) => cost.usdPerMillionOutputTokens,
  },
  {
    ...dollars,
    name: "usd_per_million_total_tokens",
    title: "$ per million tokens",
    meaning: "read, written or trained on; with what failures and checkpoints cost, where they are simulated",
    isHeadline: true,
    isKey: true,
    band: { follows: "tokens_per_s" },
    isWorded: true,
    of: (cost) => cost.usdPerMillionTotalTokens,
  },
  {
    ...dollars,
    name: "usd_per_million_requests",
    title: "$ per million requests",
    meaning: "completed",
    of: (cost) => cost.usdPerMillionRequests,
  },
  {
    ...dollars,
    name: "usd_per_million_good_requests",
    title: "$ per million good requests",
    meaning: "such as met every objective; all completed where there is none",
    of: (cost) => cost.usdPerMillionGoodRequests,
  },
  {
    ...dollars,
    name: "split_usd_per_million_input_tokens",
    title: "$ per million input tokens, apart",
    meaning:
      "the share of the bill that prefill has of the chip-time of prefill and decode, over tokens read",
    of: ({ apart }) => apart?.usdPerMillionInput,
  },
  {
    ...dollars,
    name: "split_usd_per_million_output_tokens",
    title: "$ per million output tokens, apart",
    meaning: "the rest of the bill over tokens written, so that both together are the whole",
    of: ({ apart }) => apart?.usdPerMillionOutput,
  },
  {
    ...dollars,
    name: "api_usd_per_hour",
    title: "$ per hour of an API",
    meaning: "what `cluster.pricing.api` asks for the tokens of an hour",
    better: null,
    of: ({ apiUsdPerHour }) => apiUsdPerHour,
  },
  {
    name: "usd_over_api",
    title: "$ per hour over an API's",
    unit: "fraction",
    better: "lower",
    meaning: "usd_per_hour over api_usd_per_hour: below 1 the cluster is cheaper than the API",
    isHeadline: true,
    objective: "usdOverApi",
    isWorded: true,
    of: ({ usdPerHour, apiUsdPerHour }) =>
      apiUsdPerHour === undefined ? undefined : usdPerHour && usdPerHour / apiUsdPerHour,
  },
]);

/** The part `cost`. */
export const costPart = metricPart<Accounts>()({
  part: "cost",
  of: ({ cost }) => cost,
  metrics: costMetrics,
  details: ({ price }) => ({
    price_option: price.option,
    price_source: price.source,
    price_date: price.date,
  }),
});

const energyMetrics = metricsOver<Energy>()([
  {
    name: "kwh",
    title: "Energy",
    unit: "kWh",
    better: "lower",
    meaning: "of the run, with the building's share",
    objective: "energyKwh",
    of: ({ kwh }) => kwh,
  },
  {
    name: "mean_watts",
    title: "Mean power of the equipment",
    unit: "W",
    better: "lower",
    meaning: "chips and hosts, without the building",
    of: ({ meanWatts }) => meanWatts,
  },
  {
    name: "mean_power_kw",
    title: "Power",
    unit: "kW",
    better: "lower",
    meaning: "mean_watts in kW",
    isHeadline: true,
    isWorded: true,
    of: ({ meanWatts }) => meanWatts / 1000,
  },
  {
    name: "co2_kg",
    title: "CO2, kg",
    unit: "count",
    better: "lower",
    meaning: "emitted for kwh, at `cluster.gramsCo2PerKwh`",
    objective: "co2Kg",
    of: ({ co2Kg }) => co2Kg,
  },
]);

/** The part `energy`. */
export const energyPart = metricPart<Accounts>()({
  part: "energy",
  of: ({ energy }) => energy,
  metrics: energyMetrics,
  details: ({ partsKwh, busyKwh }) => ({
    kwh_by_part: {
      busy_chips: partsKwh.busyChips,
      waiting_chips: partsKwh.waitingChips,
      hosts: partsKwh.hosts,
      storage: partsKwh.storage,
      building: partsKwh.building,
    },
    busy_chips_kwh: busyKwh,
  }),
});

const memoryMetrics = metricsOver<MemoryUse>()([
  {
    name: "per_device_bytes",
    title: "Memory in use",
    unit: "bytes",
    better: "lower",
    meaning: "on the fullest rank",
    of: ({ perDeviceBytes }) => perDeviceBytes,
  },
  {
    name: "capacity_bytes",
    title: "Memory to be used",
    unit: "bytes",
    better: null,
    meaning: "of a rank, after ECC, driver and the software's reserve",
    of: ({ capacityBytes }) => capacityBytes,
  },
  {
    name: "use_fraction",
    title: "Memory in use, of what there is",
    unit: "fraction",
    better: "lower",
    meaning: "per_device_bytes over capacity_bytes",
    objective: "memoryUse",
    of: ({ perDeviceBytes, capacityBytes }) => perDeviceBytes / capacityBytes,
  },
]);

/** The part `memory`. */
export const memoryPart = metricPart<Pick<Accounts, "result">>()({
  part: "memory",
  of: ({ result }) => result?.memory,
  metrics: memoryMetrics,
  others: { unit: "bytes", better: "lower" },
  details: ({ parts }): { [part: `${string}_bytes`]: number } =>
    Object.fromEntries(Object.entries(parts).map(([part, bytes]) => [`${part}_bytes`, bytes])),
});

/** In the order in which comparisons show them. */
export const accountParts: readonly SummaryPart<Accounts>[] = [
  summaryPart(costPart),
  summaryPart(energyPart),
  summaryPart(memoryPart),
];
