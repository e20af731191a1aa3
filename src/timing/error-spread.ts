/**
 * How errors widen with the load: those of a step with the sequences in it, since light load leaves little to chance. (First tokens
 * were tried by prompt and by batch, rates by batch, steps by length: nothing that stacks have in common.)
 *
 *     width of a band at x = its width at `at` x (x / at) ^ slope        in logarithms; x no further out than what was measured
 */
import { power } from "../base/power.ts";
import type { ColumnFamily } from "./column-family.ts";
import type { Situation } from "./situation.ts";

/** What errors of a family go with. */
const spreadFigures: Partial<Record<ColumnFamily, "batch">> = { step: "batch" };

/** The figure of `situation` that errors of `family` go with; undefined where they go with none, or it is not known. */
export function spreadFigure(family: ColumnFamily | undefined, situation?: Situation): number | undefined {
  const figure = family && spreadFigures[family];
  return figure && situation?.[figure];
}

/** How errors of a column go with its family's figure. */
export interface ErrorSpread {
  slope: number;
  /** Of the figure, where a band holds as it is. */
  at: number;
  /** Least and most that was measured. */
  span: readonly [number, number];
}

/** By what the logarithms of a band's ends are to be multiplied in `situation`; 1 where its figure is not known. */
export function widthIn(spread: ErrorSpread | undefined, family: ColumnFamily, situation: Situation): number {
  const value = spreadFigure(family, situation);
  return spread === undefined || value === undefined ? 1 : widthAt(spread, value);
}

/** By what they are to be multiplied where the figure is `value`. */
export function widthAt({ slope, at, span: [least, most] }: ErrorSpread, value: number): number {
  return power(Math.min(most, Math.max(least, value)) / at, slope);
}
