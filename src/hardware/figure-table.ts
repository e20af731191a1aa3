/**
 * Described things (a chip, an instance) as flat tables: dotted path -> value and source. Catalog files and scenarios
 * write nested objects of figures or bare values; changing one figure, scaling another with it and keeping the source
 * of each beside it is simple on the flat form, and `assemble` turns it back into the nested object.
 */
import type { Figure, FigureSource } from "../base/figure.ts";
import { Multiple } from "./multiple.ts";

/** One leaf: its value in internal units and, for numbers, where it comes from. */
export interface Entry {
  value: unknown;
  source?: FigureSource | undefined;
}

/** Leaves by dotted path. */
export type FigureTable = Map<string, Entry>;

/** Leaf values as written: a plain text is a label and needs no source, everything else is a figure. */
export type Figured<Written> = {
  [Key in keyof Written]: NonNullable<Written[Key]> extends string
    ? Written[Key]
    : NonNullable<Written[Key]> extends string | number | boolean | readonly unknown[]
      ? Figure<NonNullable<Written[Key]>>
      : Figured<Written[Key]>;
};

/** The source of every figure that a scenario writes. */
export const scenarioSource: FigureSource = { status: "scenario", source: "scenario file" };

function isFigure(value: unknown): value is Figure<unknown> {
  return typeof value === "object" && value !== null && "status" in value && "value" in value;
}

function isNested(value: unknown): value is object {
  const isLeaf = Array.isArray(value) || isFigure(value) || value instanceof Multiple;
  return typeof value === "object" && value !== null && !isLeaf;
}

/** Leaves of a nested object by dotted path, in order; keys named in `whole` are leaves whatever they hold. */
export function flatten(object: object, whole: readonly string[] = []): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    if (!isNested(value) || whole.includes(key)) leaves.set(key, value);
    else for (const [path, leaf] of flatten(value)) leaves.set(`${key}.${path}`, leaf);
  }
  return leaves;
}

/** `value` as a figure of its own: a multiple times what `table` has at `path`; undefined where it has no number there. */
export function ownFigure(table: FigureTable, path: string, value: unknown): unknown {
  if (!(value instanceof Multiple)) return value;
  const base = table.get(path)?.value;
  return typeof base === "number" ? base * value.factor : undefined;
}

/** The nested object that has these leaves. */
export function unflatten(leaves: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [path, value] of leaves) {
    const keys = path.split(".");
    const last = keys.pop() as string;
    let place = object;
    for (const key of keys) {
      place[key] ??= {};
      place = place[key] as Record<string, unknown>;
    }
    place[last] = value;
  }
  return object;
}

/** Splits a nested object of figures into the bare values, for the schema, and the sources by dotted path. */
export function splitFigures(figured: object): {
  values: Record<string, unknown>;
  sources: Map<string, FigureSource>;
} {
  const leaves = flatten(figured);
  const sources = new Map<string, FigureSource>();
  const values = [...leaves].map(([path, leaf]): [string, unknown] => {
    if (!isFigure(leaf)) return [path, leaf];
    sources.set(path, { status: leaf.status, source: leaf.source });
    return [path, leaf.value];
  });
  return { values: unflatten(values), sources };
}

/** The table of an assembled thing: the inverse of `assemble`. */
export function tableOf(
  thing: object & { sources: Readonly<Record<string, FigureSource>> },
  whole: readonly string[] = [],
): FigureTable {
  const { sources, ...values } = thing;
  return new Map(
    [...flatten(values, whole)].map(([path, value]) => [path, { value, source: sources[path] }]),
  );
}

/** The nested object of a table, with `sources` keyed by dotted path. */
export function assemble(table: FigureTable): Record<string, unknown> {
  const sources: Record<string, FigureSource> = {};
  for (const [path, { source }] of table) if (source) sources[path] = source;
  return { ...unflatten([...table].map(([path, { value }]) => [path, value])), sources };
}

/** A number of the table, or undefined. */
export function numberAt(table: FigureTable, path: string): number | undefined {
  const value = table.get(path)?.value;
  return typeof value === "number" ? value : undefined;
}

/** Multiplies the number at `path`, if there is one, and says what it was scaled with. */
export function scale(table: FigureTable, path: string, factor: number, reason: string): void {
  const value = numberAt(table, path);
  if (value === undefined || factor === 1) return;
  table.set(path, { value: value * factor, source: { ...scenarioSource, source: reason } });
}
