/** Values of flags, read with clear errors. */
import { ScenarioError } from "../base/errors.ts";
import { expectedQuantity, parseQuantity } from "../base/units.ts";

/** A whole count greater than zero. Throws a `ScenarioError` that names the flag. */
export function positiveCount(text: string, flag: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new ScenarioError([{ path: flag, found: `"${text}"`, expected: "a whole count greater than zero" }]);
}

/** A quantity with its unit: bandwidths greater than zero, times from zero on. Throws a `ScenarioError` that names the flag. */
export function quantityValue(text: string, flag: string, kind: "bandwidth" | "time"): number {
  const value = parseQuantity(text, kind);
  if (value !== undefined && (kind === "time" ? value >= 0 : value > 0)) return value;
  throw new ScenarioError([{ path: flag, found: `"${text}"`, expected: expectedQuantity(kind) }]);
}
