/**
 * A run in the form of neuron-monitor's reports, one JSON object a line and period: utilisation of the NeuronCores, device
 * memory, completed requests and latencies over simulated time. Ranks of a run are alike, so each core shows the mean.
 */
import type { Series } from "../metrics/time-series.ts";
import type { Summary } from "../simulation/summary.ts";

const coresShown = 128;

/** A metric, and its figure in a summary. */
interface MetricOf {
  name: string;
  of(summary: Summary): number | null | undefined;
}

const isMeasured = (value: number | null | undefined): value is number | null => value !== undefined;

/** One line a period; the last period ends with the run. */
export function neuronMonitorLines(
  summary: Summary,
  metrics: readonly MetricOf[],
  series: readonly Series[],
  busyFraction: number,
): string {
  const { cluster, memory } = summary;
  const figure = (name: string) =>
    metrics.map((metric) => (metric.name === name ? metric.of(summary) : undefined)).find(isMeasured);
  const [p50, p99] = [figure("median_e2el_ms"), figure("p99_e2el_ms")];
  const longest = [...series].sort((a, b) => b.startNs.length - a.startNs.length)[0];
  const starts = longest?.startNs ?? [0];
  const widthSeconds = ((starts[1] ?? 0) - (starts[0] ?? 0)) / 1e9 || (figure("step_time_s") ?? 0);
  const at = (name: string, index: number) => series.find((each) => each.name === name)?.values[index];
  const cores = Math.min(coresShown, cluster.ranks);
  const used = memory && "per_device_bytes" in memory ? memory.per_device_bytes : 0;
  return starts
    .map((startNs, index) => {
      const utilisation = 100 * (at("busy", index) ?? busyFraction);
      const completed = (at("completed requests", index) ?? at("output", index) ?? 0) * widthSeconds;
      return `${JSON.stringify({
        timestamp: startNs / 1e9,
        neuron_runtime_data: [
          {
            pid: 0,
            neuron_runtime_tag: summary.scenario.name,
            report: {
              neuroncore_counters: {
                period: widthSeconds,
                neuroncores_in_use: Object.fromEntries(
                  Array.from({ length: cores }, (_, core) => [core, { neuroncore_utilization: utilisation }]),
                ),
              },
              memory_used: {
                period: widthSeconds,
                neuron_runtime_used_bytes: { neuron_device: Number(used) * cluster.ranks },
              },
              execution_stats: {
                period: widthSeconds,
                execution_summary: { completed },
                ...(p50 !== undefined &&
                  p99 !== undefined && {
                    latency_stats: { total_latency: { p50: seconds(p50), p99: seconds(p99) } },
                  }),
              },
            },
          },
        ],
        instance_info: { instance_type: cluster.instance },
        neuron_hardware_info: {
          neuron_device_count: cluster.chips,
          neuroncore_per_device_count: cluster.ranks / cluster.chips,
        },
      })}\n`;
    })
    .join("");
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
