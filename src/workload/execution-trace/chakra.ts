/**
 * An MLCommons Chakra execution trace (`.et`): one message of metadata, then the nodes of one rank's graph, each behind its
 * length. Only what plays a role in simulated time is kept.
 *
 *     Node { id 1, name 2, type 3, ctrl_deps 4, data_deps 5, duration_micros 7, inputs 8, attr 10 }
 *     attributes: is_cpu_op, num_ops, tensor_size, comm_type, comm_size, comm_src, comm_dst, comm_tag, pg_name, involved_dim
 *
 * Source: mlcommons/chakra, schema/protobuf/et_def.proto and the feeder that reads it; a node is of the accelerator unless
 * `is_cpu_op` says otherwise, as in ASTRA-sim.
 */
import { ScenarioError } from "../../base/errors.ts";
import { type Field, type Span, WireError, WireReader } from "./wire.ts";

/** What a node does, by Chakra's number of its type. */
const nodeTypes = [
  "none",
  "metadata",
  "load",
  "store",
  "computation",
  "send",
  "receive",
  "collective",
  "storage",
  "batch",
  "checkpoint",
] as const;

/** What a node does. */
export type NodeType = (typeof nodeTypes)[number];

/** Collectives by Chakra's number. */
const collectives = [
  "all-reduce",
  "reduce",
  "all-gather",
  "gather",
  "scatter",
  "broadcast",
  "all-to-all",
  "reduce-scatter",
  "reduce-scatter-block",
  "barrier",
] as const;

/** A collective as Chakra names it. */
export type ChakraCollective = (typeof collectives)[number];

/** Value of an attribute. */
type Value = number | string | boolean | readonly number[];

/** One node. */
export interface TraceNode {
  id: number;
  name: string;
  type: NodeType;
  /** Ids of nodes that come before: of control and of data. */
  needs: number[];
  /** As recorded, ns. */
  durationNs: number;
  attributes: ReadonlyMap<string, Value>;
  /** Byte at which it stands in the file. */
  at: number;
}

/** The trace of one rank. */
export interface Trace {
  file: string;
  nodes: TraceNode[];
  /** Ranks of process groups by name, as recorded by PyTorch; none: all ranks. */
  groups: ReadonlyMap<string, readonly number[]>;
}

const isZip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Reads the `bytes` of `file`. Throws a `ScenarioError` with the byte at which it is no trace. */
export function readTrace(bytes: Uint8Array, file: string): Trace {
  const wrong = (found: string) =>
    new ScenarioError([{ file, found, expected: "a Chakra execution trace: metadata, then nodes" }]);
  if (isZip(bytes)) throw wrong("a file compressed by gzip, to be unpacked first (gunzip)");
  const reader = new WireReader(bytes);
  const nodes: TraceNode[] = [];
  const groups = new Map<string, readonly number[]>();
  try {
    for (const span of reader.messages()) {
      // A message without a type is metadata, at the start, or says nothing.
      const node = readNode(reader, span);
      if (node === undefined) continue;
      nodes.push(node);
      if (node.type === "metadata") addGroups(reader, span, groups);
    }
  } catch (error) {
    if (error instanceof WireError) throw wrong(`${error.message} at byte ${error.at}`);
    throw error;
  }
  if (nodes.length === 0) throw wrong("no node");
  return { file, nodes, groups };
}

function readNode(reader: WireReader, span: Span): TraceNode | undefined {
  const attributes = new Map<string, Value>();
  const needs: number[] = [];
  const node = { id: 0, name: "", durationNs: 0 };
  let type: number | undefined;
  for (const field of reader.fields(span)) {
    if (field.number === 1 && field.form === 0) node.id = whole(field, span);
    else if (field.number === 2 && field.form === 2) node.name = reader.text(field.span);
    else if (field.number === 3 && field.form === 0) type = field.value;
    else if (field.number === 4 || field.number === 5) needs.push(...numbers(reader, field));
    else if (field.number === 7) node.durationNs = 1000 * field.value;
    else if (field.number === 10) readAttribute(reader, field.span, attributes);
  }
  if (type === undefined) return undefined;
  const name = nodeTypes[type];
  if (name === undefined) throw new WireError(span.start, `a node of type ${type}`);
  return { ...node, type: name, needs, attributes, at: span.start };
}

function whole({ value }: Field, { start }: Span): number {
  if (Number.isSafeInteger(value)) return value;
  throw new WireError(start, `a node with an id beyond 2^53`);
}

/** Repeated numbers, packed or one by one. */
function numbers(reader: WireReader, field: Field): number[] {
  return field.form === 2 ? [...reader.varints(field.span)] : [field.value];
}

const signedFields = new Set([7, 9, 23, 25]);
const zigzagFields = new Set([15, 17]);

/** Adds the attribute that stands in `span`: its name is field 1, its value one of the others, by its type. */
function readAttribute(reader: WireReader, span: Span, to: Map<string, Value>): void {
  let name = "";
  let value: Value | undefined;
  for (const field of reader.fields(span)) {
    const { number, form } = field;
    if (number === 1) name = reader.text(field.span);
    else if (number === 3 || number === 5) value = reader.float(field);
    else if (number === 27) value = field.value !== 0;
    else if (number === 28) value = listed(reader, field.span);
    else if (number === 29) value = reader.text(field.span);
    else if (signedFields.has(number)) value = field.signed;
    else if (zigzagFields.has(number))
      value = field.value % 2 === 0 ? field.value / 2 : -(field.value + 1) / 2;
    else if (form !== 2) value = field.value;
  }
  if (value !== undefined) to.set(name, value);
}

/** Values of a list message. */
function listed(reader: WireReader, span: Span): number[] {
  return [...reader.fields(span)].flatMap((field) => numbers(reader, field));
}

/** Adds the process groups that a metadata node of PyTorch lists in its inputs: a list whose first text is JSON. */
function addGroups(reader: WireReader, span: Span, to: Map<string, readonly number[]>): void {
  const inputs = [...reader.fields(span)].find(({ number }) => number === 8);
  const values = inputs && [...reader.fields(inputs.span)].find(({ number }) => number === 1);
  const text = values === undefined ? "" : reader.text(values.span);
  if (!text.includes("pg_name")) return;
  const wrong = () => new WireError(span.start, `process groups that are no JSON: ${text.slice(0, 60)}`);
  let groups: unknown;
  try {
    groups = JSON.parse(text.slice(text.indexOf("[{"), text.lastIndexOf("}]") + 2));
  } catch {
    throw wrong();
  }
  if (!Array.isArray(groups)) throw wrong();
  for (const { pg_name: name, ranks } of groups as { pg_name: unknown; ranks: unknown }[]) {
    if (!Array.isArray(ranks) || !ranks.every(Number.isSafeInteger)) throw wrong();
    to.set(String(name), ranks as number[]);
  }
}

/** The collective that `node` is; undefined where its number is none. */
export function collectiveOf({ attributes }: TraceNode): ChakraCollective | undefined {
  return collectives[Number(attributes.get("comm_type") ?? 0)];
}

/** The number under `name`; 0 where there is none. */
export function numberOf({ attributes }: TraceNode, name: string): number {
  const value = attributes.get(name);
  return typeof value === "number" ? value : 0;
}
