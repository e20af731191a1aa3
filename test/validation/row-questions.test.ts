/** Rows as questions that a user can ask: scenarios that run, and command lines. */
import { Command } from "commander";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { defineCollectiveCommand } from "../../src/cli/commands/collective.ts";
import { simulating } from "../../src/cli/simulate-written.ts";
import { measurementKinds } from "../../src/validation/kinds.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";
import { rowQuestion, validate } from "../../src/validation/validate.ts";

const known = simulating(catalog);
const text = (name: string) => shippedMeasurements.find((file) => file.name === name)?.text ?? "";

/** The head of a shipped file and the rows with these ids. */
function rowsOf(name: string, ids: readonly string[]) {
  const [head, ...rows] = text(name).split("\n");
  return { name, text: [head, ...rows.filter((row) => ids.includes(row.split(",")[0] ?? ""))].join("\n") };
}

test.each([
  ["encoder.csv", ["enc071", "enc080"]],
  ["vision_cnn.csv", ["cnn008", "cnn016"]],
])("benchmarks in %s are predicted as fast as the scenarios that they print run, within 4 %", (name, ids) => {
  const file = rowsOf(name, ids);
  const { rows } = validate([file], known);
  expect(rows.map(({ id }) => id)).toEqual(ids);
  for (const { id, predicted } of rows) {
    const question = rowQuestion(file, id, known) as { scenario: object };
    const perSecond = known.simulate?.(question.scenario).inference?.request_throughput ?? 0;
    expect(Math.abs(perSecond / predicted - 1), id).toBeLessThan(0.04);
  }
});

test("a load test of one user runs as it is predicted, on the software that its notes tell of", () => {
  const file = rowsOf("serving_neuron.csv", ["srv233"]);
  const { rows } = validate([file], known);
  const { scenario } = rowQuestion(file, "srv233", known) as { scenario: { cluster: { software: object } } };
  expect(scenario.cluster.software).toMatchObject({ from: "nxdi", set: { sequenceStep: "700000 ns" } });
  const itl = known.simulate?.(scenario).inference?.mean_itl_ms ?? 0;
  expect(itl / rows.find(({ metric }) => metric === "itl_ms")!.predicted).toBeCloseTo(1, 2);
});

test("what ran fitted its memory: a model that fits a GPU only with nothing in reserve is priced so, one that is larger refused", () => {
  const [head] = text("published.csv").split("\n");
  const row = (id: string, model: string) =>
    `${id},TensorRT-LLM,static,a100-80-1600,1,${model},1,1,,,,,,,,128,128,,8,8,bf16,bf16,,,,,output_tokens_per_s,100,,`;
  const file = {
    name: "published.csv",
    text: [head, row("one of two", "falcon-40b"), row("b", "mixtral-8x7b")].join("\n"),
  };
  const { rows, unpredicted } = validate([file], known);
  expect(rows.map(({ id }) => id)).toEqual(["one of two"]);
  expect(unpredicted).toMatchObject([{ id: "b", reason: expect.stringContaining("does not fit") }]);
  const { scenario } = rowQuestion(file, "one of two", known) as { scenario: { name: string } };
  expect(scenario.name).toBe("one-of-two");
});

test("a collective is asked for by a command line that the command takes", () => {
  const [head, ...lines] = text("published.csv").split("\n");
  const row = lines.find((line) => line.includes(",collective,")) as string;
  const file = { name: "published.csv", text: `${head}\n${row}` };
  const { command } = rowQuestion(file, row.split(",")[0] as string, known) as { command: string };
  const [program, name, ...flags] = command.split(" ");
  expect([program, name]).toEqual(["trnsim", "collective"]);
  const parser = new Command().exitOverride();
  defineCollectiveCommand(parser, catalog);
  parser.action(() => undefined);
  expect(parser.parse(flags, { from: "user" }).opts()).toMatchObject({ instance: "p5.48xlarge" });
});

test("every kind of measurement that answers to software prints its rows as a question, or is listed here with why not", () => {
  const silent = measurementKinds.filter(({ scenario, command }) => !scenario && !command);
  const reasons: Record<string, string> = {
    operators: "kernels alone",
    operators_neuron: "kernels alone",
    encoder_decoder: "one decoder step a token, in a batch that nothing else joins",
    diffusion: "the two branches of guidance on two cores",
    serving_effects: "ratios of set-ups that are not described",
  };
  expect(silent.map(({ name }) => name).sort()).toEqual(Object.keys(reasons).sort());
});
