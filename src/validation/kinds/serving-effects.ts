/**
 * Relative effects told in talks and tutorials ("twice the throughput with quantised weights"). They compare two set-ups
 * of which neither is published whole, so a row alone cannot be predicted: every row is listed with that reason.
 */
import type { MeasurementKind } from "../measurement-kind.ts";
import { UnpredictableRow } from "../rows/row.ts";

export const servingEffects: MeasurementKind = {
  name: "serving_effects",
  recognises: (columns) => columns.has("comparison") && columns.has("value"),
  groups: (row) => ({ instance: "", software: row.text("category") ?? "", model: "" }),
  profileName: () => "nxdi",
  predict() {
    throw new UnpredictableRow(
      "a ratio of two set-ups that the source does not describe; compare scenarios instead",
    );
  },
};
