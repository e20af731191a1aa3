/** Rows of training steps as scenarios that a user can run. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { simulating } from "../../src/cli/simulate-written.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";
import { rowScenario, validate } from "../../src/validation/validate.ts";

const known = simulating(catalog);

/** The first lines of a shipped file and every `each`-th row from `from` on. */
function someRows(name: string, from: number, each: number) {
  const [head, ...rows] = shippedMeasurements.find((file) => file.name === name)?.text.split("\n") ?? [];
  return { name, text: [head, ...rows.filter((_, line) => line % each === from)].join("\n") };
}

/** What a step of `globalBatch` sequences of `tokens` tokens lasts, s, by the metric of its row. */
const secondsBy: Readonly<Record<string, (predicted: number, globalBatch: number) => number>> = {
  seq_per_s: (predicted, globalBatch) => globalBatch / predicted,
  iter_time_s: (predicted) => predicted,
  iteration_ms: (predicted) => predicted / 1000,
};

test.each([
  ["training.csv", 1, 6],
  ["gpu_training.csv", 1, 9],
  ["gpu_training_vtrain.csv", 1, 40],
])(
  "rows of %s are predicted as the scenarios that they print run, but for those refused for memory",
  (name, from, each) => {
    const file = someRows(name, from, each);
    const { rows } = validate([file], known);
    const ran = rows.filter(({ id, metric, predicted }) => {
      const scenario = rowScenario(file, id, known) as { workload: { globalBatch: number } };
      const summary = known.simulate?.(scenario);
      if (summary?.status === "out-of-memory") return false;
      const seconds = secondsBy[metric]!(predicted, scenario.workload.globalBatch);
      expect(summary?.training?.step_time_s).toBeCloseTo(seconds, 9);
      return true;
    });
    expect(ran.length).toBeGreaterThan(1);
  },
);

const bert = (logitTokens?: number, more: object = {}) => ({
  name: "bert",
  cluster: { instance: "trn1.32xlarge", count: 1 },
  model: "bert-large",
  workload: { kind: "training", sequenceLength: 128, globalBatch: 512, microBatch: 16, logitTokens, ...more },
});

test("an encoder pays for the words that it is trained to predict, more for more of them", () => {
  const seconds = [undefined, 20, 80].map(
    (tokens) => known.simulate?.(bert(tokens)).training?.step_time_s ?? Number.NaN,
  );
  expect(seconds[1]).toBeGreaterThan(seconds[0]!);
  expect(seconds[2]).toBeGreaterThan(seconds[1]!);
});

test("no more words are predicted than a sequence has", () => {
  expect(() => known.simulate?.(bert(129))).toThrow("at most the 128 tokens of a sequence");
});

test("a network of images has no words to predict, and says so", () => {
  const images = { ...bert(20), model: "resnet50" };
  expect(known.simulate?.(images).warnings).toContain(
    "no effect: workload.logitTokens; the model is a network of items",
  );
});
