/** What profiles showed on groups left out of their fits, as one table. */
import type { Grouping, Residuals } from "../../timing/evidence.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import { rowClass } from "../rows/row-class.ts";

/** Errors of one column of one profile. */
export interface LeftOutRow extends Residuals {
  profile: string;
  /** What the column is of: time per token, training step. */
  figure: string;
}

/** Errors of `profiles` with each `grouping` left out; earlier names of a profile are not repeated. */
export function leftOutRows(profiles: readonly SoftwareProfile[], grouping: Grouping): LeftOutRow[] {
  return profiles
    .filter(({ aliasOf }) => aliasOf === undefined)
    .flatMap(({ name, evidence }) =>
      (evidence?.residuals ?? [])
        .filter(({ leftOut }) => leftOut === grouping)
        .map((residuals) => ({
          profile: name,
          ...residuals,
          figure: rowClass(residuals.metric, undefined).figure,
        })),
    );
}

/** Share of all figures that lie inside of bands made without their group. */
export function insideShare(rows: readonly LeftOutRow[]): number {
  const figures = rows.reduce((sum, each) => sum + each.rows, 0);
  return rows.reduce((sum, each) => sum + each.inside * each.rows, 0) / Math.max(1, figures);
}
