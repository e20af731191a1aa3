/** A detail table as CSV, in pieces: a table of a million requests is never one string. */
import { type CsvCells, csvLines } from "../base/csv-text.ts";
import type { Table } from "../metrics/table.ts";

/** Rows of one piece. */
const pieceRows = 2048;

/** CSV text with a header line. */
export function csvText(table: Table): string {
  return [...csvPieces(table)].join("");
}

/** The same, piece by piece. */
export function* csvPieces({ columns, rows }: Table): Generator<string> {
  let piece: CsvCells[] = [columns];
  for (const row of rows) {
    piece.push(row);
    if (piece.length < pieceRows) continue;
    yield csvLines(piece);
    piece = [];
  }
  if (piece.length > 0) yield csvLines(piece);
}
