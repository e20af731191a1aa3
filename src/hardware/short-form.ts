/**
 * Keys of a scenario that take a name alone for an object with one key: `instance: trn2.48xlarge` stands for
 * `instance: { from: trn2.48xlarge }`, `pricing: spot` for `pricing: { option: spot }`.
 */
import { z } from "zod";
import { type Label, namesIn } from "../base/named-list.ts";
import { nearest } from "../base/nearest.ts";
import type { Expectation } from "../base/quantity.ts";

/** A schema of one of the names of `things`. */
export function nameOf(things: readonly Label[]) {
  return z.enum(namesIn(things) as [string, ...string[]]);
}

/** How a bare name is read: the key it stands for, the names that are valid, and what to say in an error. */
export interface ShortForm {
  key: string;
  names: readonly string[];
  expected: string;
  /** The valid name that a wrong one means; the one spelt most like it when absent. */
  nearestTo?: (word: string) => string | undefined;
}

/** `schema`, or a bare name for its `key`. In the JSON Schema both forms stand. */
export function orName<Schema extends z.ZodObject>(
  schema: Schema,
  { key, names, expected, nearestTo = (word) => nearest(word, names) }: ShortForm,
) {
  return z.preprocess(
    (value, context) => {
      if (typeof value !== "string") return value;
      if (names.includes(value)) return { [key]: value };
      const params: Expectation = { expected, nearest: nearestTo(value) };
      context.addIssue({ code: "custom", message: expected, params: { ...params }, input: value });
      return z.NEVER;
    },
    schema.meta({ shortForms: names }),
  );
}
