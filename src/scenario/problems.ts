/**
 * What a schema rejects, as problems for people: what was found, what was due, and the nearest valid word. A key that is
 * right at another place is sent there.
 */
import type { z } from "zod";
import type { Problem } from "../base/errors.ts";
import { cutOrGoneOn, nearest } from "../base/nearest.ts";
import type { Expectation } from "../base/quantity.ts";
import { elsewhere, type JsonSchema, keysAt, valueAt } from "./known-keys.ts";
import type { Path } from "./yaml-source.ts";

/** A problem and whether it concerns the key rather than the value at `at`. */
export interface LocatedProblem {
  problem: Problem;
  at: Path;
  isKey: boolean;
}

/** Where a key that was written at `at` is right; at the top of a scenario by what it stands beside there. */
function placeText(place: Path, at: Path): string {
  return place.length === 1 && at.length > 0 ? `${dotted(place)}" beside "${at[0]}` : dotted(place);
}

/** Turns one zod issue on `root` into problems; `schema` gives the JSON Schema of the whole document. */
export function problemsOf(issue: z.core.$ZodIssue, root: unknown, schema: () => unknown): LocatedProblem[] {
  const at = writtenPlace(root, issue.path as Path);
  const meant = meantMember(issue);
  if (meant !== undefined && !isListMeant(issue, meant, valueAt(root, at))) {
    return meant.flatMap((each) => problemsOf({ ...each, path: [...at, ...each.path] }, root, schema));
  }
  if (issue.code === "unrecognized_keys") {
    const keys = keysAt(schema() as JsonSchema, root, at);
    return issue.keys.map((key) => {
      // A name of this very place that was cut short comes before the same name at another.
      const here = cutOrGoneOn(key, keys);
      const there = elsewhere(schema() as JsonSchema, root, at, key).map((place) => placeText(place, at));
      const right = here === undefined ? there : [here, ...there];
      return {
        problem: {
          path: dotted([...at, key]),
          found: `unknown key "${key}"`,
          expected: dueKeys(keys, valueAt(root, [...at, "kind"])),
          nearest: right.length > 0 ? right.join('" or "') : nearest(key, keys),
        },
        at: [...at, key],
        isKey: true,
      };
    });
  }
  const value = valueAt(root, at);
  const beside = Object.values(valueAt(root, at.slice(0, -1)) ?? {});
  const { expected, nearest: hint } = expectation(issue, value, beside);
  const keys = expected === article("object") ? keysAt(schema() as JsonSchema, root, at) : [];
  const some = `${keys.slice(0, keysShown).join(", ")}${keys.length > keysShown ? ", ..." : ""}`;
  const found = value === undefined ? "nothing" : text(value);
  const due = keys.length > 0 ? `${expected}: ${some}` : expected;
  return [{ problem: { path: dotted(at), found, expected: due, nearest: hint }, at, isKey: false }];
}

/**
 * What the member of a union that was meant has against its value: the one with fewest mistakes of those that the form of the
 * value, a list, a map or a text, suits. Undefined where it suits none, and of other issues.
 */
function meantMember(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] | undefined {
  if (issue.code !== "invalid_union") return undefined;
  const suits = (each: z.core.$ZodIssue) => each.path.length > 0 || each.code === "unrecognized_keys";
  const mistakes = (issues: readonly z.core.$ZodIssue[]) =>
    issues.reduce((sum, each) => sum + (each.code === "unrecognized_keys" ? each.keys.length : 1), 0);
  return issue.errors
    .filter((issues) => issues.length > 0 && issues.every(suits))
    .reduce<readonly z.core.$ZodIssue[] | undefined>(
      (best, issues) => (best === undefined || mistakes(issues) < mistakes(best) ? issues : best),
      undefined,
    );
}

/**
 * Whether a map stands where a list of maps is due, as `{ of: host, mtbf: 5 h }`: all that the member which takes a map says is
 * that a name is missing, and no value is one.
 */
function isListMeant(issue: z.core.$ZodIssue, meant: readonly z.core.$ZodIssue[], value: unknown): boolean {
  if (issue.code !== "invalid_union") return false;
  const takesList = issue.errors.some(
    ([first]) => first?.code === "invalid_type" && first.expected === "array",
  );
  const [only, ...others] = meant;
  if (!takesList || others.length > 0 || only?.code !== "invalid_union" || only.errors.length > 0)
    return false;
  const { nearest: hint } = expectation(only, valueAt(value, only.path as Path), Object.values(value ?? {}));
  return hint === undefined;
}

/** Keys that a map may have in place of one that it may not; of a plug-in without options that it has none. */
function dueKeys(keys: readonly string[], kind: unknown): string {
  if (keys.length === 0) return "no such key";
  return keys.length === 1 && keys[0] === "kind" && typeof kind === "string"
    ? `no key beside kind: ${kind} has no options`
    : `one of ${keys.join(", ")}`;
}

/** `path` as far as it is written: what a short form (a name, a number) stands for is wrong at its own place. */
function writtenPlace(root: unknown, path: Path): Path {
  const isShort = (place: Path) => ["string", "number"].includes(typeof valueAt(root, place));
  const length = path.findIndex((_, index) => isShort(path.slice(0, index + 1)));
  return length < 0 ? path : path.slice(0, length + 1);
}

/** Keys that are named where a map is due and something else was found. */
const keysShown = 8;

/** What was due; a name that is missing may stand `beside`, under another key: `process: poisson` for `kind: poisson`. */
function expectation(issue: z.core.$ZodIssue, value: unknown, beside: readonly unknown[]): Expectation {
  const choice = (options: readonly unknown[]): Expectation => {
    const names = options.map(String);
    const missing = value === undefined ? names.find((name) => beside.includes(name)) : undefined;
    return {
      expected: `one of ${names.join(", ")}`,
      nearest: typeof value === "string" ? nearest(value, names) : missing,
    };
  };
  if (issue.code === "custom" && issue.params !== undefined) return issue.params as unknown as Expectation;
  if (issue.code === "invalid_value") return choice(issue.values);
  if (issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options))
    return choice(issue.options);
  if (issue.code === "invalid_union" && issue.message === "Invalid input") {
    const ways = issue.errors.flatMap(([first]) =>
      first?.path.length === 0 ? [expectation(first, value, beside).expected] : [],
    );
    if (ways.length > 0) return { expected: [...new Set(ways)].join(" or ") };
  }
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
