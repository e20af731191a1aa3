/** The word that was meant. */
import { expect, test } from "vitest";
import { nearest } from "../../src/base/nearest.ts";

const keys = ["sequenceLength", "globalBatch", "microBatch", "tokens", "recompute", "p5en.48xlarge"];

test.each([
  ["a letter wrong", "tokans", "tokens"],
  ["cut short", "sequence", "sequenceLength"],
  ["in other letters", "RECOMPUTE", "recompute"],
  ["a word of it alone, the first that has it", "batch", "globalBatch"],
  ["a word between dots", "48xlarge", "p5en.48xlarge"],
])("%s", (_, word, meant) => {
  expect(nearest(word, keys)).toBe(meant);
});

test("a word of other tools is that of this one, where it would be right", () => {
  expect(nearest("tp", ["tensor", "pipeline", "data"])).toBe("tensor");
  expect(nearest("serving", ["training", "inference"])).toBe("inference");
  expect(nearest("tp", ["rate", "kind"])).toBeUndefined();
});

test("words in another order are the same name, the most of them", () => {
  expect(nearest("p99_ttft_ms", ["stepTime", "ttftP50", "ttftP99"])).toBe("ttftP99");
});

test("nothing is told where nothing is near", () => {
  expect(nearest("colour", keys)).toBeUndefined();
  expect(nearest("batch", [])).toBeUndefined();
  // A part of a word is no word of it.
  expect(nearest("bal", keys)).toBeUndefined();
});

test("what is too long for a name is never suggested", () => {
  const long = `num_hidden_layers${"x".repeat(500)}`;
  expect(nearest("num_hidden_layers", [long])).toBeUndefined();
  expect(nearest("num_hidden_layers", [long, "num_hidden_layer"])).toBe("num_hidden_layer");
});
