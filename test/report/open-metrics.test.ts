import { expect, test } from "vitest";
import { grafanaDashboardText } from "../../src/report/grafana-dashboard.ts";
import { neuronMonitorLines } from "../../src/report/neuron-monitor.ts";
import { openMetricsText } from "../../src/report/open-metrics.ts";
import { metricsIn } from "../../src/study/summary-metrics.ts";

const summary = {
  scenario: { name: 'a "b"', variant: "base" },
  cluster: { instance: "trn2.48xlarge", chips: 16, ranks: 64 },
  model: "m",
  elapsed_s: 4,
  memory: { per_device_bytes: 10, capacity_bytes: 20 },
  inference: { duration: 4, output_throughput: 12.5, median_e2el_ms: 100, p99_e2el_ms: 300 },
} as never;
const series = [{ name: "queued", unit: "requests", startNs: [0, 2e9], values: [1, 3] }];

test("OpenMetrics text holds a timestamped sample a bucket, headline metrics at the end, and ends as the form asks", () => {
  const lines = openMetricsText(summary, metricsIn([summary]), series, 100).split("\n");
  const labels = '{scenario="a \\"b\\"",variant="base",instance="trn2.48xlarge",model="m"}';
  expect(lines.filter((line) => line.startsWith("trnsim_queued_requests"))).toEqual([
    `trnsim_queued_requests${labels} 1 100`,
    `trnsim_queued_requests${labels} 3 102`,
  ]);
  expect(lines).toContain(`trnsim_output_throughput${labels} 12.5 104`);
  expect(lines.at(-2)).toBe("# EOF");
});

test("neuron-monitor lines tell every core's utilisation in percent and the memory of all devices", () => {
  const [line = ""] = neuronMonitorLines(summary, metricsIn([summary]), series, 0.25).split("\n");
  const { neuron_runtime_data: runtimes, neuron_hardware_info: hardware } = JSON.parse(line);
  const { report } = runtimes[0];
  expect(Object.keys(report.neuroncore_counters.neuroncores_in_use)).toHaveLength(64);
  expect(report.neuroncore_counters.neuroncores_in_use[0].neuroncore_utilization).toBe(25);
  expect(report.memory_used.neuron_runtime_used_bytes.neuron_device).toBe(640);
  expect(hardware).toEqual({ neuron_device_count: 16, neuroncore_per_device_count: 4 });
});

test("every panel of the dashboard asks for a metric that the OpenMetrics text has, none covers another, over the run's time", () => {
  const metrics = metricsIn([summary]);
  const many = [
    ...series,
    { ...series[0], name: "running" },
    { ...series[0], name: "waiting" },
  ] as typeof series;
  const start = Date.UTC(2026, 2, 1) / 1000;
  const text = openMetricsText(summary, metrics, many, start);
  const { panels, time } = JSON.parse(grafanaDashboardText(summary, metrics, many, start));
  expect(time).toEqual({ from: String(start * 1000), to: String((start + 4) * 1000) });
  expect(panels.length).toBeGreaterThan(many.length);
  const unitOf = (panel: { fieldConfig: { defaults: { unit: string } } }) => panel.fieldConfig.defaults.unit;
  for (const panel of panels) expect(unitOf(panel), panel.title).not.toMatch(/suffix: (usd|count|k?W)$/);
  const cells = new Set<string>();
  let area = 0;
  for (const { targets, gridPos: at } of panels) {
    const [name] = /trnsim_\w+/.exec(targets[0].expr) as RegExpExecArray;
    expect(text).toContain(`\n${name}{`);
    area += at.w * at.h;
    for (let x = at.x; x < at.x + at.w; x++) for (let y = at.y; y < at.y + at.h; y++) cells.add(`${x},${y}`);
    expect(at.x + at.w).toBeLessThanOrEqual(24);
  }
  expect(cells.size).toBe(area);
});
