/** Errors that go with the load: the slope is found, and bands follow it no further than what was measured. */
import { expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { errorBand } from "../../src/timing/error-band.ts";
import { spreadFigure, widthAt, widthIn } from "../../src/timing/error-spread.ts";
import type { Residuals } from "../../src/timing/evidence.ts";
import { readEvidence } from "../../src/timing/evidence-table.ts";
import { defineProfile } from "../../src/timing/software-profile.ts";
import type { GroupedError } from "../../src/validation/evidence/error-shape.ts";
import { evidenceText } from "../../src/validation/evidence/evidence-text.ts";
import { slopeOf, spreadOf } from "../../src/validation/evidence/spread-of-errors.ts";

const random = new RandomStreams(1).stream("errors");
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Rows of ten groups at loads of 1 to 128 whose errors go with the load to the power of `slope`. */
const stack = (slope: number, level: number, rows = 400): GroupedError[] =>
  Array.from({ length: rows }, (_, index) => {
    const x = 2 ** (index % 8);
    return { group: String(index % 10), x, log: level * x ** slope * normal() };
  });

test.each([-0.5, 0, 0.3])("a slope of %f is found again, whatever the levels of the stacks", (slope) => {
  expect(slopeOf([stack(slope, 0.02), stack(slope, 0.2)])).toBeCloseTo(slope, 1);
});

test("nothing is made of rows that do not tell their load, nor of a few", () => {
  expect(slopeOf([stack(0.5, 0.1).map(({ x: _, ...error }) => error)])).toBe(0);
  expect(Math.abs(slopeOf([stack(0.5, 0.1, 3)]))).toBeLessThan(0.5);
  expect(spreadOf([], 0.3)).toBeUndefined();
});

test("a band is what it is in the middle of what was measured, and no narrower or wider than at its ends", () => {
  const spread = spreadOf(stack(0.5, 0.1), 0.5)!;
  // The geometric mean of 1, 2, ... 128.
  expect(spread.at).toBeCloseTo(2 ** 3.5, 6);
  expect(widthAt(spread, spread.at)).toBeCloseTo(1, 9);
  expect(widthAt(spread, 4 * spread.at)).toBeCloseTo(2, 9);
  expect(widthAt(spread, 1e6)).toBe(widthAt(spread, 128));
  expect(widthIn(spread, "step", { chip: "h100" })).toBe(1);
  expect(spreadFigure("step", { chip: "h100", batch: 7 })).toBe(7);
  expect(spreadFigure("training", { chip: "h100", batch: 7 })).toBeUndefined();
});

test("the band of a run goes with its load, and comes back from the text that keeps it", () => {
  const residuals: Residuals = {
    metric: "tpot_ms",
    leftOut: "rows",
    rows: 100,
    groups: 5,
    medianError: 0.05,
    meanError: 0.06,
    band: [0.8, 1.25],
    band80: [0.9, 1.1],
    inside: 0.9,
    width: 1.56,
    spread: { slope: 0.5, at: 16, span: [1, 64] },
  };
  const covers = { chips: ["h100"], models: ["m"], weights: [], kinds: [], features: [] };
  const kept = readEvidence(evidenceText(new Map([["own", { residuals: [residuals], covers }]]))).get("own")!;
  expect(kept.residuals).toEqual([residuals]);
  const profile = {
    ...defineProfile({ name: "own", title: "Own", constants: {}, basis: "a test" }),
    evidence: kept,
  };
  const bandAt = (batch: number) => errorBand(profile, ["step"], false, { chip: "h100", model: "m", batch })!;
  expect(bandAt(16).high).toBeCloseTo(1.25, 9);
  expect(bandAt(64).high).toBeCloseTo(1.25 ** 2, 9);
  expect(bandAt(4).low).toBeCloseTo(0.8 ** 0.5, 9);
});
