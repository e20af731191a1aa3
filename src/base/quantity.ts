/**
 * Zod schemas of quantities: text with a unit on the way in, a number in internal units on the way out. Every schema of
 * a scenario, a catalog entry or a plug-in's options builds on these, so one parser and one error form serve them all.
 */
import { z } from "zod";
import { nearest } from "./nearest.ts";
import {
  expectedQuantity,
  inKnownUnits,
  isBare,
  parseQuantity,
  type QuantityKind,
  quantityPatternOf,
  unitsOf,
  unitText,
} from "./units.ts";

/** Limits of a quantity, in internal units. Without limits a quantity is zero or more. */
export interface QuantityRange {
  /** The value must be greater than zero. */
  positive?: boolean;
  /** The value must be whole. */
  whole?: boolean;
  max?: number;
  /** A bound beyond all sense, told only to who goes there. */
  limit?: number | undefined;
}

/** What a schema says of a wrong value: what was due, and the valid word nearest to the one found. */
export interface Expectation {
  expected: string;
  nearest?: string | undefined;
}

/** Schemas by what they accept: several hundred options ask for a few dozen, and making one takes as long as reading ten. */
const made = new Map<string, ReturnType<typeof makeQuantity>>();

function quantity(kind: QuantityKind, range: QuantityRange) {
  const { positive = false, whole = false, max, limit } = range;
  const key = `${kind} ${positive} ${whole} ${max} ${limit}`;
  const schema = made.get(key) ?? makeQuantity(kind, range);
  made.set(key, schema);
  return schema;
}

function makeQuantity(kind: QuantityKind, range: QuantityRange) {
  const expected = expectedQuantity(kind) + rangeText(range);
  return z
    .union([z.string(), z.number()], { error: expected })
    .transform((value, context): number => {
      const parsed = parseQuantity(value, kind);
      if (parsed !== undefined && inside(parsed, range)) return parsed;
      const { limit = Number.MAX_VALUE } = range;
      if (parsed !== undefined && parsed > limit && inside(parsed, { ...range, limit: undefined })) {
        const most = `${expected}, at most ${limit}`;
        context.addIssue({ code: "custom", message: most, params: { expected: most }, input: value });
        return z.NEVER;
      }
      const unit = parsed === undefined && typeof value === "string" ? unitText(value) : undefined;
      const params: Expectation = {
        expected,
        nearest: unit
          ? (inKnownUnits(String(value), kind) ?? nearest(unit, unitsOf(kind).filter(Boolean)))
          : undefined,
      };
      context.addIssue({ code: "custom", message: expected, params: { ...params }, input: value });
      return z.NEVER;
    })
    .meta({ description: expected, ...writtenForm(kind, range) });
}

/** How a quantity is written, in the terms of JSON Schema: text with a known unit, or for some kinds a bare number. */
function writtenForm(kind: QuantityKind, { positive, whole, max }: QuantityRange) {
  const bare = isBare(kind);
  return {
    type: bare ? (["string", "number"] as const) : ("string" as const),
    pattern: quantityPatternOf(kind),
    ...(bare && (positive ? { exclusiveMinimum: 0 } : { minimum: 0 })),
    ...(bare && max !== undefined && { maximum: max }),
    ...(bare && whole && { multipleOf: 1 }),
  };
}

function inside(value: number, range: QuantityRange): boolean {
  return (
    (range.positive ? value > 0 : value >= 0) &&
    !(range.whole && !Number.isInteger(value)) &&
    !(range.max !== undefined && value > range.max) &&
    !(range.limit !== undefined && value > range.limit)
  );
}

function rangeText(range: QuantityRange): string {
  const rules = [
    range.whole ? "whole" : undefined,
    range.positive ? "greater than zero" : "not negative",
    range.max === undefined ? undefined : `at most ${range.max}`,
  ];
  return `, ${rules.filter((rule) => rule !== undefined).join(", ")}`;
}

/** A time: "10 min" becomes nanoseconds. */
export const time = (range: QuantityRange = {}) => quantity("time", range);
/** A size: "80 GiB" becomes bytes. */
export const size = (range: QuantityRange = {}) => quantity("size", range);
/** A bandwidth: "900 GB/s" becomes bytes/ns. */
export const bandwidth = (range: QuantityRange = {}) => quantity("bandwidth", range);
/** A compute rate: "667 TFLOPS" becomes flops/ns. */
export const compute = (range: QuantityRange = {}) => quantity("compute", range);
/** A rate of arrivals: "4/s" becomes arrivals/ns. */
export const rate = (range: QuantityRange = {}) => quantity("rate", range);
/** Of anything that is made one by one there are at most a million: more would not fit a computer. */
export const madeMost = 1_000_000;
/** A whole count of parts of a system: layers, ranks, instances, users; 1024, "2k". */
export const count = (range: QuantityRange = { positive: true }) =>
  quantity("count", { whole: true, limit: 1e9, ...range });
/** A whole number of what goes through a system, of which there may be any number: tokens, samples, events; "2T". */
export const tally = (range: QuantityRange = { positive: true }) =>
  quantity("count", { whole: true, limit: 1e18, ...range });
/** A number that need not be whole and is zero or more: an efficiency, a mean length. */
export const amount = (range: QuantityRange = {}) => quantity("number", range);
/** US dollars: 12.5, "250k". */
export const money = (range: QuantityRange = {}) => quantity("money", range);
/** A fraction: 0.3 or "30%". */
export const fraction = (range: QuantityRange = { max: 1 }) => quantity("fraction", range);
/** A power: "500 W". */
export const power = (range: QuantityRange = {}) => quantity("power", range);
/** A clock: "2.4 GHz" becomes cycles/ns. */
export const frequency = (range: QuantityRange = {}) => quantity("frequency", range);
