/**
 * A chip or an instance written as a scenario writes it: the keys of `chip-schema.ts` and `instance-schema.ts`, quantities as
 * text that reads back as exactly the same value. The inverse of `deriveChip` and `deriveInstance` but for sources, which a
 * scenario's figures have none of. What kind of quantity stands under a key is read from the schema.
 */
import { z } from "zod";
import type { FigureSource } from "../base/figure.ts";
import { lazy } from "../base/lazy.ts";
import { exactQuantity, type QuantityKind, quantityKindOf } from "../base/units.ts";
import type { Chip } from "./chip.ts";
import { chipPaths, chipShape } from "./chip-schema.ts";
import { tableOf, unflatten } from "./figure-table.ts";
import type { Instance } from "./instance.ts";
import { instancePaths, instanceShape } from "./instance-schema.ts";

/** A key as written, its value, and where the figure comes from. */
interface WrittenFigure {
  key: string;
  value: unknown;
  source: FigureSource | undefined;
}

/** What stands in a scenario below a key, and the sources of its figures by their keys. */
export interface WrittenEntry {
  below: string;
  value: Record<string, unknown>;
  sources: readonly { keys: readonly string[]; source: FigureSource }[];
}

/** A node of JSON Schema, as far as keys and quantities go. */
interface Node {
  properties?: { [key: string]: Node };
  oneOf?: Node[];
  items?: Node;
  pattern?: string;
}

/** Kinds of quantities by the dotted key under which they are written. */
function quantityKeys(schema: z.ZodType): Map<string, QuantityKind> {
  const kinds = new Map<string, QuantityKind>();
  const walk = (node: Node, path: string): void => {
    const kind = quantityKindOf(node.pattern ?? "");
    if (kind !== undefined) kinds.set(path, kind);
    for (const choice of node.oneOf ?? []) walk(choice, path);
    if (node.items) walk(node.items, path);
    for (const [key, child] of Object.entries(node.properties ?? {}))
      walk(child, path === "" ? key : `${path}.${key}`);
  };
  walk(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node, "");
  return kinds;
}

const chipKinds = lazy(() => quantityKeys(chipShape()));
const instanceKinds = lazy(() => quantityKeys(instanceShape()));

function writtenFigures(
  entry: Chip | Instance,
  kinds: ReadonlyMap<string, QuantityKind>,
  paths: Readonly<Record<string, string>>,
  apart: readonly string[] = [],
): WrittenFigure[] {
  const keys = new Map(Object.entries(paths).map(([key, path]) => [path, key]));
  const text = (value: unknown, kind: QuantityKind | undefined): unknown => {
    if (Array.isArray(value)) return value.map((each) => text(each, kind));
    return typeof value === "number" && kind !== undefined ? exactQuantity(value, kind) : value;
  };
  return [...tableOf(entry, apart)]
    .filter(([path]) => path !== "derivedFrom" && !apart.includes(path))
    .map(([path, { value, source }]) => {
      const key = keys.get(path) ?? path;
      return { key, value: text(value, kinds.get(key)), source };
    });
}

/** Every figure of `chip` under the key of a written chip. */
const chipFigures = (chip: Chip) => writtenFigures(chip, chipKinds(), chipPaths);

/** Every figure of `instance` but those of its chip and prices, under the key of a written instance. */
const instanceFigures = (instance: Instance) =>
  writtenFigures(instance, instanceKinds(), instancePaths, ["chip", "prices"]);

/** What `cluster.instance.chip` would be for this chip. */
export function writtenChip(chip: Chip): Record<string, unknown> {
  return unflatten(chipFigures(chip).map(({ key, value }) => [key, value]));
}

/** What `cluster.instance` would be for this instance. */
export function writtenInstance(instance: Instance): Record<string, unknown> {
  const prices = instance.prices.map(({ option, usdPerHour, date, region }) => ({
    option,
    usdPerHour,
    date,
    region,
  }));
  const own = unflatten(instanceFigures(instance).map(({ key, value }) => [key, value]));
  return { ...own, chip: writtenChip(instance.chip), prices };
}

/** A chip to paste into a scenario. */
export function chipEntry(chip: Chip): WrittenEntry {
  const value = { chip: writtenChip(chip) };
  return { below: "cluster.instance", value, sources: sourcesBelow(["chip"], chipFigures(chip)) };
}

/** An instance to paste into a scenario, its chip and prices included. */
export function instanceEntry(instance: Instance): WrittenEntry {
  const sources = [
    ...sourcesBelow(["instance"], instanceFigures(instance)),
    ...sourcesBelow(["instance", "chip"], chipFigures(instance.chip)),
  ];
  return { below: "cluster", value: { instance: writtenInstance(instance) }, sources };
}

function sourcesBelow(place: readonly string[], figures: readonly WrittenFigure[]) {
  return figures.flatMap(({ key, source }) =>
    source === undefined ? [] : [{ keys: [...place, ...key.split(".")], source }],
  );
}
