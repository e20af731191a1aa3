/**
 * A detail table as CSV (RFC 4180), in pieces: a table of a million requests is never one string. Cells are numbers and names,
 * so that rows are joined here: a general writer takes three times as long.
 */
import type { Table } from "../metrics/table.ts";

/** Rows of one piece. */
const pieceRows = 2048;

/** CSV text with a header line. */
export function csvText(table: Table): string {
  return [...csvPieces(table)].join("");
}

/** The same, piece by piece. */
export function* csvPieces({ columns, rows }: Table): Generator<string> {
  let piece = lineOf(columns);
  let count = 0;
  for (const row of rows) {
    piece += lineOf(row);
    if (++count % pieceRows > 0) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

function lineOf(cells: readonly (string | number | null)[]): string {
  let line = "";
  for (let index = 0; index < cells.length; index++) {
    if (index > 0) line += ",";
    const cell = cells[index];
    if (typeof cell === "number") line += cell;
    else if (cell !== null) line += quoted(cell);
  }
  return `${line}\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
