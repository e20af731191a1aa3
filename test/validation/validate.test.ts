import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { calibrationText } from "../../src/report/text/calibration-text.ts";
import { makeStyle } from "../../src/report/text/style.ts";
import { calibrate, writtenSoftware } from "../../src/validation/fit/calibrate.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";
import { theoryChecks } from "../../src/validation/theory.ts";
import { validate } from "../../src/validation/validate.ts";

const header =
  "id,instance,model,tp,batch,seq_len,input_len,output_len,framework,neuron_version,tpot_p50_ms,throughput_kind,canonical";

function decodeFile(...rows: string[]) {
  return { name: "decode.csv", text: [header, ...rows].join("\n") };
}

const row = (id: string, model: string, canonical = 1) =>
  `${id},inf2.48xlarge,${model},24,1,2048,1024,1024,Transformers NeuronX,2.18.0,29.5,,${canonical}`;

test("a row is predicted through the step timer, and its error is predicted / measured - 1", () => {
  const { rows, totals, unpredicted } = validate([decodeFile(row("a", "Llama-2-70b"))], catalog);
  expect(unpredicted).toEqual([]);
  const { kind, metric, predicted, measured, error } = rows[0]!;
  expect([kind, metric, measured]).toEqual(["decode", "tpot_p50_ms", 29.5]);
  expect(error).toBeCloseTo(predicted / measured - 1, 12);
  expect(totals[0]).toMatchObject({ n: 1, mape: Math.abs(error), median_ape: Math.abs(error), bias: error });
});

test("names match loosely: owner, case and suffix aside", () => {
  const names = ["llama-2-70b", "meta-llama/Llama-2-70b-chat-hf", "LLAMA-2-70B"];
  const { rows } = validate([decodeFile(...names.map((name, index) => row(String(index), name)))], catalog);
  expect(new Set(rows.map(({ predicted }) => predicted)).size).toBe(1);
  expect(rows).toHaveLength(3);
});

test("superseded rows are left out unless all are asked for", () => {
  const file = decodeFile(row("a", "Llama-2-70b"), row("b", "Llama-2-70b", 0));
  expect(validate([file], catalog).rows).toHaveLength(1);
  expect(validate([file], catalog, { all: true }).rows).toHaveLength(2);
});

test("a row that cannot be predicted is listed with the reason", () => {
  const { rows, unpredicted } = validate([decodeFile(row("a", "no-such-model"))], catalog);
  expect(rows).toEqual([]);
  expect(unpredicted[0]).toMatchObject({ id: "a" });
  expect(unpredicted[0]!.reason).toContain("no-such-model");
});

test("a figure that is no number, or below zero, is told with its column; one that is left out is not", () => {
  const written = (tpot: string) => row("a", "Llama-2-70b").replace("29.5", tpot);
  const reasons = ["x", "-3", "n/a", "29.5"].map((tpot) => {
    const { unpredicted } = validate([decodeFile(written(tpot))], catalog);
    return unpredicted[0]?.reason;
  });
  expect(reasons).toEqual([
    'tpot_p50_ms is "x", which is no figure of it',
    'tpot_p50_ms is "-3", which is no figure of it',
    "no measured value",
    undefined,
  ]);
});

test("a name that is nearly one of the catalog is told with that one", () => {
  const rows = [row("a", "lama-2-70b"), row("b", "Llama-2-70b").replace("inf2.48xlarge", "inf2.48xlrge")];
  const { unpredicted } = validate([decodeFile(...rows)], catalog);
  expect(unpredicted.map(({ reason }) => reason.split("; ")[1])).toEqual([
    'did you mean "llama-2-70b"?',
    'did you mean "inf2.48xlarge"?',
  ]);
});

test("a file without a row is a problem, not one without columns", () => {
  expect(() => validate([decodeFile()], catalog)).toThrow("found no row; expected a line of column names");
});

test("columns of no known kind are a problem", () => {
  expect(() => validate([{ name: "x.csv", text: "a,b\n1,2\n" }], catalog)).toThrow(
    "expected columns of one of the kinds",
  );
});

test("of every shipped file at least 95 % of the rows are predicted, none faster than physics", () => {
  // Load tests take long to play, and published figures are simulated as scenarios: the README's table has both.
  const elsewhere = ["gpu_serving.csv", "published.csv"];
  for (const file of shippedMeasurements.filter(({ name }) => !elsewhere.includes(name))) {
    const { rows, unpredicted, floor_violations } = validate([file], catalog);
    const predicted = new Set(rows.map(({ id }) => id)).size;
    expect(predicted / (predicted + unpredicted.length), file.name).toBeGreaterThanOrEqual(0.95);
    expect(floor_violations, file.name).toEqual([]);
  }
});

test("calibration finds back the constants that made the measurements", () => {
  const base = catalog.profiles.find(({ name }) => name === "tnx-2.18") as (typeof catalog.profiles)[number];
  const truth = {
    ...base,
    constants: { ...base.constants, weightBandwidthEfficiency: 0.6, layerOverheadNs: 150e3 },
  };
  const models = ["Llama-2-7b", "Llama-2-13b", "Llama-2-70b", "Mistral-7B", "Llama-3-8B"];
  const blank = decodeFile(...models.map((model, index) => row(String(index), model)));
  const priced = validate([blank], catalog, { profile: truth });
  const rows = models.map((model, index) =>
    row(String(index), model).replace(
      "29.5",
      String(priced.rows.find(({ id }) => id === String(index))?.predicted),
    ),
  );
  const found = calibrate(
    [decodeFile(...rows)],
    base,
    ["weightBandwidthEfficiency", "layerOverheadNs"],
    catalog,
  );
  const [efficiency, overhead] = found.constants;
  expect(efficiency!.value / 0.6).toBeCloseTo(1, 1);
  expect(overhead!.value / 150e3).toBeCloseTo(1, 1);
  expect(found.after[0]!.mape).toBeLessThan(0.01);
  expect(Object.keys(writtenSoftware(found, "mine").set)).toEqual([
    "weightBandwidthEfficiency",
    "layerOverhead",
  ]);
  expect(found.no_better).toBe(false);
  expect(calibrationText(found, makeStyle(false))).toMatch(
    /^ {2}layerOverhead +[\d.]+ us {2}\(95 %: [\d.]+ us to [\d.]+ us\)$/m,
  );

  // What the profile gives already asks for nothing: left-out rows are predicted no better.
  const known = validate([blank], catalog, { profile: base });
  const as = models.map((model, index) =>
    row(String(index), model).replace(
      "29.5",
      String(known.rows.find(({ id }) => id === String(index))?.predicted),
    ),
  );
  const again = calibrate([decodeFile(...as)], base, ["layerOverheadNs"], catalog);
  expect(again.no_better).toBe(true);
  expect(calibrationText(again, makeStyle(false))).toContain("predicted no better than before");
});

test("a calibration to no rows is refused: of a metric that none has, or of rows that cannot be predicted", () => {
  const [base] = catalog.profiles;
  const fit = (model: string, metric: string) => () =>
    calibrate([decodeFile(row("a", model))], base!, ["layerOverheadNs"], catalog, { metrics: [metric] });
  expect(fit("Llama-2-7b", "tpot_p50")).toThrow(/--metric: found "tpot_p50"; .* did you mean "tpot_p50_ms"/);
  expect(fit("no-such-model", "tpot_p50_ms")).toThrow(
    /found no row that can be predicted: a: model "no-such-model"/,
  );
});

test("every known answer is found", () => {
  expect(theoryChecks(catalog.models).filter(({ passed }) => !passed)).toEqual([]);
});
