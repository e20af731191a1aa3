/**
 * Every key that a scenario may have, read from the schema that judges them: where it stands, what it takes, its default and
 * what it means. Options of one kind among several stand under the kind in brackets (`workload[inference].arrivals[poisson].rate`),
 * items of a list under `[]`. A part that occurs in several places is listed where it occurs first.
 */
import { quantityKindOf, quantityKinds, quantityPatternOf } from "../base/units.ts";

/** A key of the reference. */
export interface ScenarioKey {
  path: string;
  /** What it takes: `time`, `one of a, b`, `list`, `true or false`. */
  takes: string;
  isRequired: boolean;
  /** As a scenario would write it; absent where there is none. */
  default?: string;
  description: string;
}

/** A node of JSON Schema, as far as the reference reads it. */
interface Node {
  type?: string | string[];
  properties?: { [key: string]: Node };
  required?: string[];
  items?: Node;
  additionalProperties?: Node | boolean;
  oneOf?: Node[];
  anyOf?: Node[];
  enum?: unknown[];
  const?: unknown;
  not?: unknown;
  pattern?: string;
  default?: unknown;
  description?: string;
}

/** Parts smaller than this are listed wherever they occur. */
const repeatedFrom = 400;
/** Names beyond which a list of choices is cut. */
const namesShown = 12;

/** The keys of the document that `schema` describes, in its order, each part's own below it. */
export function scenarioKeys(schema: unknown): ScenarioKey[] {
  const keys: ScenarioKey[] = [];
  const seen = new Map<string, string>();

  /** Whether a part is listed already; where it is, what to say of it. */
  const before = (node: Node, path: string): string | undefined => {
    const { description: _, default: __, ...part } = node;
    const text = JSON.stringify(part);
    if (text.length < repeatedFrom) return undefined;
    const first = seen.get(text);
    if (first === undefined) seen.set(text, path);
    return first;
  };

  const walk = (node: Node, path: string): void => {
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      if (child.const !== undefined && key === "kind") continue;
      const at = path === "" ? key : `${path}.${key}`;
      const first = hasKeys(child) ? before(child, at) : undefined;
      keys.push({
        path: at,
        takes: first === undefined ? takesText(child) : `as ${first}`,
        isRequired: node.required?.includes(key) ?? false,
        ...(child.default !== undefined && { default: defaultText(child.default) }),
        description: quantityDescribed(child) === undefined ? (child.description ?? "") : "",
      });
      if (first === undefined) below(child, at);
    }
  };

  const below = (node: Node, path: string): void => {
    walk(node, path);
    for (const choice of choicesOf(node)) {
      const kind = kindOf(choice);
      const at = kind === undefined ? path : `${path}[${kind}]`;
      if (kind !== undefined && choice.description !== undefined) {
        const optional = Object.keys(choice.properties ?? {}).length > 1;
        keys.push({
          path: at,
          takes: optional ? "its options" : "no options",
          isRequired: false,
          description: choice.description,
        });
      }
      if (kind !== undefined || before(choice, at) === undefined) below(choice, at);
    }
    if (node.items && before(node.items, `${path}[]`) === undefined) below(node.items, `${path}[]`);
    const { additionalProperties: own } = node;
    if (typeof own === "object" && hasNames(own)) {
      const at = `${path}.NAME`;
      keys.push({ path: at, takes: takesText(own), isRequired: false, description: own.description ?? "" });
      below(own, at);
    }
  };

  walk(schema as Node, "");
  return unique(keys);
}

/** The keys at `name` and below it, with kinds in brackets or without: `workload.batching` is that of every kind of workload. */
export function keysBelow(keys: readonly ScenarioKey[], name: string): ScenarioKey[] {
  const isBelow = (path: string) =>
    path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`);
  return keys.filter(({ path }) => isBelow(path) || isBelow(path.replaceAll(/\[[^\]]*\]/g, "")));
}

/** Forms of one part may share keys, which are listed once. */
function unique(keys: readonly ScenarioKey[]): ScenarioKey[] {
  const byPath = new Map<string, ScenarioKey>();
  for (const key of keys) if (!byPath.has(key.path)) byPath.set(key.path, key);
  return [...byPath.values()];
}

function choicesOf({ oneOf = [], anyOf = [] }: Node): Node[] {
  return [...oneOf, ...anyOf];
}

function kindOf({ properties }: Node): string | undefined {
  const kind = properties?.kind?.const;
  return typeof kind === "string" ? kind : undefined;
}

/** Whether names of one's own may stand under a node: a schema that takes nothing forbids them. */
function hasNames(own: Node): boolean {
  return Object.keys(own).length > 0 && takesText(own) !== "";
}

function hasKeys(node: Node): boolean {
  return (
    node.properties !== undefined ||
    choicesOf(node).some(hasKeys) ||
    (node.items !== undefined && hasKeys(node.items)) ||
    typeof node.additionalProperties === "object"
  );
}

/** What a description says that only tells what quantity it is, as quantities are described that have no other. */
function quantityDescribed({ description = "" }: Node): string | undefined {
  const [, quantity, rest] = /^an? ([a-z ]+?)(?: with its unit)?, such as (.*)$/.exec(description) ?? [];
  if (quantity === undefined || rest === undefined) return undefined;
  return rest.includes("multiple of the base") ? `${quantity}, or a multiple such as 2x` : quantity;
}

/** The quantity whose texts `pattern` matches, and whether a multiple of a base may stand for it. */
function quantityText(pattern: string): string | undefined {
  const plain = quantityKindOf(pattern);
  if (plain !== undefined) return plain;
  const kind = quantityKinds.find((each) => pattern.startsWith(`(${quantityPatternOf(each)})|(`));
  if (kind === undefined) return undefined;
  return `${kind === "compute" ? "compute rate" : kind}, or a multiple such as 2x`;
}

/** What a key takes, in words. */
function takesText(node: Node): string {
  const { pattern, type, items } = node;
  const quantity = pattern === undefined ? undefined : quantityText(pattern);
  if (quantity !== undefined) return quantity;
  const described = quantityDescribed(node);
  if (described !== undefined) return described;
  if (node.enum) return listed(node.enum.map(String));
  if (node.const !== undefined) return String(node.const);
  const choices = choicesOf(node);
  if (choices.length > 0) {
    const kinds = choices.flatMap((choice) => kindOf(choice) ?? []);
    // A short form names kinds that the long form has too.
    const words = choices.filter(
      (choice) => kinds.length === 0 || (kindOf(choice) === undefined && !choice.enum),
    );
    const texts = [...new Set([...(kinds.length > 0 ? [listed(kinds)] : []), ...words.map(takesText)])];
    return texts.filter((text) => text !== "").join(", or ");
  }
  if (items) return `list of ${takesText(items) || "values"}`;
  if (type === "object") return node.properties ? "keys below" : "keys of your own";
  return (
    { boolean: "true or false", number: "number", integer: "whole number", string: "text" }[String(type)] ??
    ""
  );
}

function listed(names: readonly string[]): string {
  const rest = names.length - namesShown;
  return rest > 1 ? `${names.slice(0, namesShown).join(", ")} and ${rest} more` : names.join(", ");
}

function defaultText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
