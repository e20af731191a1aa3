/**
 * The JSON Schema of a scenario file's document, for editors. It accepts what the program accepts: what has a default may be
 * left out, a choice may be named by a bare text or, where one kind is meant unless another is named, by its options alone,
 * and quantities have the units that the program knows.
 */
import { z } from "zod";
import type { NumberForm } from "../base/plugin.ts";
import { variantsSchema } from "./variant.ts";

/** Identity of the schema: a name, not an address to fetch from. */
const schemaId = "urn:trnsim:scenario:1";

/** What a schema node says of itself beside JSON Schema's own keys. */
interface Node {
  shortForms?: string[];
  defaultKind?: string;
  numberForm?: NumberForm;
  oneOf?: Node[];
  required?: string[];
  properties?: { [key: string]: Node };
  [key: string]: unknown;
}

/** The schema for editors. `kinds`: names of the kinds of workload; others come from plug-ins. */
export function editorSchema(schema: z.ZodObject, kinds: readonly string[]): object {
  const made = scenarioJsonSchema(schema) as Node;
  openWorkloads(made, kinds);
  openObjectives(made);
  return { $schema: made.$schema, $id: schemaId, title: "trnsim scenario", ...withDefinitions(made) };
}

const known = new WeakMap<z.ZodObject, unknown>();

/** The schema of a document under `schema` to look keys up in, written out once; nobody changes it. */
export function knownJsonSchema(schema: z.ZodObject): unknown {
  const written = known.get(schema) ?? scenarioJsonSchema(schema);
  known.set(schema, written);
  return written;
}

/** The schema of a document under `schema`, written out. */
export function scenarioJsonSchema(schema: z.ZodObject): unknown {
  const space = z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: "For `plan`: values to try, a list or a range by dotted path." });
  const document = schema.safeExtend({
    variants: variantsSchema.meta({ description: "The same with some values changed, by dotted path." }),
    base: z.boolean().optional().meta({ description: "false: only the variants are run." }),
    space,
  });
  return z.toJSONSchema(document, {
    io: "input",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      const node = jsonSchema as Node;
      freeOptional(zodSchema, node);
      openShortForms(node);
    },
  });
}

/** What may be left out is not required, whatever default it takes. */
function freeOptional(zodSchema: z.core.$ZodType, node: Node): void {
  if (!(zodSchema instanceof z.ZodObject) || node.required === undefined) return;
  const shape = zodSchema.shape as { [key: string]: z.ZodType };
  node.required = node.required.filter((key) => !shape[key]?.safeParse(undefined).success);
  if (node.required.length === 0) delete node.required;
}

/** A choice may be named by a bare text; the kind that is meant by itself need not be named. */
function openShortForms(node: Node): void {
  const { shortForms, defaultKind, numberForm, oneOf } = node;
  delete node.shortForms;
  delete node.defaultKind;
  delete node.numberForm;
  if (shortForms === undefined) return;
  if (oneOf === undefined) {
    const { description, ...whole } = node;
    for (const key of Object.keys(whole)) delete node[key];
    node.oneOf = [{ enum: shortForms }, whole];
    return;
  }
  const numbers: Node[] = [];
  for (const member of oneOf) {
    const kind = (member.properties?.kind as { const?: string } | undefined)?.const;
    if (kind === defaultKind && member.required !== undefined)
      member.required = member.required.filter((key) => key !== "kind");
    const number = kind === numberForm?.kind && member.properties?.[numberForm?.option ?? ""];
    if (number) {
      // Its type and pattern say all that its alternatives do.
      const { anyOf: _anyOf, ...form } = number;
      numbers.push(form);
    }
  }
  node.oneOf = [{ enum: shortForms }, ...numbers, ...oneOf];
}

/** A kind of workload that is not shipped is a plug-in's, whose options only the plug-in knows. */
function openWorkloads(document: Node, kinds: readonly string[]): void {
  const other = {
    type: "object",
    properties: { kind: { type: "string", not: { enum: kinds } } },
    required: ["kind"],
  };
  const open = (node: Node | undefined) => {
    if (Array.isArray(node?.oneOf)) node.oneOf.push(other as Node);
  };
  open(document.properties?.workload);
  open((document.properties?.jobs?.items as Node | undefined)?.properties?.workload);
}

/** Plug-ins may bring objectives of their own. */
function openObjectives(document: Node): void {
  const objectives = document.properties?.objectives as Node;
  const propertyNames = { enum: Object.keys(objectives.properties ?? {}) };
  objectives.additionalProperties = { type: ["string", "number"] };
  document.if = { required: ["plugins"] };
  document.else = { properties: { objectives: { propertyNames } } };
}

const definedFrom = 300;

/** `schema` with every large part that occurs more than once as a definition that is referred to. */
function withDefinitions(schema: Node): Node {
  const counts = new Map<string, number>();
  const isNode = (value: unknown): value is object => typeof value === "object" && value !== null;
  const count = (value: unknown): void => {
    if (!isNode(value)) return;
    const text = JSON.stringify(value);
    const seen = counts.get(text) ?? 0;
    counts.set(text, seen + 1);
    if (seen === 0) for (const each of Object.values(value)) count(each);
  };
  count(schema);
  const names = new Map<string, string>();
  const $defs: { [name: string]: unknown } = {};
  const replaced = (value: unknown, isSchema: boolean): unknown => {
    if (!isNode(value)) return value;
    const text = JSON.stringify(value);
    const isShared = isSchema && (counts.get(text) ?? 0) > 1 && text.length >= definedFrom;
    const known = names.get(text);
    if (isShared && known !== undefined) return { $ref: `#/$defs/${known}` };
    const name = `part${names.size + 1}`;
    if (isShared) names.set(text, name);
    const inner = Array.isArray(value)
      ? value.map((each) => replaced(each, true))
      : Object.fromEntries(
          // Under `properties` stand names of a user's own keys, no schema by itself.
          Object.entries(value).map(([key, each]) => [
            key,
            replaced(each, key !== "properties" && !Array.isArray(each)),
          ]),
        );
    if (!isShared) return inner;
    $defs[name] = inner;
    return { $ref: `#/$defs/${name}` };
  };
  return { ...(replaced(schema, false) as Node), $defs };
}
