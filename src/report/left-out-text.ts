/** What profiles showed on groups left out of their fits, for a person. */
import { percent } from "../base/metric-text.ts";
import { significant } from "../base/units.ts";
import type { Grouping, Residuals } from "../timing/evidence.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import type { Style } from "./style.ts";
import { textTable } from "./text-table.ts";

/** Errors of one column of one profile. */
export interface LeftOutRow extends Residuals {
  profile: string;
}

/** Errors of `profiles` with each `grouping` left out; earlier names of a profile are not repeated. */
export function leftOutRows(profiles: readonly SoftwareProfile[], grouping: Grouping): LeftOutRow[] {
  return profiles
    .filter(({ aliasOf }) => aliasOf === undefined)
    .flatMap(({ name, evidence }) =>
      (evidence?.residuals ?? [])
        .filter(({ leftOut }) => leftOut === grouping)
        .map((residuals) => ({ profile: name, ...residuals })),
    );
}

/** A table of `rows`, with the share of all figures inside of their bands below. */
export function leftOutText(rows: readonly LeftOutRow[], grouping: Grouping, style: Style): string {
  const what = grouping === "rows" ? "a fifth of the rows" : `each ${grouping}`;
  const figures = rows.reduce((sum, each) => sum + each.rows, 0);
  const inside = rows.reduce((sum, each) => sum + each.inside * each.rows, 0);
  const cells = rows.map((each) => [
    each.profile,
    each.metric,
    String(each.rows),
    String(each.groups),
    percent(each.medianError),
    percent(each.meanError),
    percent(each.inside),
    `${significant(each.width, 3)}x`,
  ]);
  return [
    style.bold(`Predicted with ${what} left out of the fit in turn: ${figures} figures`),
    textTable(["software", "metric", "n", "groups", "median", "mean", "in band", "width"], cells, {
      width: style.width,
      leftColumns: 2,
    }),
    `${percent(inside / Math.max(1, figures))} of the figures lie inside of bands made without their group.`,
  ].join("\n");
}
