/**
 * Rows as CSV (RFC 4180), the only place that writes any; `csv-rows.ts` reads it. A table of requests has 18 cells a row and
 * nearly all of them are numbers: those, and texts of plain characters, are joined as they stand, and only what may have to be
 * quoted is csv-stringify's to write.
 */
import { stringify } from "csv-stringify/sync";

/** One row of a table; null is an empty cell. */
export type CsvCells = readonly (string | number | null)[];

/** Texts that nobody would quote, at the ends or within. */
const plain = /^[\w.:/%+()-][\w.:/%+() -]*$/;

/** `rows` as lines, each with its line end. */
export function csvLines(rows: readonly CsvCells[]): string {
  let lines = "";
  for (const row of rows) lines += plainLine(row) ?? stringify([row]);
  return lines;
}

/** `row` joined; undefined where a cell may have to be quoted. */
function plainLine(row: CsvCells): string | undefined {
  let line = "";
  let separator = "";
  for (const cell of row) {
    if (typeof cell === "string" && !plain.test(cell)) return undefined;
    line += cell === null ? separator : separator + cell;
    separator = ",";
  }
  return `${line}\n`;
}
