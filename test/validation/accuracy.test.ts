import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { accuracyParts } from "../../src/cli/accuracy.ts";
import { validationPage } from "../../src/report/html/validation-page.ts";
import { changeSentence, rowSentence } from "../../src/report/text/validation-words.ts";
import {
  type Accuracy,
  accuracyChanges,
  accuracyOf,
  readAccuracy,
} from "../../src/validation/evidence/accuracy.ts";
import { insideShare, leftOutRows } from "../../src/validation/evidence/left-out-rows.ts";
import { classScores } from "../../src/validation/evidence/score.ts";
import { sourceOfRow } from "../../src/validation/measurement-sources.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";
import { rowClass } from "../../src/validation/rows/row-class.ts";
import { validate } from "../../src/validation/validate.ts";

const small = shippedMeasurements.filter(({ name }) =>
  ["encoder.csv", "vision_cnn.csv", "training.csv"].includes(name),
);
const validation = validate(small, catalog);

describe("the accuracy page", () => {
  const parts = accuracyParts(validation, { files: small, catalog, isShipped: true });
  const page = validationPage(
    validation,
    { ...parts, changes: { since: "0.0.1", changes: [] } },
    { libraries: [], client: "" },
  );

  test("tells what was left out of the fits before anything else", () => {
    const headings = [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading);
    expect(headings).toEqual([
      "Predicted without each model that was measured",
      "Predicted without each chip that was measured",
      "By chip",
      "By software stack",
      "By kind of model",
      "By load",
      "Every figure: predicted against measured",
      "The figures that are furthest off",
      "Rows that cannot be predicted",
      "What changed since version 0.0.1",
      "Who measured",
    ]);
  });

  test("holds no address but those of sources, as links", () => {
    const links = [...page.matchAll(/<a href="(https:[^"]+)">/g)].map(([, address]) => address);
    expect(links).toContain("https://github.com/aws-neuron/aws-neuron-sdk");
    const rest = page.replaceAll(/<a href="https:[^"]+">/g, "");
    expect(rest).not.toMatch(/https?:\/\//);
  });

  test("of measurements of one's own says nothing of fits that others made", () => {
    const own = accuracyParts(validation, { files: small, catalog, isShipped: false });
    expect(own.leftOut).toEqual([]);
  });

  test("has a source for every file that is shipped, or one in each of its rows", () => {
    for (const { name, sources, text } of shippedMeasurements) {
      if (sources !== undefined) expect(sources.length, name).toBeGreaterThan(0);
      else expect(text.split("\n")[0], name).toContain("source");
    }
    expect(sourceOfRow("mosaicml/llm-foundry scripts/README.md@8c8dd48f")?.address).toBe(
      "https://github.com/mosaicml/llm-foundry",
    );
    expect(sourceOfRow("a page of somebody")).toBeUndefined();
  });
});

test("every figure is of one kind, and scores by class count each figure once for each class that its row tells", () => {
  expect(validation.rows.every(({ figure }) => figure !== "")).toBe(true);
  const scores = classScores(validation.rows);
  for (const by of ["chip", "model_kind", "load", "profile"] as const) {
    const counted = scores.filter((score) => score.by === by).reduce((sum, { n }) => sum + n, 0);
    expect(counted, by).toBe(validation.rows.filter((row) => row[by] !== null).length);
  }
});

test("loads are told apart by the requests at once, kinds of models by their layers", () => {
  const load = (batch: number) => rowClass("tpot_ms", { chip: "h100", batch }).load;
  expect([1, 2, 8, 9, 129].map(load)).toEqual([
    "1 at once",
    "2 to 8 at once",
    "2 to 8 at once",
    "9 to 32 at once",
    "more than 128 at once",
  ]);
  const kind = (...kinds: string[]) => rowClass("tpot_ms", { chip: "h100", kinds }).model_kind;
  expect(kind("decoder layers")).toBe("dense decoder");
  expect(kind("decoder layers", "decoder expert layers")).toBe("mixture of experts");
  expect(kind("decoder latent expert layers")).toBe("mixture of experts, latent attention");
  expect(kind("encoder layers")).toBe("encoder");
  expect(rowClass("iteration_ms", undefined)).toMatchObject({
    figure: "training step",
    load: "training",
    chip: null,
  });
});

test("a figure in words names what ran where, both values, which way and how far it is off, and its band", () => {
  const row = {
    ...(validation.rows[0] as (typeof validation.rows)[number]),
    ...{
      id: "r1",
      model: "llama",
      chip: "h100",
      profile: "vllm",
      load: "1 at once",
      figure: "time per token",
    },
  };
  const words = (
    metric: string,
    measured: number,
    predicted: number,
    low: number | null,
    high: number | null,
  ) => rowSentence({ ...row, metric, measured, predicted, low, high });
  expect(words("tpot_ms", 10, 25, 20, 30)).toBe(
    "r1: llama on h100 under vllm, 1 at once: time per token measured 10 ms, predicted 25 ms, 2.5x too long, outside of its band of 20 ms to 30 ms",
  );
  expect(words("throughput_tok_s", 100, 50, 40, 110)).toContain(
    "100 tok/s, predicted 50 tok/s, 2x too low, inside of its band",
  );
  expect(words("itl_ms", 10, 5, null, null)).toMatch(/2x too short, which has no band$/);
});

describe("what changed since a baseline", () => {
  const now = accuracyOf(validation, leftOutRows(catalog.profiles, "model"));

  test("is nothing for the scores themselves, after a way through a file", () => {
    expect(accuracyChanges(readAccuracy(JSON.stringify(now), "kept.json"), now)).toEqual([]);
  });

  test("is told of each score with what it was; what came and went by name", () => {
    const [first, second, ...rest] = now.scores;
    const before: Accuracy = {
      ...now,
      scores: [
        { ...(first as (typeof rest)[number]), median: 0.5 },
        { ...(second as (typeof rest)[number]), name: "gone" },
        ...rest,
      ],
    };
    const changes = accuracyChanges(before, now);
    expect(changes.map(({ name }) => name)).toEqual([first?.name, second?.name, "gone"]);
    const [was, came, went] = changes.map(changeSentence);
    expect(was).toContain("(was 50 %)");
    expect(came).toContain(": new, median error");
    expect(went).toBe("gone: no longer measured");
  });

  test("is refused from a file that holds something else", () => {
    expect(() => readAccuracy("{}", "kept.json")).toThrow(
      "scores that validate --baseline FILE --update wrote",
    );
    expect(() => readAccuracy("scores", "kept.json")).toThrow("text that is no JSON");
  });
});

test("the share inside of bands weighs every figure alike", () => {
  const [row] = leftOutRows(catalog.profiles, "model");
  const rows = [
    { ...(row as NonNullable<typeof row>), rows: 30, inside: 1 },
    { ...(row as NonNullable<typeof row>), rows: 10, inside: 0.2 },
  ];
  expect(insideShare(rows)).toBeCloseTo((30 + 2) / 40, 12);
});
