/**
 * What a schema rejects, as problems for people: what was found, what was due, and the nearest valid word. The valid
 * keys at a place are read from the JSON Schema, so unknown keys get a suggestion without a second list of keys.
 */
import type { z } from "zod";
import type { Problem } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import type { Expectation } from "../base/quantity.ts";
import type { Path } from "./yaml-source.ts";

/** A problem and whether it concerns the key rather than the value at `at`. */
export interface LocatedProblem {
  problem: Problem;
  at: Path;
  isKey: boolean;
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  const?: unknown;
}

/** Turns one zod issue on `root` into problems; `schema` gives the JSON Schema of the whole document. */
export function problemsOf(issue: z.core.$ZodIssue, root: unknown, schema: () => unknown): LocatedProblem[] {
  const at = issue.path as Path;
  if (issue.code === "unrecognized_keys") {
    const keys = keysAt(schema() as JsonSchema, root, at);
    return issue.keys.map((key) => ({
      problem: {
        path: dotted([...at, key]),
        found: `unknown key "${key}"`,
        expected: keys.length > 0 ? `one of ${keys.join(", ")}` : "no such key",
        nearest: nearest(key, keys),
      },
      at: [...at, key],
      isKey: true,
    }));
  }
  const value = valueAt(root, at);
  const { expected, nearest: hint } = expectation(issue, value);
  const found = value === undefined ? "nothing" : text(value);
  return [{ problem: { path: dotted(at), found, expected, nearest: hint }, at, isKey: false }];
}

function expectation(issue: z.core.$ZodIssue, value: unknown): Expectation {
  const choice = (options: readonly unknown[]): Expectation => {
    const names = options.map(String);
    return {
      expected: `one of ${names.join(", ")}`,
      nearest: typeof value === "string" ? nearest(value, names) : undefined,
    };
  };
  if (issue.code === "custom" && issue.params !== undefined) return issue.params as unknown as Expectation;
  if (issue.code === "invalid_value") return choice(issue.values);
  if (issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options))
    return choice(issue.options);
  const standard = /^Invalid input: expected (\w+)/.exec(issue.message)?.[1];
  return { expected: standard === undefined ? issue.message : article(standard) };
}

function article(type: string): string {
  const words: Record<string, string> = {
    object: "a map",
    record: "a map",
    array: "a list",
    string: "a text",
  };
  return words[type] ?? `a ${type}`;
}

/** A found value as the user would know it again, cut when long. */
function text(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}

function dotted(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    // A plug-in named in short form: the text itself is its kind.
    if (typeof value === "string" && step === "kind") return value;
    value =
      value === null || typeof value !== "object"
        ? undefined
        : (value as Record<string, unknown>)[String(step)];
  }
  return value;
}

/** The keys a map at `path` may have. */
function keysAt(schema: JsonSchema, root: unknown, path: Path): string[] {
  let candidates = choose([schema], root);
  let value = root;
  for (const step of path) {
    value = valueAt(value, [step]);
    const inner = candidates.flatMap((each) => {
      const next = typeof step === "number" ? each.items : each.properties?.[step];
      return next === undefined ? [] : [next];
    });
    candidates = choose(inner, value);
  }
  return [...new Set(candidates.flatMap((each) => Object.keys(each.properties ?? {})))];
}

/** Opens unions, keeping the members whose constants (`kind`) agree with the value. */
function choose(schemas: readonly JsonSchema[], value: unknown): JsonSchema[] {
  return schemas.flatMap((schema) => {
    const members = schema.oneOf ?? schema.anyOf;
    if (members !== undefined) return choose(members, value);
    const agrees = Object.entries(schema.properties ?? {}).every(
      ([key, property]) => property.const === undefined || property.const === valueAt(value, [key]),
    );
    return agrees ? [schema] : [];
  });
}
