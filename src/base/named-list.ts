/**
 * Lists of named things that are made when they are first taken out. The catalog has two hundred chips, instances and models, and
 * a run needs two or three of them; reading all took a fifth of a short command. To its readers such a list is an array. Who only
 * looks for a name asks `labelsOf` or `named`, which make nothing else.
 */
import { lazy } from "./lazy.ts";

/** By what an entry of a list is found. */
export interface Label {
  readonly name: string;
  readonly aliases?: readonly string[];
}

/** A thing whose name is known before it is made; `make` gives the same one every time. */
export interface Unmade<Thing> extends Label {
  readonly make: () => Thing;
}

/** What `make` gives, once it is asked for. */
export function unmade<Thing>({ name, aliases = [] }: Label, make: () => Thing): Unmade<Thing> {
  return { name, aliases, make: lazy(make) };
}

/** The labels of lists whose things may not be made yet. */
const labels = new WeakMap<readonly unknown[], readonly Label[]>();

/** An array of what `entries` are, or become when they are read. */
export function namedList<Thing extends Label>(
  entries: readonly (Thing | Unmade<Thing>)[],
): readonly Thing[] {
  const list: Thing[] = [];
  for (const [index, entry] of entries.entries()) {
    const get = "make" in entry ? entry.make : () => entry;
    Object.defineProperty(list, index, { get, enumerable: true });
  }
  labels.set(list, entries);
  return list;
}

/** Names and aliases in `list`, in its order; nothing is made for them. */
export function labelsOf(list: readonly Label[]): readonly Label[] {
  return labels.get(list) ?? list;
}

/** The names in `list`, in its order. */
export function namesIn(list: readonly Label[]): string[] {
  return labelsOf(list).map(({ name }) => name);
}

/** The first of `list` called `name`, or undefined. */
export function named<Thing extends Label>(
  list: readonly Thing[],
  name: string | undefined,
): Thing | undefined {
  return list[labelsOf(list).findIndex((label) => label.name === name)];
}
