/**
 * The machine-readable result, schema `trnsim.summary/1`: one flat object per variant with the names that scripts rely on.
 * Documented field by field in src/report/README.md. Times in ms or s as the name says; null = not known.
 */
import type { FigureSource } from "../base/figure.ts";
import { version } from "../base/version.ts";
import type { NamedLinkLoad } from "../cluster/named-links.ts";
import type { Attribution } from "../metrics/attribution.ts";
import type { Interval } from "../metrics/batch-means.ts";
import type { InferenceMetrics } from "../metrics/inference-metrics.ts";
import { type RequestCount, unansweredText } from "../metrics/request-count.ts";
import type { Statistics } from "../metrics/sample.ts";
import type { ResilienceMetrics, TrainingMetrics } from "../metrics/training-metrics.ts";
import type { WorkloadResult } from "../workload/workload.ts";
import { objectiveResults } from "./objectives.ts";
import type { JobRecord, Record } from "./simulate.ts";
import { errorBands } from "./uncertainty.ts";

/** Where a run came from. */
export interface RunIdentity {
  /** File name without folders. */
  file: string;
  variant: string;
  /** Hash of the scenario as written, overrides included. */
  hash: string;
  catalogHash: string;
}

/** A `trnsim.summary/1` object. */
export type Summary = ReturnType<typeof summaryOf>;

const ms = (ns: number | null) => (ns === null ? null : ns / 1e6);
const seconds = (ns: number | null) => (ns === null ? null : ns / 1e9);

/** The summary of `record`. */
export function summaryOf(record: Record, identity: RunIdentity) {
  const { scenario, cluster, cost, energy, result } = record;
  const memory = result?.memory;
  return {
    schema: "trnsim.summary/1" as const,
    scenario: {
      name: scenario.name,
      description: scenario.description ?? null,
      file: identity.file,
      variant: identity.variant,
      seed: scenario.seed,
      hash: identity.hash,
    },
    simulator: { version, catalog_hash: identity.catalogHash },
    status: record.status,
    reason: record.reason ?? null,
    cluster: {
      instance: cluster.instance.name,
      instances: cluster.count,
      chips: cluster.chips,
      ranks: cluster.ranks,
      memory_bytes: cluster.memoryBytes,
    },
    model: scenario.model?.name ?? null,
    software: record.profile.name,
    chosen: result?.chosen ?? {},
    ...(result?.inference && { requests: requestSummary(result.inference.requests) }),
    cost: {
      usd_per_hour: cost.usdPerHour,
      usd_total: cost.usdTotal,
      usd_per_million_output_tokens: cost.usdPerMillionOutputTokens,
      usd_per_million_total_tokens: cost.usdPerMillionTotalTokens,
      usd_per_million_requests: cost.usdPerMillionRequests,
      price_option: cost.price.option,
      price_source: cost.price.source,
      price_date: cost.price.date,
    },
    energy: { kwh: energy.kwh, mean_watts: energy.meanWatts },
    memory: memory
      ? {
          per_device_bytes: memory.perDeviceBytes,
          capacity_bytes: memory.capacityBytes,
          ...Object.fromEntries(
            Object.entries(memory.parts).map(([part, bytes]) => [`${part}_bytes`, bytes]),
          ),
        }
      : infeasibleMemory(record),
    attribution: (result?.attribution ?? []) as Attribution,
    ...(result?.inference && { inference: inferenceSummary(result.inference) }),
    ...(result?.training && { training: trainingSummary(result.training, cluster.chips) }),
    ...kindSummary(record.jobs[0], result),
    ...(result?.own && { own_metrics: record.jobs[0].metrics }),
    ...(record.jobs.length > 1 && { jobs: record.jobs.map(jobSummary), shared_links: record.sharedLinks }),
    ...(result?.links && { hottest_links: result.links.slice(0, linksShown).map(linkSummary) }),
    objectives: objectiveResults(record, scenario.objectives),
    uncertainty: errorBands(record),
    assumptions: assumptionsOf(record),
    warnings: warningsOf(record),
    events: record.events,
  };
}

/** The part of a kind of workload with metrics of its own, under its name. */
function kindSummary(
  { job, metrics }: JobRecord,
  result: WorkloadResult | undefined,
): { [kind: string]: { [metric: string]: number | null } } {
  const own = result?.own;
  if (own === undefined) return {};
  return { [job.workload.kind]: Object.fromEntries(metrics.map(({ name }) => [name, own[name] ?? null])) };
}

