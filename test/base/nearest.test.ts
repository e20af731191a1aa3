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

test("nothing is told where nothing is near", () => {
  expect(nearest("colour", keys)).toBeUndefined();
  expect(nearest("batch", [])).toBeUndefined();
  // A part of a word is no word of it.
  expect(nearest("bal", keys)).toBeUndefined();
});
