/**
 * Which keys a scenario may have, and where: read from its JSON Schema, so that suggestions need no second list of keys.
 */
import type { Path } from "./yaml-source.ts";

/** The part of a JSON Schema that says where keys stand. */
export interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  /** Of keys of one's own. */
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  const?: unknown;
  enum?: unknown[];
}

/** What stands at `path` in `root`; undefined where nothing does. */
export function valueAt(root: unknown, path: Path): unknown {
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
export function keysAt(schema: JsonSchema, root: unknown, path: Path): string[] {
  return [...new Set(mapsAt(schema, root, path).flatMap((each) => Object.keys(each.properties ?? {})))];
}

/**
 * Where `key` is right, if not at `path`: the place nearest to `path`, which is the highest below it, else below what
 * holds it. Several where it stands equally high, none where no place has such a key or too many to tell. What stands
 * elsewhere in a scenario, a variant has in its `set`.
 */
export function elsewhere(schema: JsonSchema, root: unknown, path: Path, key: string): Path[] {
  for (let length = path.length; length >= 0; length--) {
    const holder = path.slice(0, length);
    const found = highest(
      { maps: mapsAt(schema, root, holder), value: valueAt(root, holder), path: holder },
      key,
    ).filter((each) => !isOfAnotherPlugin(each, path, (at) => mapsAt(schema, root, at)));
    // The same key of another map of that name, such as the workload beside a job's, is what was refused here.
    if (found.length > mostPlaces || found.some((each) => each.at(-2) === path.at(-1))) return [];
    if (found.length > 0)
      return path[0] === "variants"
        ? found.map((each) => [...path, "set", ...each])
        : [...(length === path.length ? besideMap(schema, root, path, key) : []), ...found];
  }
  return [];
}

/** The place of `key` beside the map at `path`, one step out, where it is right and nothing stands there. */
function besideMap(schema: JsonSchema, root: unknown, path: Path, key: string): Path[] {
  const holder = path.slice(0, -1);
  if (path.length === 0 || valueAt(root, [...holder, key]) !== undefined) return [];
  const isRight = mapsAt(schema, root, holder).some(({ properties }) => properties?.[key] !== undefined);
  return isRight ? [[...holder, key]] : [];
}

/**
 * Whether the key at `found` is an option of a plug-in beside the one at `path`: a `mean` of arrivals is not meant for the
 * lengths of prompts.
 */
function isOfAnotherPlugin(found: Path, path: Path, mapsOf: (at: Path) => JsonSchema[]): boolean {
  const holder = found.slice(0, -1);
  const shared = path.findIndex((step, index) => step !== holder[index]);
  const isWithin = shared < 0 || shared >= holder.length;
  const isPlugin = (at: Path) => mapsOf(at).some(({ properties }) => properties?.kind?.const !== undefined);
  return !isWithin && isPlugin(path) && isPlugin(holder);
}

/** How many places a suggestion names. */
const mostPlaces = 3;

/** A place in a scenario: the maps that may stand there, what does stand there, and how it is reached. */
interface Room {
  maps: JsonSchema[];
  value: unknown;
  path: Path;
}

/** How far below a place a key is looked for. */
const deepest = 3;

function highest(from: Room, key: string): Path[] {
  let level = [from];
  for (let depth = 0; depth <= deepest; depth++) {
    const holding = level.filter(({ maps }) =>
      maps.some(({ properties }) => properties?.[key] !== undefined),
    );
    if (holding.length > 0) return holding.map(({ path }) => [...path, key]);
    level = level.flatMap(roomsOf);
  }
  return [];
}

function roomsOf({ maps, value, path }: Room): Room[] {
  const names = new Set(maps.flatMap(({ properties }) => Object.keys(properties ?? {})));
  return [...names].map((name) => {
    const inside = valueAt(value, [name]);
    const schemas = maps.flatMap(({ properties }) => properties?.[name] ?? []);
    return { maps: choose(schemas, inside), value: inside, path: [...path, name] };
  });
}

function mapsAt(schema: JsonSchema, root: unknown, path: Path): JsonSchema[] {
  let maps = choose([schema], root);
  let value = root;
  for (const step of path) {
    value = valueAt(value, [step]);
    const inner = maps.flatMap((each) => insideOf(each, step));
    maps = choose(inner, value);
  }
  return maps;
}

/** What may stand under `step` of a list or map. */
function insideOf({ items, properties, additionalProperties }: JsonSchema, step: Path[number]): JsonSchema[] {
  const own = typeof additionalProperties === "object" ? additionalProperties : undefined;
  const inside = typeof step === "number" ? items : (properties?.[step] ?? own);
  return inside === undefined ? [] : [inside];
}

/**
 * Opens unions, keeping the members whose constants (`kind`) the value does not contradict; where one has the very constant,
 * another whose words are none of it is not meant.
 */
function choose(schemas: readonly JsonSchema[], value: unknown): JsonSchema[] {
  const open = schemas.flatMap(members);
  const agrees = ([key, property]: [string, JsonSchema]) => {
    const written = valueAt(value, [key]);
    if (written === undefined) return true;
    if (property.const !== undefined) return property.const === written;
    const isWord = property.enum === undefined || property.enum.includes(written);
    return isWord || open.every(({ properties }) => properties?.[key]?.const !== written);
  };
  return open.filter(({ properties }) => Object.entries(properties ?? {}).every(agrees));
}

function members(schema: JsonSchema): JsonSchema[] {
  return (schema.oneOf ?? schema.anyOf)?.flatMap(members) ?? [schema];
}
