/**
 * What measurements say of a software profile: how far its predictions were off on rows that its constants had not seen, and
 * the span of configurations that those rows cover. Error bands come from it, and nothing else.
 */

import { type ColumnFamily, columnFamilies } from "./column-family.ts";
import type { Coverage } from "./coverage.ts";
import type { ErrorSpread } from "./error-spread.ts";

/** What was left out of a fit together: a fifth of the rows, or every row of one model, chip or source. */
export const groupings = ["rows", "model", "chip", "source"] as const;

export type Grouping = (typeof groupings)[number];

/** Where errors come from: groups left out, or rows of other `software`, predicted by the default of their chip and work. */
export type LeftOut = Grouping | "software";

/** Errors of one measured column, each group predicted by constants fitted on the others. */
export interface Residuals {
  /** Measured column, such as `tpot_p50_ms`. */
  metric: string;
  leftOut: LeftOut;
  rows: number;
  groups: number;
  /** Absolute errors, fractions of the measured value. */
  medianError: number;
  meanError: number;
  /** 90 % of measured / predicted, of a group like these that was not seen, and 80 %. */
  band: readonly [number, number];
  band80: readonly [number, number];
  /** Share of the rows inside of the band that the other groups alone would have given, and its median high / low. */
  inside: number;
  width: number;
  /** How errors go with the load, where others' do; bands are those at `spread.at`. */
  spread?: ErrorSpread | undefined;
}

export interface Evidence {
  residuals: readonly Residuals[];
  /** Absent for what was learned on other stacks. */
  covers?: Coverage | undefined;
}

/** Whether rows of the stack itself speak of `family`. */
export function speaksOf(evidence: Evidence | undefined, family: ColumnFamily): boolean {
  const columns: readonly string[] = columnFamilies[family];
  return (
    evidence?.residuals.some(({ metric, leftOut }) => leftOut !== "software" && columns.includes(metric)) ??
    false
  );
}
