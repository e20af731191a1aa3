/** A detail table as CSV. */
import { stringify } from "csv-stringify/browser/esm/sync";
import type { Table } from "../metrics/table.ts";

/** CSV text with a header line. */
export function csvText(table: Table): string {
  return stringify([...table.rows] as unknown[][], { header: true, columns: [...table.columns] });
}
