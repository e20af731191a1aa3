import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Record } from "../../src/simulation/simulate.ts";
import { errorBands } from "../../src/simulation/uncertainty.ts";
import { defineProfile } from "../../src/timing/software-profile.ts";

const measured = defineProfile({
  name: "measured",
  title: "measured",
  constants: {},
  basis: "rows",
  fit: {
    rows: "12 rows of trn1 training",
    fitted: [],
    residuals: [{ metric: "seq_per_s", rows: 12, low: 0.8, high: 1.25, medianError: 0.1 }],
    covers: { chips: ["trainium"], parameters: [6, 70], tensor: [8, 32] },
  },
});

function trainingRecord(chip: string, fit = measured): Record {
  return {
    profile: fit,
    scenario: { model: findModel(catalog.models, "llama-2-7b") },
    cluster: { device: { chip: { name: chip } } },
    result: { training: { stepNs: 10e9 }, chosen: { tensor: 8 } },
  } as unknown as Record;
}

test("the band of a step time is the inverse of the measured rates' band", () => {
  expect(errorBands(trainingRecord("trainium"))).toEqual([
    {
      metric: "step_time_s",
      value: 10,
      low: 10 / 1.25,
      high: 10 / 0.8,
      coverage: 0.9,
      basis: "12 rows of trn1 training",
      extrapolated: null,
    },
  ]);
});

test("outside the measured span the band is wider and says why", () => {
  const [band] = errorBands(trainingRecord("trainium2")) ?? [];
  expect(band.low).toBeCloseTo(10 / 1.25 ** 2, 9);
  expect(band.high).toBeCloseTo(10 / 0.8 ** 2, 9);
  expect(band.extrapolated).toBe("trainium2 (measured: trainium)");
});

test("software that was never measured has no band", () => {
  expect(errorBands(trainingRecord("trainium", { ...measured, fit: undefined }))).toBeNull();
});
