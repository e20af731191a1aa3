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
  for (const row of rows) lines += row.every(isPlain) ? `${row.join(",")}\n` : stringify([row as CsvCells]);
  return lines;
}

function isPlain(cell: string | number | null): boolean {
  return typeof cell === "string" ? plain.test(cell) : true;
}
