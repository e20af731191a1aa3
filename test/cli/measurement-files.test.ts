import { describe, expect, test } from "vitest";
import type { ScenarioError } from "../../src/base/errors.ts";
import { catalog } from "../../src/catalog.ts";
import { fileOfRow, measurementFiles } from "../../src/cli/measurement-files.ts";
import { simulating } from "../../src/cli/simulate-written.ts";
import { validate } from "../../src/validation/validate.ts";

const known = simulating(catalog);

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

describe("a column of a measurement file that is misspelt", () => {
  const decode = "id,instance,model,tp,batch,input_len,output_len,framework,neuron_version,tpot_p50_ms";
  const row = "a,trn1.32xlarge,llama-2-7b,32,4,128,128,transformers-neuronx,2.18,12";
  const told = (columns: string) => {
    const { unread_columns: unread } = validate([{ name: "own.csv", text: `${columns}\n${row}\n` }], known);
    return unread;
  };

  test("is told with the one that was meant", () => {
    expect(told(decode)).toEqual([]);
    const read = ["instance", "model", "batch", "framework"];
    for (const column of read) {
      const misspelt = `${column.slice(0, -2)}${column.at(-1)}${column.at(-2)}`;
      expect(told(decode.replace(`,${column},`, `,${misspelt},`)), column).toContainEqual({
        file: "own.csv",
        column: misspelt,
        nearest: column,
      });
    }
  });

  test("is told where no kind of measurement is known by the columns", () => {
    expect(() => told(decode.replace("tpot_p50_ms", "tpot_p5O_ms"))).toThrow('did you mean "tpot_p50_ms"?');
  });

  test("is nothing that the shipped files have", () => {
    const files = measurementFiles([]).map(({ name, text }) => ({
      name,
      text: text.split("\n").slice(0, 12).join("\n"),
    }));
    expect(validate(files, known).unread_columns).toEqual([]);
  });
});
