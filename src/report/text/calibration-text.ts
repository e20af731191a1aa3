/** A calibration for a person: constants with confidence, what the rows cannot tell apart, errors before and after. */

import { counted } from "../../base/counted.ts";
import { percent } from "../../base/metric-text.ts";
import { formatTime, significant } from "../../base/units.ts";
import type { Score } from "../../validation/evidence/score.ts";
import type { Calibration } from "../../validation/fit/calibrate.ts";
import type { Style } from "./style.ts";
import { unreadText } from "./validation-words.ts";

/** Correlation from which on two constants are named as hard to tell apart. */
const entangled = 0.9;

/** Text of `calibration`. */
export function calibrationText(calibration: Calibration, style: Style): string {
  const { constants, correlation, unpredicted } = calibration;
  const pairs = constants.flatMap((constant, row) =>
    constants.slice(0, row).flatMap((other, column) => {
      const both = correlation[row]?.[column] ?? 0;
      return Math.abs(both) >= entangled
        ? [`${other.setting} and ${constant.setting} (${significant(both, 2)})`]
        : [];
    }),
  );
  const score = (title: string, scores: readonly Score[]) =>
    scores.map(
      ({ metric, median_ape, mape, n }) =>
        `  ${title.padEnd(18)}${metric}: median ${percent(median_ape)}, mean ${percent(mape)} of ${n}`,
    );
  const limited = constants.filter(({ atLimit }) => atLimit).map(({ setting }) => setting);
  const fitted = `${counted(constants.length, "constant")} fitted`;
  return [
    style.bold(`${calibration.profile.name}: ${fitted} to ${counted(calibration.rows, "row")}`),
    ...constants.map(
      ({ setting, unit, value, low, high }) =>
        `  ${setting.padEnd(30)}${amount(value, unit, 4)}  (95 %: ${amount(low, unit)} to ${amount(high, unit)})`,
    ),
    ...(limited.length > 0
      ? [style.warn(`  At a physical limit, so that others must explain the rows: ${limited.join(", ")}`)]
      : []),
    ...(pairs.length > 0 ? [style.warn(`  The rows can hardly tell apart: ${pairs.join(", ")}`)] : []),
    ...score("before", calibration.before),
    ...score("after", calibration.after),
    ...score("cross-validated", calibration.crossValidated),
    ...(calibration.no_better
      ? [
          style.warn(
            "  Rows that were left out are predicted no better than before: nothing asks for other constants",
          ),
        ]
      : []),
    ...unpredicted.map(({ id, reason }) => style.warn(`  not predicted: ${id}: ${reason}`)),
    ...calibration.unread_columns.map((each) => style.warn(`  ${unreadText(each)}`)),
  ].join("\n");
}

/** In the unit that a scenario takes: `3.29 ms`, `.78`. */
function amount(value: number, unit: "ns" | "", digits = 3): string {
  return unit === "ns" ? formatTime(value, digits) : significant(value, digits);
}