/** One of several jobs. */
function jobSummary(record: JobRecord) {
  const { job, profile, result, cost, slowdown } = record;
  return {
    name: job.name,
    kind: job.workload.kind,
    status: record.status,
    reason: record.reason ?? null,
    model: job.model?.name ?? null,
    software: profile.name,
    instances: job.cluster.count,
    ranks: job.cluster.ranks,
    start_s: job.start / 1e9,
    elapsed_s: (result?.elapsedNs ?? 0) / 1e9,
    chosen: result?.chosen ?? {},
    ...(result?.inference && { requests: requestSummary(result.inference.requests) }),
    ...(result?.inference && { inference: inferenceSummary(result.inference) }),
    ...(result?.training && { training: trainingSummary(result.training, job.cluster.chips) }),
    ...kindSummary(record, result),
    ...(result?.own && { own_metrics: record.metrics }),
    objectives: objectiveResults(record, job.objectives),
    attribution: (result?.attribution ?? []) as Attribution,
    cost: { usd_per_hour: cost.usdPerHour, usd_total: cost.usdTotal },
    slowdown: slowdown ?? null,
    warnings: result?.warnings ?? [],
  };
}

function infeasibleMemory({ infeasible }: Record) {
  if (infeasible === undefined) return null;
  return {
    needed_bytes: infeasible.neededBytes,
    capacity_bytes: infeasible.availableBytes,
    ...Object.fromEntries(Object.entries(infeasible.parts).map(([part, bytes]) => [`${part}_bytes`, bytes])),
  };
}

function requestSummary(requests: RequestCount) {
  return {
    asked: requests.asked,
    completed: requests.completed,
    rejected: requests.rejected,
    timed_out: requests.timedOut,
    too_long: requests.tooLong,
    lost: requests.lost,
    unanswered: unansweredText(requests) ?? null,
  };
}

const linksShown = 10;

function linkSummary({ from, to, bandwidth, bytes, utilisation }: NamedLinkLoad) {
  return { from, to, bandwidth_bytes_per_s: bandwidth * 1e9, bytes, utilisation };
}

function latency<Name extends string>(name: Name, statistics: Statistics) {
  const entries = (["mean", "median", "std", "p90", "p95", "p99"] as const).map((statistic) => [
    `${statistic}_${name}_ms`,
    ms(statistics[statistic]),
  ]);
  return Object.fromEntries(entries) as { [Key in `${keyof Statistics}_${Name}_ms`]: number | null };
}

function inferenceSummary(metrics: InferenceMetrics) {
  const duration = metrics.durationNs / 1e9;
  const perSecond = (count: number) => (duration > 0 ? count / duration : null);
  return {
    unit: metrics.unit,
    duration,
    completed: metrics.completed,
    failed: metrics.failed,
    total_input_tokens: metrics.totalInputTokens,
    total_output_tokens: metrics.totalOutputTokens,
    request_throughput: perSecond(metrics.completed),
    request_goodput: perSecond(metrics.good),
    output_throughput: metrics.unit === "tokens" ? perSecond(metrics.totalOutputTokens) : null,
    total_token_throughput:
      metrics.totalInputTokens + metrics.totalOutputTokens > 0 || metrics.unit === "tokens"
        ? perSecond(metrics.totalInputTokens + metrics.totalOutputTokens)
        : null,
    ...latency("ttft", metrics.ttft),
    ...latency("tpot", metrics.tpot),
    ...latency("itl", metrics.itl),
    ...latency("e2el", metrics.e2el),
    replicas: metrics.replicas,
    mean_replicas: metrics.replicasMean,
    mean_batch_size: metrics.batchMean,
    max_kv_cache_use: metrics.kvUseMax,
    kv_cache_tokens: metrics.kvCapacityTokens,
    preemptions: metrics.preemptions,
    rejected: metrics.requests.rejected,
    timed_out: metrics.requests.timedOut,
    too_long: metrics.requests.tooLong,
    lost: metrics.requests.lost,
    saturated: metrics.saturation !== null,
    fairness: metrics.fairness,
    mean_phases_ms: {
      queue: ms(metrics.phases.queueNs),
      prefill: ms(metrics.phases.prefillNs),
      decode: ms(metrics.phases.decodeNs),
      stalled: ms(metrics.phases.stalledNs),
      transfer: ms(metrics.phases.transferNs),
      network: ms(metrics.phases.networkNs),
    },
    confidence: {
      mean_ttft_ms: intervalMs(metrics.confidence.ttft),
      mean_tpot_ms: intervalMs(metrics.confidence.tpot),
      mean_e2el_ms: intervalMs(metrics.confidence.e2el),
    },
    ...(metrics.prefixCache && {
      prefix_cache_hit_rate: metrics.prefixCache.foundBlocks / metrics.prefixCache.askedBlocks,
      prefix_cache_blocks: metrics.prefixCache.askedBlocks,
    }),
    ...(metrics.classes.length > 0 && {
      classes: metrics.classes.map((each) => ({
        name: each.name,
        completed: each.completed,
        failed: each.failed,
        request_goodput: perSecond(each.good),
        mean_ttft_ms: ms(each.ttft.mean),
        p99_ttft_ms: ms(each.ttft.p99),
        mean_e2el_ms: ms(each.e2el.mean),
        p99_e2el_ms: ms(each.e2el.p99),
      })),
    }),
  };
}

