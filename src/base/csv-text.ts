/**
 * Rows as CSV (RFC 4180), the only place that writes any; `csv-rows.ts` reads it. Written here and not by a library: to quote
 * a text takes a line, and the smallest library for it would be a fiftieth of the what-if page.
 */

/** One row of a table; null is an empty cell. */
export type CsvCells = readonly (string | number | null)[];

/** What a text must be quoted for. */
const special = /[",\r\n]/;

/** `rows` as lines, each with its line end. */
export function csvLines(rows: readonly CsvCells[]): string {
  let lines = "";
  for (const row of rows) lines += `${row.some(isSpecial) ? row.map(quoted).join(",") : row.join(",")}\n`;
  return lines;
}

function isSpecial(cell: string | number | null): boolean {
  return typeof cell === "string" && special.test(cell);
}

/** `a "b"` as `"a ""b"""` where it has to be. */
function quoted(cell: string | number | null): string {
  const text = String(cell ?? "");
  return isSpecial(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
