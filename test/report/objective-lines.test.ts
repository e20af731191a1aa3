/** Every objective is drawn: as a part of its limit, and as a line where the metric itself is. */
import { expect, test } from "vitest";
import { latencyCharts } from "../../src/report/html/charts/latency.ts";
import { objectiveCharts } from "../../src/report/html/charts/objectives.ts";
import { paretoChart } from "../../src/report/html/charts/pareto.ts";
import { memoryShares } from "../../src/report/html/charts/shares.ts";
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

test("every objective that there is has a place in the chart of objectives, right of the line where it is missed", () => {
  const known = metricsOf().filter(({ objective }) => objective !== undefined);
  expect(known.length).toBeGreaterThan(15);
  const judged = known.flatMap(({ objective, unit, better }) =>
    [30, 60].map((actual) => {
      const must = better === "higher" ? "reach" : "stay-below";
      const met = must === "reach" ? actual >= 40 : actual <= 40;
      return { objective, unit, limit: 40, actual, must, met, why: null };
    }),
  );
  const unknown = { ...judged[0], objective: "ttftP99", must: "stay-below", actual: null, met: false };
  const run = { name: "one", summary: { objectives: [...judged, unknown] } } as unknown as RunView;
  const [chart] = objectiveCharts([run]);
  const dots = chart?.marks.find(({ mark }) => mark === "dot")?.data as {
    taken: number;
    met: string;
    demand: string;
  }[];
  expect(dots).toHaveLength(2 * known.length);
  for (const { taken, met } of dots) expect(taken > 100).toBe(met === "missed");
  for (const { objective } of known) {
    expect(dots.some(({ demand }) => demand.startsWith(`${objective} at `))).toBe(true);
  }
  expect(chart?.note).toContain("Missed without a figure: one: ttftP99 at most");
  expect(objectiveCharts([{ ...run, summary: { objectives: [] } } as unknown as RunView])).toEqual([]);
});

test("an objective on the time of a Pareto chart and on the memory is a line in it", () => {
  const ruled = (
    chart: { marks: readonly { mark: string; data: readonly object[] }[] } | undefined,
    mark: string,
  ) => chart?.marks.filter((each) => each.mark === mark).at(-1)?.data;
  const chart = paretoChart([{ name: "a", time: 1, usd: 2 }], { time: "days", usd: "$" }, [3, 3]);
  expect(ruled(chart, "ruleY")).toEqual([{ limit: 3 }]);
  const memory = { per_device_bytes: 2 ** 30, capacity_bytes: 4 * 2 ** 30, weights_bytes: 2 ** 30 };
  const summary = { memory, objectives: [{ objective: "memoryUse", limit: 0.5 }] };
  expect(ruled(memoryShares([{ name: "a", summary } as unknown as RunView])[0], "tickX")).toEqual([
    { run: "a", limit: 2 },
  ]);
  expect(memoryShares([{ name: "a", summary: { memory: null } } as unknown as RunView])).toEqual([]);
});
