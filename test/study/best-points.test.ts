import { expect, test } from "vitest";
import { bestPoints } from "../../src/study/sweep/best-points.ts";
import type { SweepResult } from "../../src/study/sweep/sweep-point.ts";

function point(index: number, tokensPerS: number, met: boolean): SweepResult {
  const summary = { training: { tokens_per_s: tokensPerS }, objectives: [{ met }], cost: {}, cluster: {} };
  return { index, summary } as unknown as SweepResult;
}

const best = (results: SweepResult[]) =>
  bestPoints(results).find(({ metric }) => metric.name === "tokens_per_s")?.point.index;

test("the best point of a sweep is one that meets the objectives, where there is one", () => {
  expect(best([point(0, 10, true), point(1, 30, false), point(2, 20, true)])).toBe(2);
  expect(best([point(0, 10, false), point(1, 30, false)])).toBe(1);
});
