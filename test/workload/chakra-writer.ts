/** Writes Chakra execution traces byte by byte, so that tests know what is in them. */

/** A node as tests write it; `attributes` by name, whole numbers as int64. */
export interface WrittenNode {
  id: number;
  name?: string;
  type: number;
  needs?: readonly number[];
  controls?: readonly number[];
  micros?: number;
  inputs?: string;
  attributes?: Readonly<Record<string, number | string | boolean | readonly boolean[]>>;
}

/** Chakra's numbers of types of nodes. */
export const types = { metadata: 1, load: 2, store: 3, computation: 4, send: 5, receive: 6, collective: 7 };

const varint = (value: number | bigint): number[] => {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  do {
    const part = Number(left & 127n);
    left >>= 7n;
    bytes.push(left > 0n ? part + 128 : part);
  } while (left > 0n);
  return bytes;
};

/** A field of a varint. */
export const number = (field: number, value: number | bigint) => [...varint(field * 8), ...varint(value)];
/** A field of a length and bytes. */
export const bytes = (field: number, held: readonly number[]) => [
  ...varint(field * 8 + 2),
  ...varint(held.length),
  ...held,
];
/** A field of text. */
export const text = (field: number, value: string) => bytes(field, [...new TextEncoder().encode(value)]);

function attribute(name: string, value: number | string | boolean | readonly boolean[]): number[] {
  const own =
    typeof value === "string"
      ? text(29, value)
      : typeof value === "boolean"
        ? number(27, Number(value))
        : typeof value === "number"
          ? number(9, value)
          : bytes(28, bytes(1, value.map(Number)));
  return bytes(10, [...text(1, name), ...own]);
}

function node({ id, name = "", type, needs, controls, micros = 0, inputs, attributes = {} }: WrittenNode) {
  return [
    ...number(1, id),
    ...text(2, name),
    ...number(3, type),
    // Control dependencies one by one and data dependencies packed: both forms are allowed.
    ...(controls ?? []).flatMap((each) => number(4, each)),
    ...(needs ? bytes(5, needs.flatMap(varint)) : []),
    ...number(7, micros),
    ...(inputs === undefined ? [] : bytes(8, text(1, inputs))),
    ...Object.entries(attributes).flatMap(([key, value]) => attribute(key, value)),
  ];
}

const lengthed = (message: readonly number[]) => [...varint(message.length), ...message];

/** The file of these messages. */
export const fileOf = (messages: readonly (readonly number[])[]) =>
  Uint8Array.from(messages.flatMap(lengthed));

/** The file of a trace: metadata, then its nodes. */
export const traceOf = (nodes: readonly WrittenNode[]) =>
  fileOf([text(1, "0.0.4"), ...nodes.map((each) => node(each))]);
