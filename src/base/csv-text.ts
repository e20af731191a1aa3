/**
 * Rows as CSV (RFC 4180), the only place that writes any; `csv-rows.ts` reads it. csv-stringify takes 1.4 to 1.5 s of CPU for
 * 100,000 rows of 18 cells, joining cells by hand .34 to .46 s; what that is worth is a writer that others keep right.
 */
import { stringify } from "csv-stringify/sync";

/** One row of a table; null is an empty cell. */
export type CsvCells = readonly (string | number | null)[];

/** `rows` as lines, each with its line end. */
export function csvLines(rows: readonly CsvCells[]): string {
  return stringify(rows as CsvCells[]);
}
