import { expect, test } from "vitest";
import type { ScenarioError } from "../../src/base/errors.ts";
import { fileOfRow, measurementFiles } from "../../src/cli/measurement-files.ts";

const file = (name: string, ...ids: string[]) => ({
  name,
  text: ["id,tpot_ms", ...ids.map((id) => `${id},1`)].join("\n"),
});

test("a row is found in whichever file has it, a shipped one where none is given", () => {
  expect(fileOfRow([file("a", "r1"), file("b", "r2")], "r2").name).toBe("b");
  expect(fileOfRow(measurementFiles([]), "dec041").name).toBe("decode.csv");
});

test("a row that no file has is told the nearest, and one of several files that they have it", () => {
  const problems = (...files: { name: string; text: string }[]) => {
    try {
      return fileOfRow(files, "row1").name;
    } catch (error) {
      return (error as ScenarioError).problems;
    }
  };
  expect(problems(file("a", "row2"), file("b", "other"))).toMatchObject([
    { path: "--show", nearest: "row2" },
  ]);
  expect(problems(file("a", "row1"), file("b", "row1"))).toMatchObject([
    { expected: "a row of one file; several have it" },
  ]);
});
