/** A file of measurements: CSV with a header line, one measured configuration a row. */
import { parse } from "csv-parse/browser/esm/sync";
import { ScenarioError } from "../base/errors.ts";
import { Row } from "./row.ts";

/** A file and its text. */
export interface MeasurementFile {
  /** Name without folders. */
  name: string;
  text: string;
}

/** Rows of a file and the columns they have. */
export interface MeasuredRows {
  columns: ReadonlySet<string>;
  rows: { id: string; row: Row }[];
}

/**
 * Reads `file`. Rows with `canonical` = 0 are left out unless `all`; a file without that column counts whole. Rows without
 * an id are numbered from 1. Throws a `ScenarioError` when the text is no CSV with a header.
 */
export function readMeasurements(file: MeasurementFile, all: boolean): MeasuredRows {
  let cells: Record<string, string>[];
  try {
    cells = parse(file.text, { columns: true, bom: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    throw new ScenarioError([
      { file: file.name, expected: `CSV with a header line (${(error as Error).message})` },
    ]);
  }
  if (cells.length === 0)
    throw new ScenarioError([{ file: file.name, found: "no rows", expected: "measured rows" }]);
  const rows = cells.map((each, index) => ({
    id: each.id || `${file.name}:${index + 2}`,
    row: new Row(each),
  }));
  return {
    columns: new Set(Object.keys(cells[0])),
    rows: rows.filter(({ row }) => all || row.number("canonical") !== 0),
  };
}
