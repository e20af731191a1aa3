/** Headline figures with the band in which nine of ten measurements lie, or eight where that says nothing. */
import { group } from "d3-array";
import { capitalised, metricName, percent } from "../../../base/metric-text.ts";
import { type Chart, seriesColours, tableOfRows } from "../chart.ts";
import type { RunView } from "../run-view.ts";
import { runAxis } from "./run-axis.ts";
import { timeAxis } from "./time-axis.ts";

/** One chart for each time with bands; none where nothing was measured. */
export function errorBandCharts(runs: readonly RunView[]): Chart[] {
  const bands = runs.flatMap(({ name, summary }) =>
    (summary.uncertainty ?? []).flatMap(({ metric, value, low, high, coverage, basis }) =>
      low === null || high === null || !/_m?s$/.test(metric) || /_per_s$/.test(metric)
        ? []
        : { run: name, metric, value, low, high, coverage, basis },
    ),
  );
  const colours = {
    domain: runs.map(({ name }) => name),
    range: runs.map((_, index) => seriesColours[index % 10]),
  };
  return [...new Set(bands.map(({ metric }) => metric))].map((metric) => {
    const same = bands.filter((band) => band.metric === metric);
    const runNames = same.map(({ run }) => run);
    const names = runAxis(runNames);
    const isMs = metric.endsWith("_ms");
    const axis = timeAxis(Math.max(...same.map(({ high }) => high)));
    const scale = isMs ? axis.perMs : 1;
    const own = same.map((band) => ({
      ...band,
      value: band.value * scale,
      low: band.low * scale,
      high: band.high * scale,
    }));
    const wide = own.some(({ low, high }) => high > 5 * low);
    const unit = isMs ? axis.unit : metric.slice(metric.lastIndexOf("_") + 1);
    return {
      title: `${capitalised(metricName(metric))} with its error band`,
      note: `${percent(Math.min(...own.map(({ coverage }) => coverage)))} of measurements lie within the bar, judged by ${basesText(own)}.`,
      plot: {
        height: own.length * names.rowPixels + 50,
        marginLeft: names.marginLeft,
        x: { label: unit, type: wide ? "log" : "linear", grid: true, nice: true, tickFormat: "~s" },
        y: { label: null, domain: runNames },
        color: colours,
      },
      marks: [
        names.mark,
        {
          mark: "ruleY",
          data: own,
          options: {
            x1: "low",
            x2: "high",
            y: "run",
            stroke: "run",
            strokeWidth: 6,
            strokeOpacity: 0.4,
            tip: true,
          },
        },
        { mark: "dot", data: own, options: { x: "value", y: "run", fill: "run", r: 5 } },
      ],
      table: tableOfRows(own.map(({ run, value, low, high }) => ({ run, value, low, high }))),
    };
  });
}

/** What bands are judged by; whose they are where runs differ in it. */
function basesText(bands: readonly { run: string; basis: string }[]): string {
  const bases = [...group(bands, ({ basis }) => basis)];
  const [first] = bases;
  if (first !== undefined && bases.length === 1) return first[0];
  return bases.map(([basis, own]) => `${basis} (${own.map(({ run }) => run).join(", ")})`).join("; ");
}
