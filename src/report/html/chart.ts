/**
 * A chart as data: what Observable Plot is to draw, and the same figures as a table for readers who do not see it. Marks
 * and channels are named as Plot names them; a channel is the name of a field of the data.
 */
import type { Table } from "../../metrics/table.ts";

/** A mark of Plot: `{ mark: "barX", data, options: { x: "share", y: "run" } }`. */
export interface Mark {
  mark: string;
  data: readonly object[];
  options: Readonly<Record<string, unknown>>;
}

/** A chart of a report. */
export interface Chart {
  title: string;
  /** What to look for, or how it was made. */
  note?: string;
  /** Options of `Plot.plot`: scales, margins, height. */
  plot: Readonly<Record<string, unknown>>;
  marks: readonly Mark[];
  table: Table;
}

/** Colours that tell series apart on light and dark ground alike, as the page's style defines them. */
export const seriesColours = Array.from({ length: 10 }, (_, index) => `var(--series-${index})`);

/** A table of `rows` of objects with the same keys. */
export function tableOfRows(rows: readonly Readonly<Record<string, string | number | null>>[]): Table {
  const columns = Object.keys(rows[0] ?? {});
  return { columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) };
}
