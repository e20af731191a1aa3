/** Reads a CSV file of measurements: its columns, and its rows by column. Rows without an id get their line number. */
import { csvRows } from "../../base/csv-rows.ts";
import { Row } from "./row.ts";

/** Columns and rows of `file`, and the columns that were looked for in them by now. Throws a `ScenarioError` when it is no CSV. */
export function readRows(file: { name: string; text: string }): {
  columns: Set<string>;
  rows: Row[];
  asked: Set<string>;
} {
  const asked = new Set<string>();
  const records = csvRows(file.text, file.name, { comment: "#" }).map(({ record }) => record);
  return {
    columns: new Set(Object.keys(records[0] ?? {})),
    rows: records.map((cells, index) => new Row({ ...cells, id: cells.id || `line ${index + 2}` }, asked)),
    asked,
  };
}
