/** Values of flags, read with clear errors. */
import { ScenarioError } from "../base/errors.ts";

/** A whole count greater than zero. Throws a `ScenarioError` that names the flag. */
export function positiveCount(text: string, flag: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new ScenarioError([{ path: flag, found: `"${text}"`, expected: "a whole count greater than zero" }]);
}
