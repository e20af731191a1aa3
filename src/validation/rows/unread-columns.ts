/** Columns of a measurement file that nothing reads, but that are nearly called as one that was looked for: most likely misspelt. */
import { slipOf } from "../../base/nearest.ts";

/** A column that was not read, and the one that may have been meant. */
export interface UnreadColumn {
  file: string;
  column: string;
  nearest: string;
}

/** Of `columns` of `file` those that nobody `asked` for, where the file lacks one of nearly that name. */
export function unreadColumns(
  file: string,
  columns: ReadonlySet<string>,
  asked: ReadonlySet<string>,
): UnreadColumn[] {
  const lacking = [...asked].filter((name) => !columns.has(name));
  return [...columns].flatMap((column) => {
    const meant = asked.has(column) ? undefined : slipOf(column, lacking);
    return meant === undefined ? [] : [{ file, column, nearest: meant }];
  });
}