function intervalMs(interval: Interval | null) {
  return interval && { low: interval.low / 1e6, high: interval.high / 1e6 };
}

function trainingSummary(metrics: TrainingMetrics, chips: number) {
  const step = metrics.stepNs / 1e9;
  return {
    step_time_s: step,
    sequences_per_s: metrics.sequencesPerStep / step,
    tokens_per_s: metrics.tokensPerStep / step,
    tokens_per_s_per_chip: metrics.tokensPerStep / step / chips,
    mfu: metrics.mfu,
    hfu: metrics.hfu,
    bubble_fraction: metrics.bubbleFraction,
    exposed_communication_fraction: metrics.exposedCommunicationFraction,
    steps: metrics.steps,
    steps_played: metrics.stepsPlayed,
    steps_jumped: metrics.stepsJumped,
    startup_time_s: metrics.startupNs / 1e9,
    time_to_train_s: seconds(metrics.timeToTrainNs),
    goodput_fraction: metrics.goodputFraction,
    ...(metrics.resilience && resilienceSummary(metrics.resilience, metrics.goodputFraction)),
  };
}

function resilienceSummary(
  { interruptions, checkpoints, uptimeFraction, lostNs, byCause }: ResilienceMetrics,
  goodput: number,
) {
  const causes = Object.entries(byCause).sort(([, a], [, b]) => b.lostNs - a.lostNs);
  return {
    effective_time_fraction: goodput,
    interruptions,
    checkpoints,
    uptime_fraction: uptimeFraction,
    lost_s: Object.fromEntries(
      Object.entries(lostNs).map(([name, ns]) => [name.replace(/ /g, "_"), ns / 1e9]),
    ) as { [name: string]: number },
    causes: causes.map(([cause, each]) => ({ cause, interruptions: each.count, lost_s: each.lostNs / 1e9 })),
  };
}

/** The assumed and unverified figures that the result rests on, with their reasons. */
function assumptionsOf({ scenario, cluster, result, cost, jobs }: Record): string[] {
  const { instance } = cluster;
  const figures = result?.restsOn.flatMap((path) => {
    const [owner, ...rest] = path.split(".");
    const of = owner === "chip" ? instance.chip : instance;
    const figure = of.sources[rest.join(".")] as FigureSource | undefined;
    return figure ? [{ name: `${of.name} ${rest.join(".")}`, figure }] : [];
  });
  const doubtful = (figures ?? []).filter(
    ({ figure }) => figure.status === "assumed" || figure.status === "recalled",
  );
  const power = instance.chip.sources.powerWatts;
  return [
    ...doubtful.map(({ name, figure }) => `${name} is ${figure.status}: ${figure.source}`),
    ...(cost.price.status === "assumed"
      ? [`price of ${instance.name} is assumed: ${cost.price.source}`]
      : []),
    ...(power?.status === "assumed"
      ? [`${instance.chip.name} power is assumed (energy only): ${power.source}`]
      : []),
    ...(scenario.cluster.network === "analytic"
      ? ["every exchange takes its time alone (network: analytic): an optimistic bound"]
      : []),
    ...new Set(
      jobs.flatMap(({ profile, result: own }) => [
        ...(own?.assumptions ?? []),
        `software profile ${profile.name}: ${profile.basis}`,
      ]),
    ),
  ];
}

function warningsOf({ result, cost }: Record): string[] {
  return [...(result?.warnings ?? []), ...(cost.price.note ? [cost.price.note] : [])];
}
