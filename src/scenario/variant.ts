/**
 * Variants: one document becomes one scenario as written (`base`) and one more per entry of `variants`, each the base
 * with its own `set`. Command-line overrides come last and win everywhere.
 */
import { z } from "zod";
import type { Problem } from "../base/errors.ts";
import { nameSchema } from "./name.ts";
import { applyOverride, type Override, parsePath } from "./override.ts";
import type { Path, Place, YamlDocument } from "./yaml-source.ts";

/** Where a value came from: a place in the file, or the command line. */
export type Origin = Partial<Place> & { path?: string };

/** A scenario's value before the schema has seen it, and the origin of each path in it. */
export interface RawScenario {
  variant: string;
  /** With paths made independent of where they were written. */
  value: Record<string, unknown>;
  /** As written, overrides included. */
  written: Record<string, unknown>;
  originOf(path: Path): Origin;
  originOfKey(path: Path): Origin;
}

/** Schema of `variants`, for the JSON Schema and for checking the entries' own form. */
export const variantsSchema = z
  .array(
    z.strictObject({
      name: nameSchema.meta({ description: "Names the result folder below the scenario's." }),
      description: z.string().optional().meta({ description: "What it asks, for reports." }),
      set: z
        .record(z.string(), z.unknown(), { error: "a map from dotted paths to values" })
        .meta({ description: "Values by dotted path, in place of those above." }),
    }),
    { error: "a list of maps with name and set" },
  )
  .default([]);

/** How path-valued settings are made independent of where they were written. */
export interface PathResolver {
  fromFile(path: string): string;
  fromCommandLine(path: string): string;
}

/** Keys whose text value is the path of a file. */
const pathKeys = new Set(["file", "huggingface"]);

/** Replaces relative paths inside `value` (found under `key`) by what `resolve` makes of them. */
export function resolvePaths(value: unknown, resolve: (path: string) => string, key?: string): unknown {
  if (typeof value === "string") return key !== undefined && pathKeys.has(key) ? resolve(value) : value;
  if (Array.isArray(value)) {
    return value.map((item) => (key === "plugins" ? resolve(String(item)) : resolvePaths(item, resolve)));
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, resolvePaths(inner, resolve, name)]),
  );
}

/** The scenarios of one document. Problems in `variants` themselves are added to `problems`. */
export function expandVariants(
  document: YamlDocument,
  commandLine: readonly Override[],
  paths: PathResolver,
  report: (path: Path, issue: z.core.$ZodIssue) => void,
): RawScenario[] {
  const {
    variants: written,
    base: keepBase,
    space: _,
    ...rest
  } = (document.value ?? {}) as Record<string, unknown>;
  const parsed = variantsSchema.safeParse(written ?? []);
  if (!parsed.success)
    for (const issue of parsed.error.issues) report(["variants", ...(issue.path as Path)], issue);
  const variants = parsed.success ? parsed.data : [];
  const body = resolvePaths(rest, paths.fromFile) as Record<string, unknown>;
  const fromCommandLine = commandLine.map(({ path, value }) => ({
    path,
    value: resolvePaths(value, paths.fromCommandLine, String(path[path.length - 1])),
  }));

  const expand = (variant: string, index: number, set: Record<string, unknown>): RawScenario => {
    const fromVariant = Object.entries(set).map(([key, value]) => {
      const path = parsePath(key);
      return { key, path, value: resolvePaths(value, paths.fromFile, String(path[path.length - 1])) };
    });
    const value = [...fromVariant, ...fromCommandLine].reduce<unknown>(applyOverride, body);
    const asWritten = Object.entries(set).map(([key, each]) => ({ path: parsePath(key), value: each }));
    const own = [...asWritten, ...commandLine].reduce<unknown>(applyOverride, rest);
    const origin = (path: Path, placeOf: (path: Path) => Place): Origin => {
      if (fromCommandLine.some((override) => covers(override.path, path))) return { path: "--set" };
      const own = fromVariant.findLast((override) => covers(override.path, path));
      if (own === undefined) return placeOf(path);
      return placeOf(["variants", index, "set", own.key, ...path.slice(own.path.length)]);
    };
    return {
      variant,
      value: value as Record<string, unknown>,
      written: own as Record<string, unknown>,
      originOf: (path) => origin(path, document.placeOf),
      originOfKey: (path) => origin(path, document.placeOfKey),
    };
  };

  const base = keepBase === false && variants.length > 0 ? [] : [expand("base", -1, {})];
  return [...base, ...variants.map((variant, index) => expand(variant.name, index, variant.set))];
}

function covers(prefix: Path, path: Path): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => String(step) === String(path[index]));
}

/** Adds the origin of `path` to a problem. */
export function withOrigin(problem: Problem, file: string, origin: Origin): Problem {
  return origin.line === undefined
    ? { ...problem, path: `--set ${problem.path ?? ""}` }
    : { ...problem, file, line: origin.line, column: origin.column };
}
