import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { profiles } from "../../src/timing/profiles.ts";
import { evidenceFrom } from "../../src/validation/evidence/evidence-from-errors.ts";
import type { ProfileErrors } from "../../src/validation/evidence/left-out.ts";
import { withOtherSoftware } from "../../src/validation/evidence/other-software.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";
import { measuredRows, predictRow } from "../../src/validation/validate.ts";

/** The head of a shipped file and its first rows that hold each of `words`. */
function firstRows(name: string, words: readonly string[]) {
  const file = shippedMeasurements.find((each) => each.name === name) as (typeof shippedMeasurements)[0];
  const [head, ...lines] = file.text.trim().split("\n");
  const rows = words.map((word) => lines.find((line) => line.includes(word)));
  return { name, text: [head, ...rows].join("\n") };
}

const noErrors: ReadonlyMap<string, ProfileErrors> = new Map(
  profiles.map(({ name }) => [
    name,
    {
      covers: { chips: [], models: [], weights: [], kinds: [], features: [] },
      byGrouping: new Map(),
    },
  ]),
);

test("rows of other stacks in use are errors of the default that stands in for them, by stack", () => {
  const serving = firstRows("gpu_serving.csv", [",sglang,", ",vllm,"]);
  const old = firstRows("gpu_inference.csv", ["gi001,"]);
  const found = withOtherSoftware(noErrors, [serving, old], catalog);
  const withErrors = [...found].filter(([, { byGrouping }]) => byGrouping.has("software"));
  expect(withErrors.map(([name]) => name)).toEqual(["vllm"]);
  const errors = found.get("vllm")?.byGrouping.get("software") ?? [];
  expect(errors.map(({ metric, group }) => [metric, group])).toEqual([
    ["tpot_p50_ms", "sglang"],
    ["ttft_p50_ms", "sglang"],
  ]);
  const { kind, measured } = measuredRows(serving, false);
  const vllm = profiles.find(({ name }) => name === "vllm");
  const row = measured.find((each) => each.text("backend") === "sglang") as (typeof measured)[0];
  const result = predictRow(kind, row, catalog, vllm);
  if (typeof result === "string") throw new Error(result);
  const [step] = result.predictions;
  expect(errors[0]?.log).toBeCloseTo(Math.log((step?.measured ?? 0) / (step?.predicted ?? 1)), 12);
  const kept = evidenceFrom(found).get("vllm")?.residuals ?? [];
  expect(kept.map(({ leftOut, rows }) => [leftOut, rows])).toEqual([
    ["software", 1],
    ["software", 1],
  ]);
});
