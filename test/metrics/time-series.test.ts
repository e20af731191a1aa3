import { expect, test } from "vitest";
import { FlowSeries, LevelSeries } from "../../src/metrics/time-series.ts";

const integral = (
  { startNs, values }: { startNs: readonly number[]; values: readonly number[] },
  endNs: number,
) =>
  values.reduce(
    (sum, value, index) => sum + value * ((startNs[index + 1] ?? endNs) - (startNs[index] as number)),
    0,
  );

test("a level is averaged over each bucket", () => {
  const level = new LevelSeries("queue", "requests");
  level.set(0, 3);
  level.set(0.5e6, 5);
  expect(level.series(2e6).values.slice(0, 2)).toEqual([4, 5]);
});

test("merging buckets keeps the area under a level", () => {
  const level = new LevelSeries("queue", "requests");
  let area = 0;
  for (let step = 0; step < 10_000; step++) {
    level.set(step * 1e6, step % 7);
    area += (step % 7) * 1e6;
  }
  const series = level.series(10_000e6);
  expect(series.values.length).toBeLessThanOrEqual(256);
  expect(integral(series, 10_000e6)).toBeCloseTo(area, -3);
});

test("a flow is given per second", () => {
  const tokens = new FlowSeries("output", "tokens/s");
  tokens.add(0.2e6, 500);
  tokens.spread(1e6, 3e6, 200);
  const series = tokens.series(3e6);
  expect(series.values[0]).toBeCloseTo(500 / 1e-3, 6);
  expect(integral(series, 3e6)).toBeCloseTo(700e9, 0);
});
