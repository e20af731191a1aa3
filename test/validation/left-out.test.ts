import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { readEvidence } from "../../src/timing/evidence-table.ts";
import { measuredEvidence } from "../../src/timing/measured-evidence.ts";
import { evidenceFrom } from "../../src/validation/evidence/evidence-from-errors.ts";
import { evidenceText } from "../../src/validation/evidence/evidence-text.ts";
import { leftOutErrors } from "../../src/validation/evidence/left-out.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";

test("kept evidence comes back from its own text", () => {
  const text = evidenceText(measuredEvidence);
  expect(evidenceText(readEvidence(text))).toBe(text);
});

test("kept errors are those that the command finds again, by example of the encoders", () => {
  const file = shippedMeasurements.find(({ name }) => name === "encoder.csv");
  const found = evidenceFrom(
    leftOutErrors([file as NonNullable<typeof file>], catalog, undefined, ["torch-neuronx-trn1"]),
  ).get("torch-neuronx-trn1");
  const kept = measuredEvidence.get("torch-neuronx-trn1");
  expect(found?.residuals.length).toBe(kept?.residuals.length);
  for (const [index, residuals] of (found?.residuals ?? []).entries()) {
    // Bands have errors of all stacks in them, which one file does not; errors are the profile's own, within 5 %.
    const { rows, groups, medianError, meanError } = kept?.residuals[index] ?? {};
    expect(residuals).toMatchObject({ rows, groups });
    expect(residuals.medianError / (medianError ?? 0)).toBeCloseTo(1, 1);
    expect(residuals.meanError / (meanError ?? 0)).toBeCloseTo(1, 1);
  }
  expect(found?.covers?.models.length).toBe(9);
});

test("nine in ten figures lie inside of bands that were made without their model", () => {
  const all = [...measuredEvidence]
    .filter(([name]) => name !== "any stack")
    .flatMap(([, { residuals }]) => residuals.filter(({ leftOut }) => leftOut === "model"));
  const rows = all.reduce((sum, each) => sum + each.rows, 0);
  const inside = all.reduce((sum, each) => sum + each.inside * each.rows, 0) / rows;
  expect(inside).toBeGreaterThan(0.86);
  expect(inside).toBeLessThan(0.95);
});

test("every profile that was fitted has evidence", () => {
  const fitted = catalog.profiles.filter(({ fit, aliasOf }) => fit !== undefined && aliasOf === undefined);
  expect(fitted.filter(({ evidence }) => evidence === undefined).map(({ name }) => name)).toEqual([]);
});
