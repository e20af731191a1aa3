/** Fitted kernels for a person: by library and chip, with the rows behind each and the error on rows not seen. */
import { percent } from "../../base/metric-text.ts";
import { significant } from "../../base/units.ts";
import type { KernelFit } from "../../validation/fit/calibrate-kernels.ts";
import type { Style } from "./style.ts";
import { textTable } from "./text-table.ts";

/** A table of `fits`. */
export function kernelFitsText(fits: readonly KernelFit[], style: Style): string {
  const constantsText = (constants: object) =>
    Object.entries(constants)
      .map(([name, value]) => `${name} ${typeof value === "number" ? significant(value) : value}`)
      .join(", ");
  return textTable(
    ["library", "chip", "kernel", "rows", "median, unseen", "constants"],
    fits.map(({ family, chip, slot, rows, median_ape, constants }) => [
      family,
      chip,
      slot,
      String(rows),
      percent(median_ape),
      constantsText(constants),
    ]),
    { width: style.width, leftColumns: 3 },
  );
}
