/**
 * The machine-readable result, schema `trnsim.summary/1`: one flat object per variant with the names that scripts rely on.
 * Documented field by field in src/report/README.md. Times in ms or s as the name says; null = not known.
 */

import { elementAt } from "../base/element-at.ts";
import { version } from "../base/version.ts";
import { type NamedLinkLoad, nameLinks } from "../cluster/named-links.ts";
import { doubtfulFigures } from "../hardware/doubtful-figures.ts";
import { type ChipAccount, type ChipState, chipStates } from "../metrics/chip-account.ts";
import { type PartFigures, summaryPart } from "../metrics/metric.ts";
import { type RequestCount, unansweredText } from "../metrics/request-count.ts";
import type { inferencePart } from "../workload/inference/inference.ts";
import { metricParts } from "../workload/metric-parts.ts";
import type { trainingPart } from "../workload/training/metrics.ts";
import type { WorkloadResult } from "../workload/workload.ts";
import {
  accountParts,
  clusterPart,
  type costPart,
  type energyPart,
  type memoryPart,
} from "./account-metrics.ts";
import { withReasonOf } from "./infeasible-reason.ts";
import { objectiveResults } from "./objectives.ts";
import type { JobRecord, RunRecord } from "./run-record.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { weighingOf } from "./weighing.ts";

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

/** What workloads of the shipped kinds measured. */
export interface MeasuredParts {
  inference?: PartFigures<typeof inferencePart>;
  training?: PartFigures<typeof trainingPart>;
}

/** The summary of `record`. */
export function summaryOf(record: RunRecord, identity: RunIdentity) {
  const { scenario, cluster, result } = record;
  const first = elementAt(record.jobs, 0);
  const elapsedS = (result?.elapsedNs ?? Math.max(0, ...record.jobs.map(endOf))) / 1e9;
  const figures = accountFigures(record);
  return withReasonOf(record.infeasible, {
    schema: "trnsim.summary/1" as const,
    scenario: {
      name: scenario.name,
      description: scenario.description ?? null,
      file: identity.file,
      variant: identity.variant,
      seed: scenario.seed,
      hash: identity.hash,
    },
    simulator: {
      version,
      get catalog_hash() {
        return identity.catalogHash;
      },
    },
    status: record.status,
    reason: record.infeasible === undefined ? (record.reason ?? null) : null,
    cluster: summaryPart(clusterPart).figures(cluster) as PartFigures<typeof clusterPart>,
    elapsed_s: elapsedS,
    model: scenario.model?.name ?? null,
    software: record.profile.name,
    chosen: result?.chosen ?? {},
    choices: record.jobs.length === 1 ? first.choices : [],
    ...(result?.inference && { requests: requestSummary(result.inference.requests) }),
    weighed_by: weighingOf({
      cost: figures.cost,
      result: record.infeasible === undefined ? result : undefined,
      own: { kind: first.job.workload.kind, metrics: first.metrics },
      elapsedS,
    }),
    ...figures,
    chip_seconds: chipSeconds(record.account),
    attribution: result?.attribution ?? record.account.attribution(),
    ...measuredParts(result),
    ...kindSummary(first, result),
    ...(result?.own && { own_metrics: ownMetrics(first) }),
    ...(record.jobs.length > 1 && {
      jobs: record.jobs.map((each) => jobSummary(each, record.ownMetrics)),
      shared_links: record.sharedLinks,
    }),
    ...(result?.links && {
      hottest_links: nameLinks(cluster, result.links.slice(0, linksShown)).map(linkSummary),
    }),
    objectives: runObjectives(record),
    ...uncertaintyOf(record),
    assumptions: assumptionsOf(record),
    warnings: warningsOf(record),
    events: record.events,
  });
}

function runObjectives(record: RunRecord) {
  const { scenario, result, cost, energy, jobs, ownMetrics } = record;
  const whole = { result, cost, energy, metrics: elementAt(jobs, 0).metrics };
  const named = jobs.length > 1 ? jobs.map((each) => ({ ...each, name: each.job.name })) : [];
  return objectiveResults(whole, scenario.objectives, ownMetrics, named);
}

function measuredParts(result: WorkloadResult | undefined): MeasuredParts {
  const figures = metricParts.flatMap((part): [string, object][] => {
    const own = result && part.figures(result);
    return own === undefined ? [] : [[part.part, own]];
  });
  return Object.fromEntries(figures);
}

/** What a kind of workload measures for itself, and the part that holds it. */
function ownMetrics({ job, metrics }: JobRecord) {
  return metrics.map((metric) => ({ part: job.workload.kind, ...metric }));
}

/** The part of a kind of workload with metrics of its own, under its name. */
function kindSummary(
  { job, metrics }: JobRecord,
  result: WorkloadResult | undefined,
): { [kind: string]: { [metric: string]: unknown } } {
  const own = result?.own;
  if (own === undefined) return {};
  const figures = Object.fromEntries(metrics.map(({ name }) => [name, own[name] ?? null]));
  return { [job.workload.kind]: { ...figures, ...result?.ownDetails } };
}

/** One of several jobs. */
function jobSummary(record: JobRecord, allOwn: RunRecord["ownMetrics"]) {
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
    choices: record.choices,
    ...(result?.inference && { requests: requestSummary(result.inference.requests) }),
    ...measuredParts(result),
    ...kindSummary(record, result),
    ...(result?.own && { own_metrics: ownMetrics(record) }),
    objectives: objectiveResults(record, job.objectives, allOwn),
    chip_seconds: chipSeconds(record.account),
    attribution: result?.attribution ?? record.account.attribution(),
    cost: { usd_per_hour: cost.usdPerHour, usd_total: cost.usdTotal },
    slowdown: slowdown ?? null,
    warnings: result?.warnings ?? [],
  };
}

/** The account of every chip-second: its states sum to chips x elapsed. */
function chipSeconds(account: ChipAccount) {
  const seconds = chipStates.map((state) => [state, account.in(state) / 1e9]);
  return Object.fromEntries(seconds) as { [State in ChipState]: number };
}

/** When a job of several ends, ns. */
function endOf({ job, result }: JobRecord): number {
  return result === undefined ? 0 : job.start + result.elapsedNs;
}

/** What every run has. */
interface AccountFigures {
  cost: PartFigures<typeof costPart>;
  energy: PartFigures<typeof energyPart>;
  memory: PartFigures<typeof memoryPart> | ReturnType<typeof infeasibleMemory>;
}

function accountFigures(record: RunRecord): AccountFigures {
  const figures = accountParts.map((part) => [part.part, part.figures(record)] as const);
  const { memory, ...rest } = Object.fromEntries(figures);
  return { ...rest, memory: memory ?? infeasibleMemory(record) } as unknown as AccountFigures;
}

function infeasibleMemory({ infeasible }: RunRecord) {
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

/** The assumed and unverified figures that the result rests on, with their reasons. */
function assumptionsOf({ scenario, cluster, result, cost, jobs }: RunRecord): string[] {
  const { instance } = cluster;
  const power = instance.chip.sources.powerWatts;
  return [
    ...doubtfulFigures(instance, result?.restsOn ?? []),
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
      jobs.flatMap(({ profile, runsModel, result: own }) => [
        ...(own?.assumptions ?? []),
        ...(runsModel ? [`software profile ${profile.name}: ${profile.basis}`] : []),
      ]),
    ),
  ];
}

function warningsOf({ result, cost }: RunRecord): string[] {
  return [...(result?.warnings ?? []), ...(cost.price.note ? [cost.price.note] : [])];
}
