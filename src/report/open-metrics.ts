/**
 * A run as OpenMetrics text, the form that Prometheus reads: every quantity over simulated time as timestamped samples,
 * and all metrics at the end of the run. Backfilled with `promtool tsdb create-blocks-from openmetrics`, existing
 * dashboards show a simulated cluster. Simulated time zero is `startUnixSeconds`.
 */
import type { Series } from "../metrics/time-series.ts";
import type { Summary } from "../simulation/summary.ts";
import type { SummaryMetric } from "../study/summary-metrics.ts";

/** Text that ends with the mark OpenMetrics asks for. */
export function openMetricsText(
  summary: Summary,
  metrics: readonly SummaryMetric[],
  series: readonly Series[],
  startUnixSeconds = 0,
): string {
  const labels = labelsText({
    scenario: summary.scenario.name,
    variant: summary.scenario.variant,
    instance: summary.cluster.instance,
    model: summary.model ?? "",
  });
  const overTime = series.flatMap((each) => {
    const { name, unit, startNs, values } = each;
    const metric = seriesMetricName(each);
    return [
      `# TYPE ${metric} gauge`,
      `# HELP ${metric} ${name}, ${unit}, over simulated time`,
      ...values.map(
        (value, index) => `${metric}${labels} ${value} ${startUnixSeconds + (startNs[index] ?? 0) / 1e9}`,
      ),
    ];
  });
  const endSeconds = startUnixSeconds + summary.elapsed_s;
  const figures = metrics.flatMap((each) => {
    const value = each.of(summary);
    if (typeof value !== "number") return [];
    const metric = figureMetricName(each);
    return [
      `# TYPE ${metric} gauge`,
      `# HELP ${metric} ${each.meaning ?? each.title}`,
      `${metric}${labels} ${value} ${endSeconds}`,
    ];
  });
  return [...overTime, ...figures, "# EOF\n"].join("\n");
}

/** What a quantity over time is called. */
export function seriesMetricName({ name, unit }: Pick<Series, "name" | "unit">): string {
  return metricName(`${name} ${unit}`);
}

/** What a figure at the end of the run is called. */
export function figureMetricName({
  path,
  name,
  isNamedAlone,
}: Pick<SummaryMetric, "path" | "name" | "isNamedAlone">): string {
  return metricName(isNamedAlone ? name : path);
}

/** `KV cache in use fraction` as `trnsim_kv_cache_in_use_fraction`. */
function metricName(text: string): string {
  const words = text.toLowerCase().replaceAll("/s", " per second").replaceAll("%", " percent");
  return `trnsim_${words.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "")}`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const quoted = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replace(/[\\"\n]/g, (each) => (each === "\n" ? "\\n" : `\\${each}`))}"`,
  );
  return `{${quoted.join(",")}}`;
}
