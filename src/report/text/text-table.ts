/**
 * A table with lines for a terminal of a given width. Where its natural width is too large, the widest columns give way
 * first: all but the first, which holds names, are cut to one limit, and cells wrap between words; within a word, after a
 * hyphen or before a dot or bracket if there is one, only where it is longer than its line. Names are cut where nothing else
 * helps, and no column goes below `columnLeast`, so a table of many columns may still be wider than a narrow terminal.
 */
import Table from "cli-table3";
import { plain } from "./style.ts";

const columnLeast = 8;
const frame = 3;

/** The text of a table whose first `leftColumns` columns are aligned left and the others right. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { width, leftColumns }: { width: number; leftColumns: number },
): string {
  const columns = head.map((title, column) => [title, ...rows.map((row) => row[column] ?? "")]);
  const limits = columnLimits(columns, width - 1 - frame * head.length);
  const fitted = (cells: readonly string[]) => cells.map((cell, column) => wrapped(cell, limits[column]));
  const table = new Table({
    head: fitted(head),
    style: { head: [], border: [], compact: true },
    colAligns: head.map((_, column) => (column < leftColumns ? "left" : "right")),
  });
  for (const row of rows) table.push(fitted(row));
  return table.toString();
}

/** The largest limits whose sum is within `room`: columns of 10, 20 and 50 in 60 become 10, 20 and 30. */
function columnLimits(columns: readonly (readonly string[])[], room: number): number[] {
  const longest = (cells: readonly string[], between: string | RegExp) =>
    Math.max(...cells.flatMap((cell) => plain(cell).split(between)).map(({ length }) => length));
  const natural = columns.map((cells) => longest(cells, "\n"));
  const within = (names: number) => {
    const least = columns.map((_, column) => (column === 0 ? names : columnLeast));
    let limit = Math.max(...natural);
    const limits = () => natural.map((width, column) => Math.min(width, Math.max(limit, least[column] ?? 0)));
    while (limit > columnLeast && limits().reduce((sum, width) => sum + width, 0) > room) limit--;
    return limits();
  };
  const limits = within(longest(columns[0] ?? [], /[ \n]/));
  return limits.reduce((sum, width) => sum + width, 0) > room ? within(columnLeast) : limits;
}

function wrapped(cell: string, limit: number | undefined): string {
  if (limit === undefined || plain(cell).length <= limit) return cell;
  const lines: string[] = [];
  for (const word of cell.split(/[ \n]/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= limit)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(...pieces(word, limit));
  }
  return lines.join("\n");
}

/** A word in pieces of at most `limit` characters: `workload[inference]`, `.batching`. */
function pieces(word: string, limit: number): string[] {
  if (word.length <= limit) return [word];
  const hyphen = word.lastIndexOf("-", limit - 1) + 1;
  const end = Math.max(hyphen, word.lastIndexOf(".", limit), word.lastIndexOf("[", limit));
  if (end <= 0) return [word.slice(0, limit), ...pieces(word.slice(limit), limit)];
  return [word.slice(0, end), ...pieces(word.slice(end), limit)];
}
