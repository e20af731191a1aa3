/** Reads a CSV file of measurements: its columns, and its rows by column. Rows without an id get their line number. */
import { parse } from "csv-parse/browser/esm/sync";
import { ScenarioError } from "../base/errors.ts";
import { Row } from "./row.ts";

/** Columns and rows of `file`. Throws a `ScenarioError` when it is no CSV. */
export function readRows(file: { name: string; text: string }): { columns: Set<string>; rows: Row[] } {
  let records: Record<string, string>[];
  try {
    records = parse(file.text, { columns: true, bom: true, skip_empty_lines: true, comment: "#" });
  } catch (error) {
    throw new ScenarioError([
      { file: file.name, found: (error as Error).message, expected: "a CSV file with a header" },
    ]);
  }
  return {
    columns: new Set(Object.keys(records[0] ?? {})),
    rows: records.map((cells, index) => new Row({ ...cells, id: cells.id || `line ${index + 2}` })),
  };
}
