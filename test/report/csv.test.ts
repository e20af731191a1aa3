import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvPieces, csvText } from "../../src/report/csv.ts";

test("what is written as CSV is read back as it was, with nothing for null", () => {
  const rows = [
    ["plain", 1.5, -2e-9],
    ['with "quotes", commas\nand lines', 1e21, null],
    ["", 0, 7],
  ];
  const text = csvText({ columns: ["name", "a", "b,c"], rows });
  const read = parse(text, { columns: true }) as Record<string, string>[];
  expect(read.map((row) => Object.values(row))).toEqual(
    rows.map((row) => row.map((cell) => (cell === null ? "" : String(cell)))),
  );
  expect(Object.keys(read[0]!)).toEqual(["name", "a", "b,c"]);
});

test("whatever a cell holds, rows are csv-stringify's text, and are read back", () => {
  const unit = fc.constantFrom("a", "-", " ", ",", '"', "\n", "\r", "'", "=", "é");
  const cell = fc.oneof(fc.string({ unit }), fc.double(), fc.constant(null));
  const table = fc.array(fc.tuple(fc.string({ unit, minLength: 1 }), cell, cell), { minLength: 1 });
  fc.assert(
    fc.property(table, (rows) => {
      const text = csvText({ columns: ["a", "b", "c"], rows });
      expect(text).toBe(stringify([["a", "b", "c"], ...rows]));
      const read = parse(text);
      expect(read.slice(1)).toEqual(
        rows.map((row) => row.map((each) => (each === null ? "" : String(each)))),
      );
    }),
    { numRuns: 30 },
  );
});

test("a long table comes in pieces of whole lines", () => {
  const rows = Array.from({ length: 5000 }, (_, index) => [index]);
  const pieces = [...csvPieces({ columns: ["id"], rows })];
  expect(pieces.length).toBe(Math.ceil(5000 / 2048));
  expect(pieces.every((piece) => piece.endsWith("\n"))).toBe(true);
  expect(pieces.join("")).toBe(`id\n${rows.map(([id]) => `${id}\n`).join("")}`);
});
