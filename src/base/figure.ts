/**
 * A catalog figure: a value with where it comes from and how far to trust it. Catalog files write figures; consumers read
 * plain numbers and look the source up by path when a report lists what it rests on.
 */

/**
 * How a figure is known.
 * - `published`: read in the named source.
 * - `recalled`: known as published, not re-read; a default to verify.
 * - `derived`: computed from other figures by the formula in `source`.
 * - `assumed`: nobody publishes it; the reason stands in `source`.
 * - `scenario`: the user's own, from a scenario file.
 */
export type FigureStatus = "published" | "recalled" | "derived" | "assumed" | "scenario";

/** Where a figure comes from. */
export interface FigureSource {
  status: FigureStatus;
  /** Document, formula or reason. */
  source: string;
}

/** A value as a catalog file writes it: a number, or text with a unit. */
export interface Figure<Value = string | number> extends FigureSource {
  value: Value;
}

const figureOf =
  (status: FigureStatus) =>
  <Value>(value: Value, source: string): Figure<Value> => ({ value, status, source });

/** A figure read in `source`. */
export const published = figureOf("published");
/** A figure known as published in `source` but not re-read. */
export const recalled = figureOf("recalled");
/** A figure computed by the formula in `source`. */
export const derived = figureOf("derived");
/** A figure nobody publishes, for the reason in `source`. */
export const assumed = figureOf("assumed");
