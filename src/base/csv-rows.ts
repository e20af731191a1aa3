/** Rows of a CSV file by the names of its columns. What is no CSV is a problem of a line, and its words are not repeated. */
import { CsvError, parse } from "csv-parse/browser/esm/sync";
import { ScenarioError } from "./errors.ts";

/** Characters of the longest row: a line without an end is no row, and takes the parser seconds a megabyte. */
const longestRow = 1_000_000;

/** A row by the names of its columns. */
export type CsvRow = Readonly<Record<string, string>>;

/** Rows of `text` with the lines they end on. Throws a `ScenarioError` where it is no CSV. */
export function csvRows(
  text: string,
  file: string,
  options: { delimiter?: string; comment?: string } = {},
): { record: CsvRow; info: { lines: number } }[] {
  try {
    return parse(text, {
      columns: (names: string[]) => names.map((name) => (name === "__proto__" ? "column" : name)),
      ...options,
      skip_empty_lines: true,
      relax_column_count: true,
      bom: true,
      trim: true,
      max_record_size: longestRow,
      info: true,
    }) as unknown as { record: CsvRow; info: { lines: number } }[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { code, lines } = error as CsvError & { lines?: number };
    const found =
      code === "CSV_MAX_RECORD_SIZE"
        ? `a row of more than ${longestRow} characters`
        : code.replace(/^CSV_/, "").replaceAll("_", " ").toLowerCase();
    throw new ScenarioError([
      { file, line: lines, found, expected: "CSV with a header line and closed quotes" },
    ]);
  }
}
