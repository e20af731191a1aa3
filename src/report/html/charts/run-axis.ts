/**
 * The axis that names the runs of a bar chart. Names wrap within `widthEm`, and rows are tall enough for the longest, so
 * that a plan of several settings is read whole beside its neighbour and on a phone. Assumed: a character is at most
 * 0.6 em wide, as digits and most letters of a sans-serif face are.
 */
import type { Mark } from "../chart.ts";

const widthEm = 12;
const characterEm = 0.6;
const fontPixels = 12;
const linePixels = 15;
const rowPixelsLeast = 34;

/** Options and the mark of the axis for bars named `runs`. */
export function runAxis(runs: readonly string[]): { rowPixels: number; marginLeft: number; mark: Mark } {
  const longest = Math.max(0, ...runs.map(({ length }) => length)) * characterEm;
  const lines = Math.ceil(longest / (widthEm - 2));
  return {
    rowPixels: Math.max(rowPixelsLeast, lines * linePixels + 4),
    marginLeft: Math.round(Math.min(longest, widthEm) * fontPixels) + 16,
    mark: {
      mark: "axisY",
      data: runs.map((run) => ({ run })),
      options: { y: "run", text: "run", label: null, lineWidth: widthEm },
    },
  };
}
