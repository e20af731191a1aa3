/** A collective table for a person, in the columns of nccom-test and nccl-tests. */

import Table from "cli-table3";
import { counted } from "../../base/counted.ts";
import { elementAt } from "../../base/element-at.ts";
import { formatBytes, formatTime, significant } from "../../base/units.ts";
import type { CollectiveRow } from "../../study/collective-table.ts";

/** One line a size, and what they rest on. */
export function collectiveText(rows: readonly CollectiveRow[], restsOn?: string): string {
  const hasIdeal = rows.some(({ ideal_time_ns }) => ideal_time_ns !== undefined);
  const table = new Table({
    head: ["size", "time", "algbw GB/s", "busbw GB/s", "algorithm", ...(hasIdeal ? ["ideal"] : [])],
    style: { head: [], border: [], compact: true },
    colAligns: ["right", "right", "right", "right", "left", "right"],
  });
  for (const row of rows) {
    table.push([
      formatBytes(row.size_bytes),
      formatTime(row.time_ns),
      significant(row.algbw_bytes_per_s / 1e9),
      significant(row.busbw_bytes_per_s / 1e9),
      row.algorithm,
      ...(row.ideal_time_ns === undefined ? [] : [formatTime(row.ideal_time_ns)]),
    ]);
  }
  const first = elementAt(rows, 0);
  const basis = restsOn === undefined ? "" : `\nRests on ${restsOn}`;
  return `${first.op} among ${counted(first.ranks, "rank")}\n${table.toString()}${basis}`;
}
