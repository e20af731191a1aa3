/** What profiles showed on groups left out of their fits, for a person. */
import { counted } from "../../base/counted.ts";
import { inPercent, percent } from "../../base/metric-text.ts";
import { significant } from "../../base/units.ts";
import type { Grouping } from "../../timing/evidence.ts";
import type { LeftOutKernel } from "../../validation/evidence/left-out-kernels.ts";
import type { LeftOutRow } from "../../validation/evidence/left-out-rows.ts";
import type { Style } from "./style.ts";
import { textTable } from "./text-table.ts";

/** A table of `rows`, with the share of all figures inside of their bands below. */
export function leftOutText(
  rows: readonly LeftOutRow[],
  insideShare: number,
  grouping: Grouping,
  style: Style,
): string {
  const what = grouping === "rows" ? "a fifth of the rows" : `each ${grouping}`;
  const figures = rows.reduce((sum, each) => sum + each.rows, 0);
  const cells = rows.map((each) => [
    each.profile,
    each.metric,
    String(each.rows),
    String(each.groups),
    inPercent(each.medianError),
    inPercent(each.meanError),
    inPercent(each.inside),
    `${significant(each.width, 3)}x`,
  ]);
  return [
    style.bold(`Predicted with ${what} left out of the fit in turn: ${counted(figures, "figure")}`),
    textTable(["software", "metric", "n", "groups", "median %", "mean %", "in band %", "width"], cells, {
      width: style.width,
      leftColumns: 2,
    }),
    `${percent(insideShare)} of the figures lie inside of bands made without their group.`,
  ].join("\n");
}

/** A table of `kernels` on chips that their constants know nothing of. */
export function leftOutKernelsText(kernels: readonly LeftOutKernel[], style: Style): string {
  const cells = kernels.map(({ slot, rows, chips, otherChips, datasheet }) => [
    slot,
    String(rows),
    String(chips),
    ...[otherChips, datasheet].flatMap(({ median, mean }) => [inPercent(median), inPercent(mean)]),
  ]);
  const head = [
    "kernel",
    "n",
    "chips",
    "other chips: median %",
    "mean %",
    "datasheet alone: median %",
    "mean %",
  ];
  return [
    style.bold(
      "Kernels on each chip as if nothing had been timed on it: by the constants of other chips, and by the datasheet alone",
    ),
    textTable(head, cells, { width: style.width, leftColumns: 1 }),
  ].join("\n");
}
