/** A run tells the figure of every headline, costs apart: in words of its own, or as the metric is defined. */
import { expect, test } from "vitest";
import { metricText } from "../../src/base/metric-text.ts";
import { runText } from "../../src/report/text/run-text.ts";
import { makeStyle } from "../../src/report/text/style.ts";
import { metricsOf, type SummaryMetric } from "../../src/study/summary-metrics.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const own: SummaryMetric = {
  name: "late_share",
  title: "Late",
  unit: "fraction",
  better: "lower",
  isHeadline: true,
  part: "energy",
  path: "energy.late_share",
  isNamedAlone: false,
  of: () => 0.125,
};

const serving = {
  kind: "inference",
  arrivals: { kind: "poisson", rate: "5/s" },
  input: { kind: "constant", tokens: 200 },
  output: { kind: "constant", tokens: 16 },
  requests: 20,
};
const training = { kind: "training", tokens: "1B", sequenceLength: 2048, globalBatch: 64 };

test.each([serving, training])("of $kind", (workload) => {
  const run = summary(
    record({ cluster: { instance: "p5.48xlarge" }, model: "llama-3.2-1b", workload, seed: 1 }),
  );
  const headlines = metricsOf().filter(({ isHeadline }) => isHeadline);
  const text = runText(run, [...headlines, own], makeStyle(false));
  // Of costs a run tells those that it is paid for by.
  const told = headlines
    .filter(({ part }) => part !== "cost")
    .flatMap(({ path, unit, of }) => {
      const value = of(run);
      if (typeof value !== "number") return [];
      return [{ path, figure: String(metricText(value, unit).split(/[ /]/)[0]) }];
    });
  expect(told.length).toBeGreaterThan(5);
  expect(told.filter(({ figure }) => !text.includes(figure))).toEqual([]);
  expect(text).toMatch(/^ {2}Late {12}12\.5 %$/m);
});
