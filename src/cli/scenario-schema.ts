/** The schema of the scenarios of a command, made once for each catalog: it takes as long as a short simulation. */
import { type Catalog, catalogSchema } from "../catalog.ts";
import { knownJsonSchema } from "../scenario/json-schema.ts";
import { readText } from "./files.ts";

/** A schema, and the JSON Schema that tells the nearest name of a mistyped key. */
export interface ScenarioSchema {
  schema: ReturnType<typeof catalogSchema>;
  jsonSchema: () => unknown;
}

const known = new WeakMap<Catalog, ScenarioSchema>();

/** What scenarios in terms of `catalog` are checked against, when they are read and when they are varied. */
export function schemaOf(catalog: Catalog): ScenarioSchema {
  const before = known.get(catalog);
  if (before !== undefined) return before;
  const schema = catalogSchema(catalog, readText);
  const made = { schema, jsonSchema: () => knownJsonSchema(schema) };
  known.set(catalog, made);
  return made;
}
