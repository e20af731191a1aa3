/**
 * From the text of a scenario file to checked scenarios: YAML, variants, overrides, schema. Every problem of every
 * document and variant is reported at once, in file order.
 */
import type { z } from "zod";
import { formatProblem, type Problem, ScenarioError } from "../base/errors.ts";
import { contentHash } from "../base/hash.ts";
import { uncompiled } from "../base/uncompiled.ts";
import { foreignFileProblem, foreignProblem } from "./foreign-forms.ts";
import { knownJsonSchema } from "./json-schema.ts";
import { valueAt } from "./known-keys.ts";
import { applyOverride, type Override, parsePath } from "./override.ts";
import { type LocatedProblem, problemsOf } from "./problems.ts";
import { expandVariants, type PathResolver, type RawScenario, resolvePaths, withOrigin } from "./variant.ts";
import { type Path, readYaml, unwritten } from "./yaml-source.ts";

/** A checked scenario and where it came from. */
export interface ScenarioEntry<Scenario> {
  scenario: Scenario;
  /** `base` or the name of a variant. */
  variant: string;
  /** File as the user named it. */
  file: string;
  /** Hash of the scenario as written, overrides included. */
  hash: string;
  /** The scenario as written, overrides included, with paths resolved; for `resolved.yaml`. */
  resolved: Record<string, unknown>;
  /** Values that `plan` tries, by dotted path; empty where the file has no `space`. */
  space: Readonly<Record<string, unknown>>;
  /** `problem` with the place where its path was written; for problems found after the schema's. */
  located(problem: Problem): Problem;
}

/** What `readScenarios` needs besides the text. */
export interface ReadOptions extends PathResolver {
  file: string;
  overrides?: readonly Override[];
}

/**
 * Reads all scenarios of a file, from its text, or the one that `source` is where nobody wrote it down. Throws a `ScenarioError`
 * with every problem found.
 */
export function readScenarios<Schema extends z.ZodObject>(
  source: string | object,
  schema: Schema,
  options: ReadOptions,
): ScenarioEntry<z.output<Schema>>[] {
  const jsonSchema = () => knownJsonSchema(schema);
  const problems = new Map<string, Problem>();
  const add = (problem: Problem) => problems.set(formatProblem(problem), problem);
  const entries: ScenarioEntry<z.output<Schema>>[] = [];
  const names = new Set<string>();
  const foreign = foreignFileProblem(options.file);
  if (foreign !== undefined) throw new ScenarioError([foreign]);
  const documents = typeof source === "string" ? readYaml(source, options.file) : [unwritten(source)];
  for (const document of documents) {
    if (typeof document.value !== "object" || document.value === null || Array.isArray(document.value)) {
      const found = Array.isArray(document.value) ? "a list" : JSON.stringify(document.value);
      add({
        file: options.file,
        ...document.placeOf([]),
        found,
        expected: "a map: name, cluster, model, workload",
      });
      continue;
    }
    const other = foreignProblem(document.value);
    if (other !== undefined) {
      add(withOrigin(other, options.file, document.placeOf([])));
      continue;
    }
    const raws = expandVariants(document, options.overrides ?? [], options, (path, issue) => {
      for (const { problem, isKey } of problemsOf(
        { ...issue, path: [...path] },
        document.value,
        jsonSchema,
      )) {
        add(withOrigin(problem, options.file, isKey ? document.placeOfKey(path) : document.placeOf(path)));
      }
    });
    const { space = {} } = document.value as { space?: unknown };
    if (typeof space !== "object" || space === null || Array.isArray(space)) {
      const problem = {
        path: "space",
        found: JSON.stringify(space),
        expected: "a map from dotted paths to values",
      };
      add(withOrigin(problem, options.file, document.placeOf(["space"])));
    }
    for (const raw of raws) {
      const parsed = schema.safeParse(raw.value, uncompiled);
      if (parsed.success) {
        const key = `${(parsed.data as { name?: string }).name}/${raw.variant}`;
        if (names.has(key)) {
          add(
            withOrigin(
              { path: "name", found: `a second ${key}`, expected: "names that differ" },
              options.file,
              raw.originOf(["name"]),
            ),
          );
        }
        names.add(key);
        entries.push({
          scenario: parsed.data,
          variant: raw.variant,
          file: options.file,
          hash: contentHash(raw.written),
          resolved: raw.value,
          space: resolvedSpace(space as Record<string, unknown>, options),
          located: (problem) =>
            withOrigin(problem, options.file, raw.originOf(parsePath(problem.path ?? ""))),
        });
        continue;
      }
      for (const { problem, at, isKey } of allProblems(schema, raw.value, jsonSchema)) {
        if (raw.variant === "base" && isLeftToVariants(at, raws)) problem.expected += baseFalse;
        add(withOrigin(problem, options.file, isKey ? raw.originOfKey(at) : raw.originOf(at)));
      }
    }
  }
  if (documents.length === 0)
    add({ file: options.file, line: 1, column: 1, found: "nothing", expected: "a scenario" });
  if (problems.size > 0) throw new ScenarioError([...problems.values()].sort(byPlace));
  return entries;
}

/**
 * What is wrong with `value`. Behind a wrong name of a kind nothing was looked at: it is read once more with the nearest name in
 * its place, and once more for those that are found then, so that mistakes behind mistakes are told too.
 */
function allProblems(schema: z.ZodObject, value: unknown, jsonSchema: () => unknown): LocatedProblem[] {
  const found: LocatedProblem[] = [];
  let read = value;
  for (let round = 0; round < rounds; round++) {
    const parsed = schema.safeParse(read);
    if (parsed.success) break;
    const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, read, jsonSchema));
    const known = new Set(found.map(placeAndValue));
    const fresh = problems.filter((each) => !known.has(placeAndValue(each)));
    found.push(...fresh);
    const renamed = fresh.filter(({ problem, at }) => at.at(-1) === "kind" && problem.nearest !== undefined);
    if (renamed.length === 0) break;
    read = renamed.reduce<unknown>(
      (before, { problem, at }) => applyOverride(before, { path: [...at], value: problem.nearest }),
      read,
    );
  }
  return found;
}

const rounds = 3;

function placeAndValue({ problem: { path, found } }: LocatedProblem): string {
  return `${path}: ${found}`;
}

/** Whether the scenario as written lacks what all of its variants have. */
function isLeftToVariants(at: Path, [base, ...variants]: readonly RawScenario[]): boolean {
  const has = (raw: RawScenario | undefined) => valueAt(raw?.value, at) !== undefined;
  return !has(base) && variants.length > 0 && variants.every(has);
}

const baseFalse = ', or "base: false", since every variant sets its own';

/** `space` with its paths made independent of where they were written. */
function resolvedSpace(space: Record<string, unknown>, { fromFile }: PathResolver): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(space).map(([key, values]) => {
      const last = String(parsePath(key).at(-1));
      const resolve = (value: unknown) => resolvePaths(value, fromFile, last);
      return [key, Array.isArray(values) ? values.map(resolve) : resolve(values)];
    }),
  );
}

function byPlace(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
