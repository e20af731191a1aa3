/** Known answers for a person: one line a check. */
import { significant } from "../../base/units.ts";
import type { TheoryCheck } from "../../validation/theory.ts";
import type { Style } from "./style.ts";
import { hanging } from "./wrap.ts";

/** Text of all checks and their count. */
export function theoryText(checks: readonly TheoryCheck[], style: Style): string {
  const lines = checks.map(({ name, expected, simulated, tolerance, passed }) => {
    const verdict = passed ? style.good("pass") : style.bad("FAIL");
    const margin = tolerance > 1e-8 * Math.abs(expected) ? ` +- ${significant(tolerance, 2)}` : "";
    const figures = `${significant(expected, 7)}, simulated ${significant(simulated, 7)}${margin}`;
    return hanging(`${verdict}  `, `${name}: ${figures}`, style.width);
  });
  const failed = checks.filter(({ passed }) => !passed).length;
  return [...lines, `${checks.length - failed} of ${checks.length} known answers`].join("\n");
}
