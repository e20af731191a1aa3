import { expect, test } from "vitest";
import { pairedRatio } from "../../src/study/paired-ratio.ts";

test("the interval of paired ratios follows from Student's t", () => {
  // Logarithms of the ratios are 0.1, 0.2, 0.3: mean 0.2, deviation 0.1; t(0.975, 2) = 4.302653.
  const interval = pairedRatio([1, 1, 1], [0.1, 0.2, 0.3].map(Math.exp));
  const half = (4.302653 * 0.1) / Math.sqrt(3);
  expect(interval?.low).toBeCloseTo(Math.exp(0.2 - half), 5);
  expect(interval?.high).toBeCloseTo(Math.exp(0.2 + half), 5);
  expect(interval?.significant).toBe(false);
});

test("what both runs of a pair share cancels", () => {
  expect(pairedRatio([10, 200, 3000], [11, 220, 3300])).toMatchObject({ significant: true });
});

test("one pair, and values that are no positive numbers, give no interval", () => {
  expect(pairedRatio([1], [2])).toBeNull();
  expect(pairedRatio([1, null], [2, 2])).toBeNull();
  expect(pairedRatio([1, 0], [2, 2])).toBeNull();
});
