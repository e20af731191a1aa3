/** A detail table of a run: one row per request or step, written as CSV. */
export interface Table {
  columns: readonly string[];
  rows: Iterable<readonly (string | number | null)[]>;
}
