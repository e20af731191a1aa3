/**
 * A table with lines for a terminal of a given width. Where its natural width is too large, the widest columns give way
 * first: all but the first, which holds names, are cut to one limit, and cells wrap between words. Then names are cut, then short
 * cells, such as numbers with units, then words; below `columnLeast` nothing is, so a table of many columns may still be wider
 * than a narrow terminal.
 */
import Table from "cli-table3";
import { sum } from "d3-array";
import { plain } from "./style.ts";
import { wrap } from "./wrap.ts";

/** Longest cell or word that is kept whole as long as others can give way. */
const wholeMost = 12;
const columnLeast = 8;
const frame = 3;
/** Between words. */
const between = /[ \n]/;

/** The text of a table whose first `leftColumns` columns are aligned left and the others right. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { width, leftColumns }: { width: number; leftColumns: number },
): string {
  const columns = head.map((title, column) => [title, ...rows.map((row) => row[column] ?? "")]);
  const limits = columnLimits(columns, width - 1 - frame * head.length);
  const fitted = (cells: readonly string[]) =>
    cells.map((cell, column) => wrap(cell, limits[column] ?? Number.POSITIVE_INFINITY));
  const table = new Table({
    head: fitted(head),
    style: { head: [], border: [], compact: true },
    colAligns: head.map((_, column) => (column < leftColumns ? "left" : "right")),
  });
  for (const row of rows) table.push(fitted(row));
  return table.toString();
}

/** Widths of `columns`, whose first cells are their titles, with a sum within `room` if that can be. */
function columnLimits(columns: readonly (readonly string[])[], room: number): number[] {
  const words = columns.map((cells) => Math.min(wholeMost, longest(cells, between)));
  const cells = columns.map(([, ...body], column) => {
    const widest = longest(body, "\n");
    return Math.max(words[column] ?? 0, widest <= wholeMost ? widest : columnLeast);
  });
  const afterNames = (others: readonly number[]) => others.slice(1);
  const left = (others: readonly number[]) => Math.max(columnLeast, room - sum(afterNames(others)));
  const leasts = [
    [longest(columns[0] ?? [], between), ...afterNames(cells)],
    [left(cells), ...afterNames(cells)],
    [left(words), ...afterNames(words)],
  ];
  const natural = columns.map((each) => longest(each, "\n"));
  const fitting = leasts.map((least) => limitsAbove(least, natural, room));
  return (
    fitting.find((limits) => sum(limits) <= room) ??
    limitsAbove(
      columns.map(() => columnLeast),
      natural,
      room,
    )
  );
}

/** `natural` widths cut to the largest limit that brings their sum within `room`, each no further than to its `least`. */
function limitsAbove(least: readonly number[], natural: readonly number[], room: number): number[] {
  let limit = Math.max(...natural);
  const limits = () => natural.map((width, column) => Math.min(width, Math.max(limit, least[column] ?? 0)));
  while (limit > 1 && sum(limits()) > room) limit--;
  return limits();
}

function longest(cells: readonly string[], separator: string | RegExp): number {
  return Math.max(0, ...cells.flatMap((cell) => plain(cell).split(separator)).map(({ length }) => length));
}
