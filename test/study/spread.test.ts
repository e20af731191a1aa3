import { expect, test } from "vitest";
import { spreadOf } from "../../src/study/spread.ts";

test("eleven values from 0 to 100 have tenths at their places, whatever their order", () => {
  const tens = Array.from({ length: 11 }, (_, place) => 10 * ((place * 7) % 11));
  // Deviation: 10 sqrt(11 x 12 / 12); Student's t of 10 degrees of freedom is 2.228.
  const half = (2.228 * 10 * Math.sqrt(11)) / Math.sqrt(11);
  expect(spreadOf(tens)).toEqual({
    deviation: expect.closeTo(10 * Math.sqrt(11), 9),
    p10: 10,
    p50: 50,
    p90: 90,
    meanLow: expect.closeTo(50 - half, 1),
    meanHigh: expect.closeTo(50 + half, 1),
  });
});

test("moves and scales with the values", () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  const first = spreadOf(values)!;
  const moved = spreadOf(values.map((value) => 2 * value + 100))!;
  for (const key of ["p10", "p50", "p90", "meanLow", "meanHigh"] as const)
    expect(moved[key]).toBeCloseTo(2 * first[key] + 100, 9);
  expect(moved.deviation).toBeCloseTo(2 * first.deviation, 9);
});

test("one value, or one that is not known, has none", () => {
  expect(spreadOf([1])).toBeNull();
  expect(spreadOf([1, null, 2])).toBeNull();
  expect(spreadOf([2, 2])).toMatchObject({ deviation: 0, p10: 2, p90: 2, meanLow: 2, meanHigh: 2 });
});
