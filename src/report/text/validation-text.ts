/** A validation for a person: totals, groups, worst rows, and what could not be predicted. */

import { group } from "d3-array";
import { counted } from "../../base/counted.ts";
import { elementAt } from "../../base/element-at.ts";
import { inPercent, percent } from "../../base/metric-text.ts";
import { significant } from "../../base/units.ts";
import type { Score } from "../../validation/evidence/score.ts";
import type { Validation } from "../../validation/validate.ts";
import type { Style } from "./style.ts";
import { textTable } from "./text-table.ts";
import { unreadText } from "./validation-words.ts";
import { hanging, wrap } from "./wrap.ts";

const worstShown = 10;

/** Errors, and shares of the figures; the last is how wide a band is, its upper end over its lower. */
const scoreHead = ["n", "median %", "mean %", "bias %", "with band %", "in band %", "width"];

function scoreCells(score: Score): string[] {
  const { n, median_ape, mape, bias, with_band, inside_band, band_width } = score;
  const signed = `${bias > 0 ? "+" : ""}${inPercent(bias)}`;
  const width = band_width === null ? "-" : `${significant(band_width, 3)}x`;
  return [
    String(n),
    ...[median_ape, mape].map(inPercent),
    signed,
    ...[with_band, inside_band].map(inPercent),
    width,
  ];
}

/** Text of `validation`, or its totals only; absolute errors in percent of the measured value. */
export function validationText(validation: Validation, style: Style, totalsOnly: boolean): string {
  const table = (head: string[], cells: string[][], leftColumns: number) =>
    textTable(head, cells, { width: style.width, leftColumns });
  const {
    totals,
    groups,
    rows,
    floor_violations: violations,
    unpredicted,
    unread_columns: unread,
  } = validation;
  const worst = [...rows].sort((a, b) => Math.abs(b.error) - Math.abs(a.error)).slice(0, worstShown);
  const bySoftware = groups.filter(({ by }) => by === "software");
  const ids = new Set(rows.map(({ id }) => id));
  const details = totalsOnly
    ? []
    : [
        "",
        style.bold("By software"),
        table(
          ["software", "kind", "metric", ...scoreHead],
          bySoftware.map((group) => [group.name, group.kind, group.metric, ...scoreCells(group)]),
          3,
        ),
        "",
        style.bold("Worst rows"),
        table(
          ["row", "metric", "measured", "predicted", "error"],
          worst.map(({ id, metric, measured, predicted, error }) => [
            id,
            metric,
            significant(measured),
            significant(predicted),
            percent(error),
          ]),
          2,
        ),
        "",
      ];
  return [
    style.bold(
      `Predicted against measured: ${counted(rows.length, "figure")} of ${counted(ids.size, "row")}`,
    ),
    table(
      ["kind", "metric", ...scoreHead],
      totals.map((total) => [total.kind, total.metric, ...scoreCells(total)]),
      2,
    ),
    ...details,
    violations.length === 0
      ? style.good("No prediction is faster than physics allows.")
      : style.bad(
          `${counted(violations.length, "prediction is", "predictions are")} faster than physics allows: ${violations.map(({ id }) => id).join(", ")}`,
        ),
    unpredicted.length === 0
      ? "Every row was predicted."
      : `${counted(unpredicted.length, "row")} could not be predicted:\n${unpredictedLines(unpredicted, style).join("\n")}`,
    ...unread.map((each) => style.warn(wrap(unreadText(each), style.width))),
  ].join("\n");
}

/** One line a reason, with the first row that has it and how many more do. */
function unpredictedLines(unpredicted: Validation["unpredicted"], { width }: Style): string[] {
  return [...group(unpredicted, ({ reason }) => reason)].map(([reason, rows]) => {
    const more = rows.length > 1 ? ` and ${rows.length - 1} more` : "";
    return hanging("  ", `${elementAt(rows, 0).id}${more}: ${reason}`, width);
  });
}
