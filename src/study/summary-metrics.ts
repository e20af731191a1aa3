/** Every metric that summaries hold: what it is, and where its figure stands. Whatever compares or exports metrics folds over these. */
import type { MetricDefinition } from "../metrics/metric.ts";
import { accountParts, clusterPart } from "../simulation/account-metrics.ts";
import type { Summary } from "../simulation/summary.ts";
import { metricParts } from "../workload/metric-parts.ts";

/** A metric with its place. */
export interface SummaryMetric extends MetricDefinition {
  /** `inference.p99_ttft_ms`; of one of several jobs `chat.inference.p99_ttft_ms`. */
  path: string;
  /** Key of the summary that holds it. */
  part: string;
  /** The field knows it by its name alone. */
  isNamedAlone: boolean;
  of(summary: Summary): number | null | undefined;
}

/** Metrics that a kind of workload defines for itself, and the part they stand in. */
export type OwnMetric = MetricDefinition & { part: string };

/** What holds metrics: a summary, or one of its jobs. */
interface Holder {
  own_metrics?: readonly OwnMetric[];
}

/** A figure of the part called `part` of `holder`; undefined where it has none of that name. */
function figureOf(holder: object | undefined, part: string, name: string): number | null | undefined {
  const figures = (holder as { [part: string]: unknown } | undefined)?.[part];
  const value = (figures as { [name: string]: unknown } | null | undefined)?.[name];
  return typeof value === "number" || value === null ? value : undefined;
}

/** Metrics of a whole summary: of the cluster, of each kind of workload, of the accounts. */
export function metricsOf(own: readonly OwnMetric[] = []): SummaryMetric[] {
  const shipped = (parts: readonly { part: string; metrics: readonly MetricDefinition[] }[]) =>
    parts.flatMap(({ part, metrics }) => metrics.map((metric): OwnMetric => ({ ...metric, part })));
  return [...shipped([clusterPart, ...metricParts]), ...own, ...shipped(accountParts)].map((metric) => ({
    ...metric,
    isNamedAlone: metricParts.some(({ part, isNamedAlone }) => part === metric.part && isNamedAlone),
    path: `${metric.part}.${metric.name}`,
    of: (summary) => figureOf(summary, metric.part, metric.name),
  }));
}

/** Metrics of all of `summaries`, those of their jobs included. */
export function metricsIn(summaries: readonly Summary[]): SummaryMetric[] {
  const names = new Set(summaries.flatMap(({ jobs = [] }) => jobs.map(({ name }) => name)));
  return [
    ...metricsOf([...ownOf(summaries), ...namedByData(summaries)]),
    ...[...names].flatMap((name) => jobMetrics(name, summaries)),
  ];
}

/** Figures whose names come from the data: what the memory of these runs is filled with. */
function namedByData(summaries: readonly Summary[]): OwnMetric[] {
  return accountParts.flatMap(({ part, metrics, others }) => {
    if (others === undefined) return [];
    const holders = summaries.map(
      (summary) => (summary as unknown as { [part: string]: object | null })[part],
    );
    const names = new Set(holders.flatMap((holder) => Object.keys(holder ?? {})));
    for (const { name } of metrics) names.delete(name);
    return [...names].map((name) => ({ ...others, name, title: name.replaceAll("_", " "), part }));
  });
}

/** Metrics of the job called `job`, and how much the others slow it down. */
function jobMetrics(job: string, summaries: readonly Summary[]): SummaryMetric[] {
  const jobOf = ({ jobs = [] }: Summary) => jobs.find(({ name }) => name === job);
  const own = ownOf(summaries.flatMap((summary) => jobOf(summary) ?? []));
  const slowdown: SummaryMetric = {
    name: `${job}.slowdown`,
    title: `${job}: slowdown`,
    unit: "count",
    better: "lower",
    meaning: "time beside the other jobs over time alone",
    isHeadline: true,
    part: "jobs",
    isNamedAlone: false,
    path: `${job}.slowdown`,
    of: (summary) => jobOf(summary)?.slowdown,
  };
  const ofJob = metricsOf(own)
    .filter(({ part }) => part !== clusterPart.part)
    .map((metric) => ({
      ...metric,
      name: `${job}.${metric.name}`,
      title: `${job}: ${metric.title}`,
      path: `${job}.${metric.path}`,
      of: (summary: Summary) => figureOf(jobOf(summary), metric.part, metric.name),
    }));
  return [...ofJob, slowdown];
}

/** Metrics of kinds of their own among `holders`, each once. */
function ownOf(holders: readonly Holder[]): OwnMetric[] {
  const found = new Map<string, OwnMetric>();
  for (const { own_metrics = [] } of holders) {
    for (const metric of own_metrics) {
      const { part, name, isHeadline, isKey = isHeadline } = metric;
      found.set(`${part}.${name}`, { ...metric, isKey });
    }
  }
  return [...found.values()];
}
