/**
 * A Grafana dashboard of a run's OpenMetrics file: a panel for each quantity over time, a figure for each headline metric, for
 * whichever scenario and variant is chosen above. It opens on the simulated time, counted from `startUnixSeconds`.
 */
import type { Series } from "../metrics/time-series.ts";
import type { Summary } from "../simulation/summary.ts";
import type { SummaryMetric } from "../study/summary-metrics.ts";
import { jsonText } from "./json.ts";
import { figureMetricName, seriesMetricName } from "./open-metrics.ts";

/** Grafana's name of a unit; it writes others after the figure. */
const grafanaUnits: { [unit: string]: string } = {
  fraction: "percentunit",
  ms: "ms",
  s: "s",
  bytes: "decbytes",
  usd: "currencyUSD",
  count: "short",
  W: "watt",
  kW: "kwatt",
  kWh: "kwatth",
};
/** Grafana's page is 24 wide. */
const chart = { w: 12, h: 8 };
const figure = { w: 6, h: 4 };
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Grafana
const datasource = { type: "prometheus", uid: "${datasource}" };
const selection = '{scenario="$scenario",variant="$variant"}';

/** The dashboard as JSON, to import in Grafana or to put in a provisioned folder. */
export function grafanaDashboardText(
  summary: Summary,
  metrics: readonly SummaryMetric[],
  series: readonly Series[],
  startUnixSeconds = 0,
): string {
  const headlines = metrics.filter(({ isHeadline, of }) => isHeadline && typeof of(summary) === "number");
  const figures = headlines.map((metric, index) => ({
    ...panelOf(
      "stat",
      metric.title,
      metric.unit,
      `last_over_time(${figureMetricName(metric)}${selection}[$__range])`,
    ),
    gridPos: placeOf(index, figure, 0),
  }));
  const below = Math.ceil(headlines.length / (24 / figure.w)) * figure.h;
  const charts = series.map((each, index) => ({
    ...panelOf("timeseries", each.name, each.unit, `${seriesMetricName(each)}${selection}`),
    gridPos: placeOf(index, chart, below),
  }));
  const { name: scenario, variant } = summary.scenario;
  const msText = (seconds: number) => String(Math.round(seconds * 1000));
  const anyMetric = series[0] ? seriesMetricName(series[0]) : headlines[0] && figureMetricName(headlines[0]);
  return jsonText({
    title: `trnsim: ${scenario}`,
    schemaVersion: 39,
    tags: ["trnsim"],
    time: { from: msText(startUnixSeconds), to: msText(startUnixSeconds + summary.elapsed_s) },
    timezone: "utc",
    templating: {
      list: [
        { name: "datasource", type: "datasource", query: "prometheus" },
        ...Object.entries({ scenario, variant }).map(([name, value]) => ({
          name,
          type: "query",
          datasource,
          query: `label_values(${anyMetric}, ${name})`,
          current: { text: value, value },
        })),
      ],
    },
    panels: [...figures, ...charts].map((panel, index) => ({ id: index + 1, ...panel })),
  });
}

function panelOf(type: "stat" | "timeseries", title: string, unit: string, expr: string) {
  const fieldConfig = {
    defaults: { unit: grafanaUnits[unit] ?? (unit === "" ? "short" : `suffix: ${unit}`) },
    overrides: [],
  };
  return { type, title, datasource, fieldConfig, targets: [{ refId: "A", datasource, expr }] };
}

/** Left to right, then down. */
function placeOf(index: number, { w, h }: { w: number; h: number }, below: number) {
  const columns = 24 / w;
  return { x: (index % columns) * w, y: below + Math.floor(index / columns) * h, w, h };
}
