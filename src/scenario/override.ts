/**
 * Overrides: `workload.batching.maxBatch=8` on the command line, `set:` in a variant. An override replaces the value at
 * a dotted path; maps on the way are made, and a name in short form becomes a map first, so that
 * `workload.batching.maxBatch=8` works on `batching: continuous` and `cluster.instance.chip.memory=...` on
 * `instance: trn2.48xlarge`. `null` takes a key away that is there (`workload.trace: null`), but for a constant of a software
 * profile, of which it is a value.
 */
import { parse } from "yaml";
import { ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import type { Path } from "./yaml-source.ts";

/** A value to put at a path, and how to name its origin in a problem. */
export interface Override {
  path: Path;
  value: unknown;
}

/** Keys whose short form names a catalog entry to start from; elsewhere a bare name is a plug-in's `kind`. */
const entryKeys = new Set(["instance", "chip", "model", "software"]);

/** Steps that every object answers to without having been given them: no scenario has them. */
const foreignSteps = new Set(["__proto__", "constructor", "prototype"]);

/** Keys of a whole document, which say what scenarios it has and in what words: one of them has no such values. */
const documentKeys = ["variants", "base", "space", "plugins"];

/** Splits `a.b[2].c` into its steps. Throws a `ScenarioError` on one that leads to where no scenario has values. */
export function parsePath(text: string): Path {
  const foreign = text.split(".").find((step) => foreignSteps.has(step));
  if (foreign !== undefined) {
    throw new ScenarioError([{ path: text, found: `"${foreign}"`, expected: "keys of a scenario" }]);
  }
  const path = text
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .filter((step) => step !== "")
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  if (documentKeys.includes(String(path[0]))) {
    throw new ScenarioError([
      {
        path: text,
        found: `"${path[0]}", which is of the whole file and cannot be overridden`,
        expected: "keys of a scenario",
      },
    ]);
  }
  return path;
}

/** Reads `path=value`; the value is YAML, so lists and maps can be given. Throws a `ScenarioError` on any other form. */
export function parseOverride(text: string): Override {
  const separator = text.indexOf("=");
  const path = parsePath(text.slice(0, Math.max(0, separator)));
  if (path.length === 0) {
    throw new ScenarioError([{ path: "--set", found: `"${text}"`, expected: "path=value" }]);
  }
  try {
    return { path, value: parse(text.slice(separator + 1)) };
  } catch (error) {
    throw new ScenarioError([
      { path: "--set", found: `"${text}"`, expected: `a YAML value (${(error as Error).message})` },
    ]);
  }
}

/** The key of a map whose values may be null: constants and behaviours of a software profile. */
const nullableKey = "set";

/** A copy of `value` with `override` in place; `value` is left as it is. Throws a `ScenarioError` where nothing is to be taken away. */
export function applyOverride(value: unknown, override: Override): unknown {
  if (override.value === null && override.path.at(-2) !== nullableKey) return without(value, override.path);
  return put(value, override.path, override.value, undefined);
}

/** A copy of `value` without what stands at `path`. */
function without(value: unknown, path: Path): unknown {
  const holder = path.slice(0, -1).reduce<unknown>((at, step) => (at as Keyed | undefined)?.[step], value);
  const key = String(path.at(-1));
  const keys =
    typeof holder === "object" && holder !== null && !Array.isArray(holder) ? Object.keys(holder) : [];
  if (!keys.includes(key)) {
    const expected = "a key that the scenario has, to take it away";
    throw new ScenarioError([{ path: path.join("."), found: "null", expected, nearest: nearest(key, keys) }]);
  }
  const rest = Object.fromEntries(Object.entries(holder as object).filter(([each]) => each !== key));
  return put(value, path.slice(0, -1), rest, undefined);
}

type Keyed = Record<string | number, unknown>;

function put(value: unknown, path: Path, leaf: unknown, key: string | number | undefined): unknown {
  if (path.length === 0) return leaf;
  const [step, ...rest] = path;
  if (Array.isArray(value) && typeof step === "number") {
    const copy = [...value];
    copy[step] = put(copy[step], rest, leaf, step);
    return copy;
  }
  const map = typeof value === "string" ? { [entryKeys.has(String(key)) ? "from" : "kind"]: value } : value;
  const copy: Record<string, unknown> = { ...(map as object | null | undefined) };
  copy[String(step)] = put(copy[String(step)], rest, leaf, step);
  return copy;
}
