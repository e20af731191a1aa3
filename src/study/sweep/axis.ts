/**
 * One axis of a sweep, `path=values`:
 *
 *     workload.batching.maxBatch=1,2,4      a list; commas inside [], {} and quotes belong to a value
 *     workload.batching.maxBatch=1..64 by x2    a range that multiplies: 1, 2, 4, ... 64
 *     workload.arrivals.rate=1/s..4/s by 0.5    a range that adds; by 1 when nothing is said
 *
 * Both ends of a range carry the same unit, and the range includes its upper end where a step lands on it.
 */

import { parse } from "yaml";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { power } from "../../base/power.ts";
import { parsePath } from "../../scenario/override.ts";
import type { Path } from "../../scenario/yaml-source.ts";

/** A span of numbers with one unit, for samples that lie between the steps of a range. */
export interface Span {
  low: number;
  high: number;
  unit: string;
  /** Both ends were written as whole numbers without a unit: so are samples. */
  whole: boolean;
  /** Samples are drawn evenly in the logarithm. */
  logarithmic: boolean;
}

/** Values that one path takes. */
export interface Axis {
  path: Path;
  values: unknown[];
  /** Where the values were written as a range. */
  span?: Span;
}

const number = String.raw`([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)`;
const rangePattern = new RegExp(
  `^${number}([^.\\d][^.]*?)?\\.\\.${number}(.*?)(?:\\s+by\\s+(x?)${number}(.*))?$`,
);
const valuesMax = 100_000;
/** Rounding of sums and products must not lose the upper end. */
const slack = 1e-9;

/** Reads `path=values`. Throws a `ScenarioError` when it is no axis. */
export function parseAxis(text: string, flag = "--set"): Axis {
  const separator = text.indexOf("=");
  const path = parsePath(text.slice(0, Math.max(0, separator)));
  if (path.length === 0) throw problem({ path: flag, found: `"${text}"`, expected: "path=values" });
  const written = text.slice(separator + 1).trim();
  const range = rangePattern.exec(written);
  if (range !== null) return { path, ...rangeValues(range, flag, written) };
  const values = splitList(written).map((each) => readValue(each, flag, text));
  return { path, values };
}

function problem(each: Problem): ScenarioError {
  return new ScenarioError([each]);
}

function readValue(text: string, flag: string, whole: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const expected = `YAML values (${(error as Error).message.split("\n")[0]})`;
    throw problem({ path: flag, found: `"${whole}"`, expected });
  }
}

function rangeValues(range: RegExpExecArray, flag: string, written: string): Pick<Axis, "values" | "span"> {
  const [, lowText, lowUnit = "", highText, highUnit = "", times, stepText = "1", stepUnit = ""] = range;
  const [low, high, step] = [Number(lowText), Number(highText), Number(stepText)];
  const unit = highUnit.trim();
  const units = [lowUnit.trim(), stepUnit.trim()].filter((each) => each !== "");
  const whole = unit === "" && /^\d+ \d+$/.test(`${lowText} ${highText}`);
  const multiplies = times === "x";
  const wrong = (expected: string) => problem({ path: flag, found: `"${written}"`, expected });
  if (units.some((each) => each !== unit)) throw wrong("one unit for both ends and the step of a range");
  if (high < low) throw wrong("a range from the smaller to the larger end");
  if (multiplies ? step <= 1 || low <= 0 : step <= 0)
    throw wrong("a step that leads from the lower end to the upper");
  const values: unknown[] = [];
  for (let index = 0; ; index++) {
    const value = multiplies ? low * power(step, index) : low + step * index;
    if (value > high * (1 + Math.sign(high) * slack) + (high === 0 ? slack : 0)) break;
    if (index === valuesMax) throw wrong(`at most ${valuesMax} steps`);
    values.push(withUnit(value, unit));
  }
  return { values, span: { low, high, unit, whole, logarithmic: multiplies } };
}

/** A number as a scenario writes it: plain, or as text with its unit. */
export function withUnit(value: number, unit: string): unknown {
  const rounded = Number(value.toPrecision(12));
  if (unit === "") return rounded;
  return `${rounded}${/^[/%]/.test(unit) ? "" : " "}${unit}`;
}

/** Splits at commas that stand outside of brackets, braces and quotes. */
function splitList(text: string): string[] {
  const parts = [""];
  let depth = 0;
  let quote: string | undefined;
  for (const character of text) {
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if ("[{(".includes(character)) depth++;
    else if ("]})".includes(character)) depth--;
    if (character === "," && depth === 0 && quote === undefined) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}
