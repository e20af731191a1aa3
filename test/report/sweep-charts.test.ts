/** A sweep is drawn to scale, with its other axis as lines, its best marked, and a map of two axes. */
import { expect, test } from "vitest";
import { sweepCharts } from "../../src/report/html/charts/sweep.ts";
import { bestPoints } from "../../src/study/sweep/best-points.ts";
import type { SweepResult } from "../../src/study/sweep/sweep-point.ts";

const paths = ["workload.arrivals.rate", "workload.batching.maxBatch"];

/** Tokens/s of training at a rate and a batch; more than 30 miss the objective. */
const results = ["10/s", "2/s", "100/s"].flatMap((rate, row) =>
  [2, 8].map((batch, column): SweepResult => {
    const tokens = 10 * (row + 1) + column;
    const objectives = [{ objective: "usdTotal", limit: 1, met: tokens <= 30 }];
    const summary = { training: { tokens_per_s: tokens }, objectives, cost: {}, cluster: {} };
    const set = { [paths[0] as string]: rate, [paths[1] as string]: batch };
    return {
      index: row * 2 + column,
      scenario: "s",
      variant: "base",
      set,
      status: "completed",
      reason: null,
      summary,
    } as unknown as SweepResult;
  }),
);

const best = bestPoints(results).filter(({ metric }) => metric.name === "tokens_per_s");
const charts = sweepCharts(results, best, paths);
const marks = (title: string, mark: string) =>
  charts.find((chart) => chart.title.endsWith(title))?.marks.filter((each) => each.mark === mark) ?? [];

test("quantities in one unit stand to scale, in order, under a line for each value of the other axis", () => {
  const chart = charts.find(({ title }) => title.endsWith("over rate"));
  expect(chart?.plot.x).toMatchObject({ label: "rate, /s", type: "log", ticks: [2, 10, 100] });
  const [line] = marks("over rate", "line");
  expect(line?.options).toMatchObject({ z: "line", sort: "x" });
  expect(new Set(line?.data.map((each) => (each as { line: string }).line))).toEqual(
    new Set(["maxBatch 2", "maxBatch 8"]),
  );
});

test("points that miss an objective are hollow, and the star is the best of the others", () => {
  const [met, missed, star] = marks("over rate", "dot");
  // 10, 11, 20, 21 and 30 tokens/s meet it; 31 is more and does not.
  expect([met?.data.length, missed?.data.length]).toEqual([5, 1]);
  expect(star?.data).toEqual([{ x: 100, y: 30 }]);
});

test("two axes make a map with a figure in every cell", () => {
  const [text = { data: [] }] = marks("over rate and maxBatch", "text");
  const shown = Object.fromEntries(
    (text.data as { x: number; y: number; shown: string }[]).map(({ x, y, shown }) => [`${x} ${y}`, shown]),
  );
  expect(shown).toEqual({
    "2 2": "20",
    "2 8": "21",
    "10 2": "10",
    "10 8": "11",
    "100 2": "★ 30",
    "100 8": "(31)",
  });
  const map = charts.find(({ title }) => title.endsWith("over rate and maxBatch"));
  expect(map?.plot.x).toMatchObject({ domain: [2, 10, 100] });
  expect(
    sweepCharts(results, best, paths.slice(0, 1)).some(({ marks }) =>
      marks.some(({ mark }) => mark === "cell"),
    ),
  ).toBe(false);
});

test("values in several units or words stand as they were written", () => {
  const written = ["1 GB/s", "500 MB/s", "fast"].map((value, index) => ({
    ...(results[index] as SweepResult),
    set: { a: value },
  }));
  const [chart] = sweepCharts(written, best, ["a"]);
  expect(chart?.plot.x).toMatchObject({ type: "point", domain: ["1 GB/s", "500 MB/s", "fast"] });
});
