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
    scenario: { model: findModel(catalog.models, "llama-2-7b"), workload: { kind: "training" } },
    cluster: { device: { chip: { name: chip } } },
    cost: { usdPerMillionTotalTokens: null },
    result: {
      training: { stepNs: 10e9, tokensPerStep: 1000, sequencesPerStep: 10 },
      chosen: { tensor: 8 },
    },
  } as unknown as Record;
}

test("the band of a step time is the inverse of the measured rates' band", () => {
  const [time, tokens, sequences] = errorBands(trainingRecord("trainium")) ?? [];
  expect(time).toEqual({
    metric: "step_time_s",
    value: 10,
    low: 10 / 1.25,
    high: 10 / 0.8,
    coverage: 0.9,
    basis: "12 rows of trn1 training",
    extrapolated: null,
  });
  expect(tokens).toMatchObject({ metric: "tokens_per_s", value: 100, low: 100 * 0.8, high: 100 * 1.25 });
  expect(sequences).toMatchObject({ metric: "sequences_per_s", value: 1, low: 0.8, high: 1.25 });
});

test("each thing outside of the measured span widens the band by a fifth of a power, and the band says what", () => {
  const [band] = errorBands(trainingRecord("trainium2")) ?? [];
  expect(band.low).toBeCloseTo(10 / 1.25 ** 1.2, 9);
  expect(band.high).toBeCloseTo(10 / 0.8 ** 1.2, 9);
  expect(band.extrapolated).toBe("trainium2 (measured: trainium)");
});

test("a band wider than fourfold says nothing: there is none then", () => {
  const vague = {
    ...measured.fit,
    residuals: [{ metric: "seq_per_s", rows: 9, low: 0.4, high: 1.7, medianError: 0.3 }],
  };
  const [band] =
    errorBands(trainingRecord("trainium", { ...measured, fit: vague as typeof measured.fit })) ?? [];
  expect([band.low, band.high]).toEqual([null, null]);
});

test("software that was never measured has no band", () => {
  expect(errorBands(trainingRecord("trainium", { ...measured, fit: undefined }))).toBeNull();
});
