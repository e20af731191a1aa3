/** Objectives of latencies are lines in the charts of their distributions. */
import { expect, test } from "vitest";
import { latencyCharts } from "../../src/report/html/charts/latency.ts";
import type { RunView } from "../../src/report/html/run-view.ts";
import { metricsOf } from "../../src/study/summary-metrics.ts";

const names = ["ttft", "tpot", "e2el"];
const objectives = metricsOf().flatMap(({ objective }) =>
  objective !== undefined && names.some((name) => objective.startsWith(name)) ? [objective] : [],
);

const view = (name: string, limits: readonly string[]): RunView =>
  ({
    name,
    distributions: names.map((each) => ({ name: each, valuesMs: [10, 20, 40] })),
    summary: { objectives: limits.map((objective, index) => ({ objective, limit: 30 + index })) },
  }) as unknown as RunView;

test("every objective of a latency is drawn at its limit, in the unit of the axis, and named", () => {
  expect(objectives.length).toBeGreaterThan(8);
  const charts = latencyCharts([view("one", objectives), view("two", objectives)]);
  expect(charts).toHaveLength(names.length);
  const drawn = charts.flatMap(({ marks, note }) => {
    const rule = marks.find(({ mark }) => mark === "ruleX");
    const data = rule?.data as { objective: string; limit: number }[];
    for (const { objective } of data) expect(note).toContain(objective);
    return data;
  });
  expect(drawn).toEqual(
    expect.arrayContaining(objectives.map((objective, index) => ({ objective, limit: 30 + index }))),
  );
  // Two runs with the same limits have one line each.
  expect(drawn).toHaveLength(objectives.length);
});

test("runs without objectives have no lines, and no note of them", () => {
  for (const { marks, note } of latencyCharts([view("one", [])])) {
    expect(marks.find(({ mark }) => mark === "ruleX")?.data).toEqual([]);
    expect(note).not.toContain("Dotted");
  }
});
